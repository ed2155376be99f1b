// A number in [0, 1) that spreads out what would otherwise happen at the same time.
//
// It comes from a name and a count alone, so a replay waits exactly as long and a test knows what it will be.

#pragma once

#include <string_view>

namespace tradewatch::runtime {

[[nodiscard]] double jitter(std::string_view name, int count);

}  // namespace tradewatch::runtime
