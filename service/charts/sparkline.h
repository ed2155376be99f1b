// A fan chart in the height of a line: the trailing total so far, the forecast's median, and the path beside them.
//
// It stands beside the numbers that it pictures, so it has a name and no axis. Its strokes are named by class and
// coloured by the page's own style: it is no drawing to take away. A month without a figure is a gap.

#pragma once

#include <string>

#include "service/charts/fan_chart.h"

namespace tradewatch::charts {

// An SVG element named `name` for those who cannot see it; empty where there is no trailing total and no path.
[[nodiscard]] std::string sparkline(const FanChart& chart, const std::string& name,
                                    const Size& size = {.width = 180, .height = 44});

}  // namespace tradewatch::charts
