// What a date that is none was probably meant to be.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

// "write 2026-04-03 if the day comes first, 2026-03-04 if the month does" for 03/04/2026; "February 2026 has 28 days"
// for 2026-02-30; empty when nothing is near.
[[nodiscard]] std::string date_hint(std::string_view text);

}  // namespace tradewatch::intake
