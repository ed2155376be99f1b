// Texts of an .xlsx workbook: rich text put together, phonetic readings left out, escapes undone.

#pragma once

#include <expected>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document_fault.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {

// "a\rb" for "a_x000D_b": _xHHHH_ stands for one UTF-16 unit (ECMA-376, 22.9.2.19).
[[nodiscard]] std::string unescaped(std::string_view text);

// The text of <si> or <is>: its <t>, or the <t> of its runs one behind the other; <rPh> is no part of it.
[[nodiscard]] std::string text_of(const pugi::xml_node& item);

// All text directly inside one node, CDATA too.
[[nodiscard]] std::string inner_text(const pugi::xml_node& node);

// The shared strings by index: empty ones count. No more bytes together than kMaxSheetText.
[[nodiscard]] std::expected<std::vector<std::string>, Fault> read_shared_strings(PartStream part);

}  // namespace tradewatch::intake
