#include "models/trade/exchange_rate.h"

#include <numeric>

namespace tradewatch::trade {
namespace {

// Why a currency of this life has no rate in `month`, or nothing when it lives then.
std::optional<RateGap> outside_life(const Currency& currency, Month month) {
  if (currency.lives_in(month)) return std::nullopt;
  const bool early = currency.first && month < month_of(*currency.first);
  RateGap gap;
  gap.kind = early ? RateGap::Kind::not_begun : RateGap::Kind::ended;
  gap.currency = currency.code;
  gap.month = month;
  gap.day = early ? *currency.first : *currency.last;
  gap.instead = early ? currency.predecessor : currency.successor;
  return gap;
}

}  // namespace

double ExchangeRates::MonthRates::mean() const {
  if (whole) return *whole;
  const double sum =
      std::accumulate(days.begin(), days.end(), 0.0, [](double total, const auto& day) { return total + day.second; });
  return sum / static_cast<double>(days.size());
}

bool ExchangeRates::add(std::string_view currency, Month month, double units_per_usd) {
  auto& whole = rates_[std::string(currency)][month].whole;
  if (whole) return *whole == units_per_usd;
  whole = units_per_usd;
  return true;
}

bool ExchangeRates::add(std::string_view currency, Date day, double units_per_usd) {
  const auto day_of_month = static_cast<unsigned>(std::chrono::year_month_day(day).day());
  auto& days = rates_[std::string(currency)][month_of(day)].days;
  return days.emplace(day_of_month, units_per_usd).first->second == units_per_usd;
}

std::expected<double, RateGap> ExchangeRates::average(std::string_view currency, const MonthSpan& span) const {
  const Currency* known = find_currency(currency);
  if (known == nullptr) {
    return std::unexpected(RateGap{RateGap::Kind::unknown_currency, std::string(currency), span.first, {}, {}});
  }
  if (currency == "USD") return 1.0;
  for (const Month end : {span.first, span.last}) {  // a life is one stretch: months between its ends are in it
    if (auto gap = outside_life(*known, end)) return std::unexpected(*std::move(gap));
  }
  const auto rates = rates_.find(currency);
  double sum = 0.0;
  for (Month month = span.first; month <= span.last; month = month + 1) {
    const bool any = rates != rates_.end() && rates->second.contains(month);
    if (!any) return std::unexpected(RateGap{RateGap::Kind::no_rate, std::string(currency), month, {}, {}});
    sum += rates->second.at(month).mean();
  }
  return sum / span.months();
}

}  // namespace tradewatch::trade
