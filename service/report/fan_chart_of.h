// The fan chart of an assessment, with its words.

#pragma once

#include "models/targets/assessment.h"
#include "service/charts/fan_chart.h"

namespace tradewatch::report {

[[nodiscard]] charts::FanChart fan_chart(const targets::Assessment& assessment);

}  // namespace tradewatch::report
