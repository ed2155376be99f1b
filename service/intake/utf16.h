// UTF-16 units to UTF-8.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

// Half of a pair without the other half becomes U+FFFD.
[[nodiscard]] std::string utf8_of(std::u16string_view units);

}  // namespace tradewatch::intake
