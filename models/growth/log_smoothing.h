// LogSmoothing: exponential smoothing of ln(usd + c) of single months, additive season, averaged over smoothing rates.
//
// Model, in innovations form (Hyndman, Koehler, Ord and Snyder 2008, chapter 3, without trend): with z_t = ln(usd_t +
// c)
//
//   e_t = z_t - level - season[m],   level += a e'_t,   season[m] += g (1 - a) e'_t,   m the calendar month of t,
//
// where e' is e cut at 2.5 running standard deviations (Gelper, Fried and Croux 2010), so that one wild month moves
// neither level nor season far. A month without a figure leaves both as they are: nothing is filled. The start is the
// mean of the first two years and the mean deviations of the first five, drawn towards 0 as if three more years had
// none.
//
// Errors are Student's t with 5 degrees of freedom; their scale is the most likely one, and a month n before the last
// counts 0.99^n. Rates (a, g) are averaged over a fixed grid with the panel prior's weights times that likelihood; no
// optimiser, no failed fit. Paths draw the series' own past errors of the last eight years with replacement, less
// their mean (errors that are not centred add their mean to every month as drift), made a tenth smaller: an average
// over fixed rates errs a little more than the best rate does. On flows outside the benchmark, origins 2012-12 to
// 2015-12, the pool's capped score is 0.704 with that tenth and 0.708 without.
//
// Only months count: a flow known as sums over spans, or with fewer than two years of months, has no LogSmoothing.

#pragma once

#include <Eigen/Core>
#include <array>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::growth {

inline constexpr int kMinMonthsToSmooth = 24;

struct SmoothingPoint {
  double level_rate = 0.0;   // a: share of an error that stays in the level; above 0, below 1
  double season_rate = 0.0;  // g: share of the rest that stays in the month's season; 0 to 1

  bool operator==(const SmoothingPoint&) const = default;
};

[[nodiscard]] std::vector<SmoothingPoint> smoothing_grid();  // 8 level rates x 4 season rates

// ln(usd + c) month by month. NaN marks a month without a figure.
struct MonthlyLogs {
  trade::Month first;
  Eigen::VectorXd value;  // ends with the last figure
  int figures = 0;
};

// The months of `series` that figures tell one by one, from after the last sum over several months and at most 240
// back. Empty when there are fewer than kMinMonthsToSmooth.
[[nodiscard]] MonthlyLogs monthly_logs(const trade::Series& series, double offset_usd);

// One point of the grid after the last month.
struct SmoothedState {
  double level = 0.0;
  std::array<double, 12> season{};  // by calendar month, January first
  std::vector<double> errors;       // of the last eight years, centred and made smaller; not empty
  double log_likelihood = 0.0;      // constants that no point changes left out
};

// `logs` has at least kMinMonthsToSmooth figures.
[[nodiscard]] SmoothedState smooth(const MonthlyLogs& logs, const SmoothingPoint& point);

// A path of ln(usd + c) from `first`, the month after the last figure; `uniform` in [0, 1) picks the error of each
// month.
void draw_months(const SmoothedState& state, const SmoothingPoint& point, trade::Month first,
                 const Eigen::Ref<const Eigen::VectorXd>& uniform, Eigen::Ref<Eigen::VectorXd> log_usd);

}  // namespace tradewatch::growth
