// What other series teach about this one: how far months and levels of trade usually move.
//
// SpanGrowth is averaged over a fixed grid of standard deviations. The weights of the grid before any figure of the
// series itself is seen are the panel prior: learned by expectation-maximisation from many flows, from figures up to
// a stated month only, separately for each stratum. It is a small table that `tradewatch prior` makes again.

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "models/growth/log_smoothing.h"
#include "models/trade/month.h"

namespace tradewatch::growth {

// Standard deviations of ln(usd + c): per square root of a month for the level, of a month for the others.
struct GridPoint {
  double level_sd = 0.0;      // innovations of the level
  double irregular_sd = 0.0;  // one month's own deviation
  double season_sd = 0.0;     // of the seasonal pattern
  double walk_share = 1.0;    // share of the level's variance that never returns; the rest returns in 18 months

  bool operator==(const GridPoint&) const = default;
};

// Quantiles of ln(twelve-month total / the twelve months before), for TrailingGrowth, by volatility.
struct GrowthQuantiles {
  std::vector<double> probability;  // increasing, inside (0, 1)
  std::vector<double> log_ratio;    // same length, increasing
};

// How wide a forecast is made, against what its models say: every path's distance from the median path, in logs, is
// multiplied by this. Learned from flows whose later figures are known; 1 where that did not help.
struct SpreadFactors {
  double months = 1.0;        // flows with five years of months or more
  double short_months = 1.0;  // flows with fewer months
  double sums = 1.0;          // flows known as sums over spans
};

struct PriorStratum {
  std::string name;            // "regular", "intermittent", ...
  std::vector<double> weight;  // one for each grid point; positive, sums to 1
  GrowthQuantiles growth;
  std::vector<double> smoothing_weight;  // one for each smoothing point; positive, sums to 1
  SpreadFactors spread;
};

struct PanelPrior {
  std::vector<GridPoint> grid;
  std::vector<SmoothingPoint> smoothing;  // of LogSmoothing; empty: that model takes no part
  std::vector<PriorStratum> strata;
  trade::Month figures_until;  // no later figure was seen
  int series_used = 0;
};

// The table as text, and back. A fault says the line and what was expected.
[[nodiscard]] std::string to_text(const PanelPrior& prior);
[[nodiscard]] std::expected<PanelPrior, std::string> parse_prior(std::string_view text);

}  // namespace tradewatch::growth
