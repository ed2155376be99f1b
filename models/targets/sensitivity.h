// How far the probability depends on what figures cannot settle.
//
// The forecast is made again with other offsets of the logarithm, with each member alone, and with each of the
// newest figures left out in turn. Nothing of this moves the headline: it is shown as a range beside it. The members
// are first, since a verdict asks whether they agree; the rest, most of the work, is for a reading that a reader sees.

#pragma once

#include "models/targets/assessment.h"

namespace tradewatch::targets {

inline constexpr int kFiguresLeftOut = 16;  // of all components together, the newest

// Begin `forecast.variations`, `probability_low` and `probability_high` of an assessment that has a forecast, and add
// to them.
void vary_members(Assessment& assessment, const RangeDraws& draws, const growth::PanelPrior& prior, const Runner& run);
void vary_the_rest(Assessment& assessment, const RangeDraws& draws, const growth::PanelPrior& prior, const Runner& run);

// The greatest difference in probability between members that stand alone; 0 with one member.
[[nodiscard]] double members_apart(const TargetForecast& forecast);

}  // namespace tradewatch::targets
