#include "service/intake/shown_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "models/trade/letters.h"

namespace tradewatch::intake {
namespace {

// First digits of the scripts whose digits people type for numbers, each followed by nine more.
constexpr std::array<char32_t, 8> kForeignZeros = {0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xE50, 0xFF10};

bool is_foreign_digit(char32_t code) {
  return std::any_of(kForeignZeros.begin(), kForeignZeros.end(),
                     [&](char32_t zero) { return code >= zero && code < zero + 10; });
}

bool is_ascii_word(char32_t code) {
  return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

// Letters of Greek, Cyrillic, Armenian, Hebrew and Arabic, and of the scripts of South and East Asia.
bool is_other_letter(char32_t code) {
  constexpr std::array<std::pair<char32_t, char32_t>, 7> kRanges = {{{0x370, 0x587},
                                                                     {0x5D0, 0x5EA},
                                                                     {0x620, 0x64A},
                                                                     {0x671, 0x6D3},
                                                                     {0x904, 0xE4E},
                                                                     {0x10A0, 0x10FF},
                                                                     {0x3041, 0x9FFF}}};
  return !is_foreign_digit(code) && std::any_of(kRanges.begin(), kRanges.end(), [&](const auto& range) {
    return code >= range.first && code <= range.second;
  });
}

bool has_latin(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const trade::Letter letter = trade::letter_at(text, at);
    if (letter.valid && is_ascii_word(letter.code)) return true;
    at += letter.bytes;
  }
  return false;
}

bool is_odd(char32_t code, bool among_latin) {
  if (code < 0x20 || code == 0x7F) return true;
  if (code < 0x7F) return false;
  if ((code >= 0xC0 && code <= 0x24F) || (code >= 0x300 && code <= 0x36F)) return false;
  return among_latin || !is_other_letter(code);
}

}  // namespace

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list.append(list.empty() ? "" : ", ").append(word);
  return list;
}

std::string code_point(char32_t code) {
  char text[16];
  std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(code));
  return text;
}

std::string shown_byte(unsigned char byte) {
  char text[8];
  std::snprintf(text, sizeof text, "\\x%02X", static_cast<unsigned>(byte));
  return text;
}

std::string shown(std::string_view text, int limit) {
  const bool among_latin = has_latin(text.substr(0, 4096));
  std::string out;
  int characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == limit) return out + "...";
    const trade::Letter letter = trade::letter_at(text, at);
    if (!letter.valid) {
      out += shown_byte(static_cast<unsigned char>(letter.code));
    } else if (is_odd(letter.code, among_latin)) {
      out += "<" + code_point(letter.code) + ">";
    } else {
      out += text.substr(at, letter.bytes);
    }
    at += letter.bytes;
  }
  return out;
}

std::string odd_character(std::string_view text) {
  const bool among_latin = has_latin(text.substr(0, 4096));
  int position = 1;
  for (std::size_t at = 0; at < text.size(); ++position) {
    const trade::Letter letter = trade::letter_at(text, at);
    if (letter.valid && is_odd(letter.code, among_latin)) {
      std::string words = "character " + std::to_string(position) + " is " + code_point(letter.code);
      if (const char twin = trade::look_alike(letter.code); twin != '\0') {
        words += std::string(", which looks like \"") + twin + "\"";
      } else if (is_foreign_digit(letter.code)) {
        words += ", a digit of another script: write 0 to 9";
      }
      return words;
    }
    at += letter.bytes;
  }
  return {};
}

}  // namespace tradewatch::intake
