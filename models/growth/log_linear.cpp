#include "models/growth/log_linear.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/growth/least_squares.h"

namespace tradewatch::growth {
namespace {

constexpr double kNormal95 = 1.959963984540054;

struct Value {
  trade::MonthSpan span;
  double usd = 0.0;
};

// The single months of the last ten years.
std::vector<Value> recent_months(const trade::Series& series, trade::Month last) {
  std::vector<Value> months;
  for (const trade::Piece& piece : series.pieces)
    if (piece.span.months() == 1 && last - piece.span.first < kMaxTrendMonths)
      months.push_back({piece.span, piece.value_usd});
  return months;
}

// Twelve-month totals that end in one calendar month, the newest with `end`.
std::vector<Value> years_to(const trade::Series& series, trade::Month end) {
  std::vector<Value> years;
  for (int back = kMaxTrendYears - 1; back >= 0; --back) {
    const trade::MonthSpan span{end - 12 * back - 11, end - 12 * back};
    if (const auto total = trade::total_of(series, span)) years.push_back({span, total->value_usd});
  }
  return years;
}

std::vector<Value> most_years(const trade::Series& series, trade::Month last) {
  std::vector<Value> most;
  for (int back = 0; back < 12; ++back) {
    std::vector<Value> years = years_to(series, last - back);
    if (years.size() > most.size()) most = std::move(years);
  }
  return most;
}

// Level, slope a year and, for months, eleven seasonal contrasts with the calendar month that comes first. A calendar
// month that never occurs has no column.
Eigen::MatrixXd design(const std::vector<Value>& values, bool season) {
  const auto n = static_cast<Eigen::Index>(values.size());
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(n, season ? 14 : 2);
  for (Eigen::Index i = 0; i < n; ++i) {
    const trade::Month month = values[static_cast<std::size_t>(i)].span.last;
    x(i, 0) = 1.0;
    x(i, 1) = (month - values.front().span.last) / 12.0;
    if (season) x(i, 1 + month.month()) = 1.0;
  }
  if (!season) return x;
  std::vector<Eigen::Index> kept = {0, 1};
  for (int m = 1; m <= 12; ++m)
    if (m != values.front().span.last.month() && x.col(1 + m).any()) kept.push_back(1 + m);
  return x(Eigen::all, kept);
}

std::expected<Trend, TrendError> fit(const std::vector<Value>& values, TrendValues kind) {
  if (std::ranges::any_of(values, [](const Value& v) { return !(v.usd > 0.0); }))
    return std::unexpected(TrendError::value_not_positive);
  const int unit = kind == TrendValues::months ? 1 : 12;
  const auto n = static_cast<int>(values.size());
  Eigen::VectorXd y(n);
  std::vector<int> time;
  for (int i = 0; i < n; ++i) {
    const Value& value = values[static_cast<std::size_t>(i)];
    y[i] = std::log(value.usd);
    time.push_back((value.span.last - values.front().span.last) / unit);
  }
  const Eigen::MatrixXd x = design(values, kind == TrendValues::months);
  const auto fitted = fit_least_squares(x, y);
  if (!fitted) return std::unexpected(TrendError::too_few_months);

  Trend trend{.values = kind, .span = {values.front().span.first, values.back().span.last}, .values_used = n};
  trend.lags = static_cast<int>(std::ceil(1.3 * std::sqrt(n))) - 1;
  const double variance = newey_west_covariance(x, *fitted, time, trend.lags)(1, 1);
  trend.log_slope = fitted->coefficients[1];
  trend.log_slope_sd = std::sqrt(variance * n / fitted->degrees_of_freedom);
  const double reach = critical_value(n, trend.lags, fitted->degrees_of_freedom) * trend.log_slope_sd;
  trend.annual_growth = std::expm1(trend.log_slope);
  trend.low = std::expm1(trend.log_slope - reach);
  trend.high = std::expm1(trend.log_slope + reach);
  return trend;
}

// t(0.975) by Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); within 2 % from two degrees of freedom up.
double student_975(double v) {
  const double z = kNormal95, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
  return z + (z3 + z) / (4.0 * v) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v) +
         (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v);
}

}  // namespace

std::string_view name_of(TrendValues values) { return values == TrendValues::months ? "months" : "years"; }

double critical_value(int values, int lags, int degrees_of_freedom) {
  const double b = std::min(1.0, (lags + 1.0) / values);
  const double fixed_b = 1.9600 + 2.9694 * b + 0.4160 * b * b - 0.5324 * b * b * b;
  return fixed_b * student_975(degrees_of_freedom) / kNormal95;
}

std::expected<Trend, TrendError> fit_trend(const trade::Series& series) {
  if (series.pieces.empty()) return std::unexpected(TrendError::too_few_months);
  const trade::Month last = series.pieces.back().span.last;
  auto why = TrendError::too_few_months;
  if (const auto months = recent_months(series, last); static_cast<int>(months.size()) >= kMinTrendMonths) {
    const auto trend = fit(months, TrendValues::months);
    if (trend) return trend;
    why = trend.error();
  }
  const auto years = most_years(series, last);
  if (static_cast<int>(years.size()) < kMinTrendYears) return std::unexpected(why);
  return fit(years, TrendValues::years);
}

}  // namespace tradewatch::growth
