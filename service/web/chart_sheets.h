// The data of a chart as a workbook's sheet: months and days as such, whole numbers in US dollars.

#pragma once

#include "service/charts/fan_chart.h"
#include "service/charts/mirror_chart.h"
#include "service/charts/reliability_chart.h"
#include "service/charts/step_chart.h"
#include "service/report/spreadsheet.h"

namespace tradewatch::web {

[[nodiscard]] report::Spreadsheet sheet_of(const charts::FanChart& chart);
[[nodiscard]] report::Spreadsheet sheet_of(const charts::StepChart& chart);
[[nodiscard]] report::Spreadsheet sheet_of(const charts::MirrorChart& chart);
[[nodiscard]] report::Spreadsheet sheet_of(const charts::ReliabilityChart& chart);

}  // namespace tradewatch::web
