// Which bytes are not UTF-8, and documents in another encoding recognised as what they are.

#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The first byte that is NUL or no UTF-8; nothing when the text is clean.
[[nodiscard]] std::optional<std::size_t> first_bad_byte(std::string_view text);

// UTF-16 or UTF-32, with a byte order mark or without, or a second UTF-8 mark, by the first bytes of a document.
[[nodiscard]] std::optional<Fault> foreign_encoding(std::string_view start);

}  // namespace tradewatch::intake
