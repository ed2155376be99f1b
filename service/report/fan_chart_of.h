// The fan chart of an assessment, with its words.

#pragma once

#include "models/targets/assessment.h"
#include "service/charts/fan_chart.h"
#include "service/wording/language.h"

namespace tradewatch::report {

[[nodiscard]] charts::FanChart fan_chart(const targets::Assessment& assessment, wording::Language language);

}  // namespace tradewatch::report
