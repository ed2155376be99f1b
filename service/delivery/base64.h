// Base64 of RFC 4648, with its padding.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tradewatch::delivery {

[[nodiscard]] std::string to_base64(std::string_view bytes);

// Absent when the text is not base64 with its padding.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace tradewatch::delivery
