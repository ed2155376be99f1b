// TrailingGrowth: the last twelve months again, grown by as much as years of trade usually grow.
//
// One standard normal a path goes through the quantile function of ln(twelve-month total / the twelve before) and
// gives all components of that path the same growth: growth belongs to the target's total, because a component may
// have one ratio of 191. The quantiles are the panel's for flows of this kind, drawn towards the total's own past
// where figures determine five or more yearly ratios: n own ratios against the panel's weight of five.
//
// A month is the same month of the last twelve (posterior median where no figure tells it) times exp(growth): once
// for the first year ahead, median twice and spread times the square root of two for the second, and so on.
// Only months after a component's last figure are touched.

#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/growth/forecast.h"
#include "models/growth/panel_prior.h"
#include "models/growth/span_paths.h"

namespace tradewatch::growth {

inline constexpr int kMinOwnRatios = 5;

// Log growth at standard normal scores, linear between the quantiles' scores and flat beyond the outermost.
class GrowthCurve {
 public:
  explicit GrowthCurve(const GrowthQuantiles& quantiles);
  [[nodiscard]] double at(double score) const;

 private:
  std::vector<double> score_;
  std::vector<double> log_ratio_;
};

// ln of yearly ratios of the total of all components, newest first, as far back as figures determine both totals;
// stops at a total of zero.
[[nodiscard]] std::vector<double> own_log_ratios(const std::vector<trade::Series>& components);

// The panel's quantiles, drawn towards the own ratios where there are enough of them.
[[nodiscard]] GrowthQuantiles growth_quantiles(const GrowthQuantiles& panel, std::vector<double> own);

// Replaces, on `rows`, the months of each component after its last figure.
void trail(const std::vector<trade::Series>& series, const GrowthCurve& curve, const std::vector<int>& rows,
           NormalDraws& draws, std::vector<ComponentPaths>& components);

}  // namespace tradewatch::growth
