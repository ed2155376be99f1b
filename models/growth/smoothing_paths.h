// Sample paths of one component from LogSmoothing, laid over rows that SpanGrowth has drawn.
//
// Only months after the component's last figure are replaced: what lies between figures, and what published sums
// determine, stays as SpanGrowth and the figures have it. Rows are dealt to smoothing rates by their weights.

#pragma once

#include <vector>

#include "models/growth/log_smoothing.h"
#include "models/growth/panel_prior.h"
#include "models/growth/span_paths.h"

namespace tradewatch::growth {

// Whether LogSmoothing has a say on this flow: two years of single months, and a prior that knows its rates.
[[nodiscard]] bool can_smooth(const trade::Series& series, const PanelPrior& prior);

// Replaces the months after the last figure on `rows` and leaves the weights of the rates in `component`, where a
// frozen fit may have put them already. Does nothing for a flow of zeros or where can_smooth is false.
void smooth_ahead(const trade::Series& series, const PanelPrior& prior, const std::vector<int>& rows,
                  NormalDraws& draws, ComponentPaths& component);

}  // namespace tradewatch::growth
