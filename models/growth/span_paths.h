// Sample paths of one component from SpanGrowth, and the piece-keeping that every member's paths go through.
//
// Paths are dealt to grid points by their weights, systematically (each point gets its share of the rows to within
// one), and the rows are then shuffled, so that equal rows of two components have nothing to do with each other.
// Given its point a path is Gaussian in logs: smooth part and irregular together, months jointly. Its normals are
// drawn month by month from the last backwards, so a month keeps its own when earlier ones become known.
//
// A month that one figure tells keeps it; months inside a published sum of several are drawn like all others and
// then scaled, path by path, so that they add up to the sum. Both up to one draw of revision noise for each piece,
// a log-normal factor of mean one, and one for each older vintage that pieces share (trade/sum_noise.h), in dollars. So
// a sum that the request cuts is split differently on each path.
//
// No month goes above ten twelfths of the largest twelve months seen, or the largest month where that is more:
// draws from few or wild figures have tails that no flow has (a twelve-month total stays near ten times the largest).

#pragma once

#include <vector>

#include "models/growth/forecast.h"
#include "models/growth/log_sums.h"
#include "models/growth/normal_draws.h"
#include "models/growth/paths.h"
#include "models/growth/span_growth.h"

namespace tradewatch::growth {

// Fits `series` and draws `request.paths` paths of `request.months`. `series` has an observation at or before the
// request's last month. An all-zero series has zero paths. `frozen`, where it is not null and holds weights, is used
// instead of a fit.
[[nodiscard]] ComponentPaths span_growth_paths(const trade::Series& series, const ForecastRequest& request,
                                               const PanelPrior& prior, NormalDraws& draws,
                                               const FrozenFit* frozen = nullptr);

// The stratum of `prior` that speaks for `series`, or the first when the prior does not have it.
[[nodiscard]] const PriorStratum& stratum_for(const trade::Series& series, const PanelPrior& prior);

}  // namespace tradewatch::growth
