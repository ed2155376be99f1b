// Correcting how wide a forecast is, and never where its middle lies.
//
// Every path's distance from the median path, in ln(usd + c) and month by month, is multiplied by one factor, so that
// months and their totals stay one set of paths. Factors are learned with the panel prior (panel_prior_learning.h)
// from forecasts whose later figures are known: errors of one year are shared by all flows, so the evidence is counted
// in years, and a factor is used only where it made forecasts of other years better. Only months after a component's
// last figure are touched: what is published is known.

#pragma once

#include "models/growth/panel_prior.h"
#include "models/growth/span_paths.h"

namespace tradewatch::growth {

// The factor that `stratum` holds for a flow of this kind.
[[nodiscard]] double spread_factor(const trade::Series& series, const PriorStratum& stratum);

// Multiplies the spread of the months after the last figure by `factor` (above 0), and notes it.
void spread(const trade::Series& series, double factor, ComponentPaths& component);

}  // namespace tradewatch::growth
