// How far the probability depends on what figures cannot settle.
//
// The forecast is made again with other offsets of the logarithm, with each member alone, and with each of the
// newest figures left out in turn. Nothing of this moves the headline: it is shown as a range beside it.

#pragma once

#include "models/targets/assessment.h"

namespace tradewatch::targets {

inline constexpr int kFiguresLeftOut = 16;  // of all components together, the newest

// Fills `forecast.variations`, `probability_low` and `probability_high`. `request` is the headline's, with fewer paths;
// `drawn` are its components: what a variation leaves as it is stands on the headline's own fit. Where the verdict
// alone is asked for, the members alone vary.
void add_range(TargetForecast& forecast, const Assessment& assessment, Asked asked,
               const growth::ForecastRequest& request, const growth::DrawnComponents& drawn,
               const growth::PanelPrior& prior, const Runner& run);

// The greatest difference in probability between members that stand alone; 0 with one member.
[[nodiscard]] double members_apart(const TargetForecast& forecast);

}  // namespace tradewatch::targets
