// Dates as sources write them: `17/02/26 11:00:00`, `25.07.2024`, `2026-03-31T20:30:00Z`. The order of day, month and
// year is stated by the format, never guessed row by row.

#pragma once

#include <optional>
#include <string_view>

#include "models/trade/date.h"

namespace tradewatch::intake {

// `order` is "year-month-day", "day-month-year" or "month-day-year". A time behind the date is not looked at. Years of
// two digits are 2000 to 2099. Nothing for what is no date of the calendar.
[[nodiscard]] std::optional<trade::Date> parse_written_date(std::string_view text, std::string_view order);

}  // namespace tradewatch::intake
