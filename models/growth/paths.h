// Joint sample paths of coming (and not yet published) months of one flow or of a target's total.
//
// A path is one way the months could turn out together. Months are in US dollars, never negative. The band of a sum
// is read off the sums of paths: it cannot be had from the bands of its months.

#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "models/growth/normal_draws.h"
#include "models/trade/month.h"

namespace tradewatch::growth {

struct Paths {
  trade::Month first;   // month of the first column
  Eigen::ArrayXXd usd;  // a row a path, a column a month; finite, >= 0

  [[nodiscard]] trade::Month last() const { return first + static_cast<int>(usd.cols()) - 1; }
  [[nodiscard]] bool covers(const trade::MonthSpan& span) const { return first <= span.first && span.last <= last(); }
};

// The total of each path over `span`, which the paths must cover.
[[nodiscard]] Eigen::ArrayXd totals(const Paths& paths, const trade::MonthSpan& span);

// The `p`-quantile of `values` by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
// `values` is not empty and is reordered; 0 <= p <= 1.
[[nodiscard]] double quantile(Eigen::ArrayXd& values, double p);

// Deals `rows` paths to points by their `weight` (which adds up to 1): each point gets its share to within one, and the
// order is then shuffled, so that equal rows of two components have nothing to do with each other.
[[nodiscard]] std::vector<int> deal_rows(const std::vector<double>& weight, int rows, NormalDraws& draws);

// The same for several probabilities, which increase; each partition is searched within the one before.
[[nodiscard]] std::vector<double> quantiles(Eigen::ArrayXd& values, std::span<const double> probabilities);

}  // namespace tradewatch::growth
