// The chart of both sides of an assessment, with its words.

#pragma once

#include <optional>

#include "models/targets/assessment.h"
#include "service/charts/mirror_chart.h"
#include "service/wording/language.h"

namespace tradewatch::report {

inline constexpr int kMirrorMonths = 120;  // the newest that are shown

// Both sides as sums over all components of the target; absent unless each side has a figure among those months.
[[nodiscard]] std::optional<charts::MirrorChart> mirror_chart(const targets::Assessment& assessment,
                                                              wording::Language language);

}  // namespace tradewatch::report
