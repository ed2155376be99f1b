// Periods as the sources write them: `2025-M01`, `1997M1`, `202601`, `2025-Q1`, `2025Q1`, `1976 Jan`, `Jan-2023`,
// `2025`, titles such as `январь-декабрь 2019 года` and `January-June 2024`, and the house format's own.
//
// A year alone is a calendar year. Fiscal-year labels (`2025-26`, `FY26`) are refused as in the house format.

#pragma once

#include <expected>
#include <string_view>

#include "models/trade/month.h"

namespace tradewatch::intake {

// Whether a text is a date `2021-01-01` on the first day of its month, or on another one.
enum class DayOfMonth { none, first, other };
[[nodiscard]] DayOfMonth day_of_month(std::string_view text);

[[nodiscard]] std::expected<trade::MonthSpan, trade::PeriodFault> parse_foreign_period(std::string_view text);

}  // namespace tradewatch::intake
