// Months far outside what the other months say are pulled in before the fit.
//
// Each single-month observation is predicted from all the others under one fixed covariance (level 0.06 a month,
// irregular 0.25, season 0.3, a walk that never returns); leave-one-out errors come in closed form from the inverse,
// e_i = [S^-1 z]_i / [S^-1]_ii. Errors beyond 8 robust standard deviations (1.4826 times the median absolute error
// of the series itself, each over its own standard deviation) are cut back to that bound, the worst first, until none
// is left or a quarter of the months was cut. The bound is wide on purpose: on flows outside the benchmark, origins
// 2007-12 to 2015-12, a bound of 4 made forecasts worse than none (capped score 0.815 against 0.808), one of 8 did not
// (0.808) and still keeps misprints out. A flow that is mostly zeros has no such bound: the caller leaves
// intermittent flows alone. A caller that compares forecasts before and after new
// figures keeps the bound of before.

#pragma once

#include <optional>
#include <vector>

#include "models/growth/log_sums.h"

namespace tradewatch::growth {

inline constexpr int kMinMonthsToPullIn = 24;

struct PulledIn {
  std::vector<int> observations;  // changed, in order
  std::optional<double> bound;    // the last one used, in standard deviations of each error; absent: nothing was done
};

// Changes `sums.log_usd`. Does nothing below 24 single months. `bound`: instead of that of the series itself.
PulledIn pull_in(LogSums& sums, std::optional<double> bound = {});

}  // namespace tradewatch::growth
