// How a text of a document is shown in a report: always valid UTF-8, and no character can hide.
//
// Bytes that are no UTF-8 are shown as \xNN. Characters that cannot be seen, or that could be taken for another
// (spaces of other widths, foreign digits, letters of another script among Latin ones), are shown as <U+XXXX>.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::intake {

// At most `limit` characters of `text`, with "..." when more follow.
[[nodiscard]] std::string shown(std::string_view text, int limit = 120);

// "character 4 is U+0430, which looks like \"a\"" for the first character that shown() spells out; else empty.
[[nodiscard]] std::string odd_character(std::string_view text);

// "a, b, c".
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

// "U+00A0".
[[nodiscard]] std::string code_point(char32_t code);

// "\xCF".
[[nodiscard]] std::string shown_byte(unsigned char byte);

}  // namespace tradewatch::intake
