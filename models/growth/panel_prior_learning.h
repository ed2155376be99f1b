// Learning the panel prior from many flows' monthly figures.
//
// Each flow is one draw of a grid point; the weights of the grid are the shares that make all flows' figures most
// likely, found by expectation-maximisation (60 rounds from equal weights; a flow's likelihood at a point is
// SpanGrowth's). Strata are learned the same way, each drawn towards the whole panel as if twenty more of its flows
// had the panel's weights. Points that no stratum gives weight to are dropped, so that a forecast costs less.
//
// The rates of LogSmoothing are learned in the same way from its own likelihood, and the spread factors, last, as
// spread_learning.h says.
//
// Growth quantiles come from ln(twelve-month total / the twelve before), years ending in the last month, of all flows
// of the stratum, less their median: the common good or bad years of one era are no forecast of the next.

#pragma once

#include <vector>

#include "models/growth/panel_prior.h"
#include "models/trade/series.h"

namespace tradewatch::growth {

struct LearningChoices {
  int flows = 600;             // at most, spread evenly over the sizes
  int least_months = 96;       // figures a flow must have
  int most_points = 120;       // of the grid that is kept
  int spread_flows = 200;      // for the spread factors, of the flows chosen; 0 leaves every factor 1
  double offset_share = 0.15;  // of ln(usd + c), as in forecasts
  double revision_sd = 0.02;
};

// The grid before learning: 8 level x 10 irregular x 4 season deviations x 2 walk shares.
[[nodiscard]] std::vector<GridPoint> full_grid();

// Flows with enough months and figures in the last year, evenly spaced in order of recent size; indices of `flows`.
[[nodiscard]] std::vector<int> choose_flows(const std::vector<trade::Series>& flows, trade::Month figures_until,
                                            const LearningChoices& choices);

// `flows` hold no figure after `figures_until`; at least one can be chosen. Weights are rounded to 1e-6.
[[nodiscard]] PanelPrior learn_prior(const std::vector<trade::Series>& flows, trade::Month figures_until,
                                     const LearningChoices& choices = {});

}  // namespace tradewatch::growth
