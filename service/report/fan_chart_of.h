// The fan chart of an assessment, with its words.

#pragma once

#include <span>

#include "models/targets/assessment.h"
#include "service/charts/fan_chart.h"
#include "service/wording/language.h"

namespace tradewatch::report {

// `revised`: periods of figures that were published before with another value; they are marked as such.
[[nodiscard]] charts::FanChart fan_chart(const targets::Assessment& assessment, wording::Language language,
                                         std::span<const trade::MonthSpan> revised = {});

}  // namespace tradewatch::report
