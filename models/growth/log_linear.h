// LogLinear: the growth rate that people quote, with its interval.
//
//   ln usd[t] = level + slope * t + season[month of t] + e[t]      on months,
//   ln usd[y] = level + slope * y + e[y]                           on years,
//
// by least squares. Growth is compound: exp(12 slope) - 1 a year on months, exp(slope) - 1 on years.
//
// Single months are used when at least 36 of the last 120 are known; otherwise twelve-month totals that figures
// determine by addition and subtraction, at least five of the last ten, all ending in the same calendar month (the one
// that gives the most totals, the latest such). A gap is an absent row.
//
// Errors of such a trend are autocorrelated, so the interval is Newey and West's with S = ceil(1.3 sqrt(n)) terms, that
// is S - 1 lags (Lazarus, Lewis, Stock and Watson 2018, J. Business and Economic Statistics 36), times n / (n - k) for
// the k coefficients. So many lags make the estimated variance itself uncertain: the 95 % critical value is that of
// Kiefer and Vogelsang (2005, Econometric Theory 21) for Bartlett's weights at b = S / n,
//   1.9600 + 2.9694 b + 0.4160 b^2 - 0.5324 b^3,
// times t(0.975; n - k) / 1.96 for few values. Simulated coverage with first-order autocorrelation r of the errors:
// 120 months 0.93 (r = 0), 0.92 (0.5), 0.85 (0.8); 36 months 0.92, 0.87, 0.75; 8 years 0.95, 0.85, 0.78. A flow whose
// level wanders without return has no such rate, and the interval is then too narrow.
//
// This explains; it forecasts nothing and is no member of the pool.

#pragma once

#include <expected>

#include "models/trade/series.h"

namespace tradewatch::growth {

inline constexpr int kMinTrendMonths = 36;
inline constexpr int kMaxTrendMonths = 120;
inline constexpr int kMinTrendYears = 5;
inline constexpr int kMaxTrendYears = 10;

enum class TrendError {
  too_few_months,      // neither 36 months nor five yearly totals are known
  value_not_positive,  // a zero among them has no logarithm
};

enum class TrendValues { months, years };
[[nodiscard]] std::string_view name_of(TrendValues values);

struct Trend {
  TrendValues values = TrendValues::months;
  trade::MonthSpan span;  // from the first month used to the last
  int values_used = 0;
  int lags = 0;                // of Newey and West, in months or years
  double log_slope = 0.0;      // a year
  double log_slope_sd = 0.0;   // a year, with n / (n - k)
  double annual_growth = 0.0;  // 0.10 is 10 % a year
  double low = 0.0;            // 95 % interval
  double high = 0.0;
};

// From `series.pieces` alone.
[[nodiscard]] std::expected<Trend, TrendError> fit_trend(const trade::Series& series);

// The 95 % two-sided critical value above, for `values` values, `lags` lags and `degrees_of_freedom` = n - k >= 1.
[[nodiscard]] double critical_value(int values, int lags, int degrees_of_freedom);

}  // namespace tradewatch::growth
