#include "models/trade/letters.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <tuple>
#include <utility>

namespace tradewatch::trade {
namespace {

// Base letters of U+00C0 to U+017F, one entry a code point; "" where there is none.
constexpr std::array<const char*, 192> kLatin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // 00C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",  // 00D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // 00E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // 00F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 0100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 0110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 0120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 0130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 0140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 0150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 0160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",   // 0170
};

constexpr std::array<std::pair<char32_t, char>, 46> kLookAlikes = {{
    {U'а', 'a'}, {U'А', 'a'}, {U'в', 'b'}, {U'В', 'b'}, {U'с', 'c'}, {U'С', 'c'}, {U'ԁ', 'd'}, {U'е', 'e'},
    {U'Е', 'e'}, {U'н', 'h'}, {U'Н', 'h'}, {U'і', 'i'}, {U'І', 'i'}, {U'ј', 'j'}, {U'Ј', 'j'}, {U'к', 'k'},
    {U'К', 'k'}, {U'м', 'm'}, {U'М', 'm'}, {U'о', 'o'}, {U'О', 'o'}, {U'р', 'p'}, {U'Р', 'p'}, {U'ѕ', 's'},
    {U'Ѕ', 's'}, {U'т', 't'}, {U'Т', 't'}, {U'у', 'y'}, {U'У', 'y'}, {U'х', 'x'}, {U'Х', 'x'}, {U'Α', 'a'},
    {U'Β', 'b'}, {U'Ε', 'e'}, {U'Ζ', 'z'}, {U'Η', 'h'}, {U'Ι', 'i'}, {U'Κ', 'k'}, {U'Μ', 'm'}, {U'Ν', 'n'},
    {U'Ο', 'o'}, {U'ο', 'o'}, {U'Ρ', 'p'}, {U'Τ', 't'}, {U'Υ', 'y'}, {U'Χ', 'x'},
}};

// ASCII characters as texts, so that latin_base can answer with a pointer.
constexpr std::array<std::array<char, 2>, 128> kAscii = [] {
  std::array<std::array<char, 2>, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const bool upper = i >= 'A' && i <= 'Z';
    table[i] = {static_cast<char>(upper ? i + ('a' - 'A') : i), '\0'};
  }
  return table;
}();

std::string lower(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    const char* base = letter.valid ? latin_base(letter.code) : nullptr;
    if (base != nullptr) {
      out += base;
    } else if (const char twin = letter.valid ? look_alike(letter.code) : '\0'; twin != '\0') {
      out += twin;
    } else if (letter.valid && letter.code >= 0x370 && letter.code < 0x700) {
      out += text.substr(at, letter.bytes);  // letters of another script tell its names apart
    }
    at += letter.bytes;
  }
  return out;
}

// The lower-case letter of two UTF-8 bytes, for the Cyrillic block; both forms take two bytes.
char32_t small_cyrillic(char32_t code) {
  if (code >= 0x0410 && code <= 0x042F) return code + 0x20;
  if (code >= 0x0400 && code <= 0x040F) return code + 0x50;
  const bool paired =
      (code >= 0x0460 && code <= 0x0481) || (code >= 0x048A && code <= 0x04BF) || (code >= 0x04D0 && code <= 0x04FF);
  return paired && code % 2 == 0 ? code + 1 : code;
}

}  // namespace

Letter letter_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const Letter wrong{lead, 1, false};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return wrong;
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char next = byte(at + i);
    if ((next & 0xC0U) != 0x80U) return wrong;
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return wrong;
  return {code, length, true};
}

const char* latin_base(char32_t code) {
  if (code < 0x80) return kAscii[code].data();
  if (code >= 0xC0 && code <= 0x17F) return *kLatin[code - 0xC0] != '\0' ? kLatin[code - 0xC0] : nullptr;
  if (code >= 0x300 && code <= 0x36F) return "";
  return nullptr;
}

char look_alike(char32_t code) {
  for (const auto& [letter, twin] : kLookAlikes) {
    if (letter == code) return twin;
  }
  return '\0';
}

int edit_distance(std::string_view a, std::string_view b, int most) {
  const auto longer = static_cast<std::ptrdiff_t>(a.size()) - static_cast<std::ptrdiff_t>(b.size());
  if (std::abs(longer) > most) return most + 1;
  std::vector<int> before(b.size() + 1);
  std::vector<int> above(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({changed, above[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
    // Later rows come from these two.
    if (*std::ranges::min_element(above) > most && *std::ranges::min_element(before) > most) return most + 1;
  }
  return above[b.size()];
}

std::vector<std::string> nearest(std::string_view text, const std::vector<std::string_view>& candidates,
                                 std::size_t limit) {
  constexpr std::size_t kLongest = 64;  // no name is longer, and the distance costs the product of the lengths
  const std::string wanted = lower(text.substr(0, kLongest));
  if (wanted.empty()) return {};
  const int allowed = std::max(2, static_cast<int>(wanted.size() / 3));
  std::vector<std::tuple<int, int, std::size_t>> ranked;  // edits, minus what is the same at the front, place
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string name = lower(candidates[i]);
    const int distance = edit_distance(wanted, name, allowed);
    if (distance > allowed || distance >= static_cast<int>(std::max(wanted.size(), name.size()))) continue;
    const auto same = std::mismatch(wanted.begin(), wanted.end(), name.begin(), name.end()).first - wanted.begin();
    ranked.emplace_back(distance, -static_cast<int>(same), i);
  }
  std::sort(ranked.begin(), ranked.end());
  if (ranked.size() > limit) ranked.resize(limit);
  std::vector<std::string> names;
  for (const auto& entry : ranked) names.emplace_back(candidates[std::get<2>(entry)]);
  return names;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string ascii_upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string cyrillic_lower(std::string_view text) {
  std::string lower(text);
  for (std::size_t at = 0; at < lower.size();) {
    const Letter letter = letter_at(lower, at);
    if (letter.valid && letter.bytes == 2) {
      const char32_t small = small_cyrillic(letter.code);
      lower[at] = static_cast<char>(0xC0U | (small >> 6U));
      lower[at + 1] = static_cast<char>(0x80U | (small & 0x3FU));
    }
    at += letter.bytes;
  }
  return lower;
}

std::string lower_case(std::string_view text) { return ascii_lower(cyrillic_lower(text)); }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

void append_utf8(std::string& out, char32_t code) {
  const auto value = static_cast<std::uint32_t>(code);
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  const auto tail = [&](unsigned shift) { byte(0x80U | (value >> shift & 0x3FU)); };
  if (value < 0x80) {
    byte(value);
  } else if (value < 0x800) {
    byte(0xC0U | value >> 6U);
    tail(0);
  } else if (value < 0x10000) {
    byte(0xE0U | value >> 12U);
    tail(6);
    tail(0);
  } else {
    byte(0xF0U | value >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace tradewatch::trade
