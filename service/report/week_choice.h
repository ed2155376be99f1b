// Which week somebody asks for.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "models/trade/iso_week.h"

namespace tradewatch::report {

struct WeekFault {
  std::string found;
  std::string expected;
};

// `text` is "2026-W48"; the fault says when it is no week, when its year has no week of that number, and when it is
// later than `current`, the week that is running.
[[nodiscard]] std::expected<trade::IsoWeek, WeekFault> chosen_week(std::string_view text, trade::IsoWeek current);

}  // namespace tradewatch::report
