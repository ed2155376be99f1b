// Exchange rates by date, and the rate that a figure of a span of months is converted with.
//
// A rate is units of a currency for one US dollar, of a month or of a day. A month's rate is the one given for it, else
// the plain mean of its days' rates; a span's is the plain mean of its months'. A month without any rate has none: the
// nearest one would be another month's, and the figure would look converted. Who gives daily rates gives all of a
// month.

#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/currency.h"

namespace tradewatch::trade {

// Why a span of months has no rate.
struct RateGap {
  enum class Kind {
    unknown_currency,
    not_begun,  // the currency began on `day`, after `month`
    ended,      // the currency ended on `day`, before `month`
    no_rate,    // none was given for `month`
  };
  Kind kind = Kind::no_rate;
  std::string currency;
  Month month;               // the first month of the span that has none
  Date day{};                // of not_begun and ended
  std::string_view instead;  // of not_begun and ended: the currency of that month, or empty
};

class ExchangeRates {
 public:
  // `units_per_usd` is finite and above 0. False, and nothing is kept, when another rate is known for the same month or
  // day; the same rate again is taken.
  [[nodiscard]] bool add(std::string_view currency, Month month, double units_per_usd);
  [[nodiscard]] bool add(std::string_view currency, Date day, double units_per_usd);

  // Units for one US dollar, on average over the span; 1 for USD.
  [[nodiscard]] std::expected<double, RateGap> average(std::string_view currency, const MonthSpan& span) const;

  [[nodiscard]] bool empty() const { return rates_.empty(); }

 private:
  struct MonthRates {
    std::optional<double> whole;
    std::map<unsigned, double> days;  // by day of the month

    [[nodiscard]] double mean() const;
  };

  std::map<std::string, std::map<Month, MonthRates>, std::less<>> rates_;
};

}  // namespace tradewatch::trade
