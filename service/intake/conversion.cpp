#include "service/intake/conversion.h"

#include "models/trade/date.h"
#include "models/trade/figure.h"

namespace tradewatch::intake {

AmountFault fault_of(const trade::RateGap& gap) {
  const std::string month = trade::format_month(gap.month);
  const std::string instead = gap.instead.empty() ? "" : "; " + month + " is in " + std::string(gap.instead);
  switch (gap.kind) {
    case trade::RateGap::Kind::unknown_currency:
      return {"USD or another ISO 4217 code", ""};
    case trade::RateGap::Kind::not_begun:
      return {"the currency of " + month, gap.currency + " began " + trade::format_date(gap.day) + instead};
    case trade::RateGap::Kind::ended:
      return {"the currency of " + month, gap.currency + " ended " + trade::format_date(gap.day) + instead};
    case trade::RateGap::Kind::no_rate:
      return {"USD, or a currency with a rate for its months",
              gap.currency + " needs a rate for " + month + ": give [rates] files, or --rates FILE"};
  }
  return {};
}

std::expected<double, AmountFault> to_usd(double amount, const Unit& unit, const trade::MonthSpan& span,
                                          const trade::ExchangeRates* rates) {
  if (unit.currency == "USD") return amount;
  static const trade::ExchangeRates kNone;
  const auto units_per_usd = (rates != nullptr ? *rates : kNone).average(unit.currency, span);
  if (!units_per_usd) return std::unexpected(fault_of(units_per_usd.error()));
  const double usd = amount / *units_per_usd;
  if (usd > trade::kMaxValueUsd) {
    return std::unexpected(AmountFault{"at most 1000000000000000 USD (10^15)", "are the unit and the rate right?"});
  }
  return usd;
}

}  // namespace tradewatch::intake
