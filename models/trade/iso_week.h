// A week as ISO 8601 counts them: Monday to Sunday, in the year that has its Thursday. A year has 52 weeks or 53.
//
// So the first days of January may be in the last week of the year before, and the last of December in week 1.

#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/date.h"

namespace tradewatch::trade {

// Invariant: a week that exists.
struct IsoWeek {
  int year = 1970;
  int week = 1;  // 1 to 53

  auto operator<=>(const IsoWeek&) const = default;
};

[[nodiscard]] IsoWeek iso_week_of(Date date);
[[nodiscard]] Date monday_of(IsoWeek week);

// `2026-W48` only, of the years 1900 to 2200, and only weeks that exist.
[[nodiscard]] std::optional<IsoWeek> parse_iso_week(std::string_view text);
[[nodiscard]] std::string format_iso_week(IsoWeek week);

}  // namespace tradewatch::trade
