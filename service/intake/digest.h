// The SHA-256 of a document's raw bytes, which is its name in the store.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace tradewatch::intake
