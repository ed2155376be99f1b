// Characters of a UTF-8 text, and what ASCII letters they stand for or only look like.
//
// Folding (u with diaeresis to u) is for matching names that sources spell with and without marks. Look-alikes
// (Cyrillic a for Latin a) are never folded when matching: they serve to tell what was probably meant.

#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::trade {

// One character: its code point, and the bytes it takes. `valid` is false for a byte that is no UTF-8; then `code`
// is that byte and `bytes` is 1. Overlong forms, surrogates and code points over U+10FFFF are not valid.
struct Letter {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

// The character at `at`, which must be inside `text`.
[[nodiscard]] Letter letter_at(std::string_view text, std::size_t at);

// `text` with its ASCII letters in lower or upper case; other bytes stay.
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] std::string ascii_upper(std::string_view text);

// The same of Cyrillic letters, those of Kazakh included; they take as many bytes in either case.
[[nodiscard]] std::string cyrillic_lower(std::string_view text);

// ASCII and Cyrillic letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// One ASCII digit at least, and nothing else.
[[nodiscard]] bool all_digits(std::string_view text);

// Adds the bytes of a Unicode scalar value.
void append_utf8(std::string& out, char32_t code);

// The ASCII letters of a Latin letter with marks, lower case ("ue" is never made of u with diaeresis, only "u"); the
// character itself when it is ASCII; empty for a combining mark; nullptr when it is none of these.
[[nodiscard]] const char* latin_base(char32_t code);

// The ASCII letter that a Cyrillic or Greek letter looks like, lower case, or 0.
[[nodiscard]] char look_alike(char32_t code);

// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`; bytes, case counts. More than
// `most` of them are not counted: the answer is some number over `most`.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b, int most = std::numeric_limits<int>::max() - 1);

// The candidates that were probably meant by `text`, best first, at most `limit`; any case.
[[nodiscard]] std::vector<std::string> nearest(std::string_view text, const std::vector<std::string_view>& candidates,
                                               std::size_t limit);

}  // namespace tradewatch::trade
