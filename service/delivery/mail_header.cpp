#include "service/delivery/mail_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "models/trade/letters.h"
#include "service/delivery/base64.h"

namespace tradewatch::delivery {
namespace {

constexpr std::string_view kWordBegin = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";
constexpr std::string_view kNotUtf8 = "\xEF\xBF\xBD";

// Whole characters, none of them a control character.
std::vector<std::string> characters_of(std::string_view text) {
  constexpr char32_t kDelete = 0x7F;
  constexpr char32_t kLastC1 = 0x9F;
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    const trade::Letter letter = trade::letter_at(text, at);
    const bool control = letter.code < U' ' || (letter.code >= kDelete && letter.code <= kLastC1);
    if (!letter.valid) {
      characters.emplace_back(kNotUtf8);
    } else {
      characters.push_back(control ? " " : std::string(text.substr(at, letter.bytes)));
    }
    at += letter.bytes;
  }
  const auto is_space = [](const std::string& character) { return character == " "; };
  while (!characters.empty() && is_space(characters.back())) characters.pop_back();
  characters.erase(characters.begin(), std::ranges::find_if_not(characters, is_space));
  return characters;
}

bool is_plain(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
  return ascii && text.find("=?") == std::string_view::npos;
}

// How many bytes fit into an encoded word of so many octets.
std::size_t room_in(std::size_t octets) { return (octets - kWordBegin.size() - kWordEnd.size()) / 4 * 3; }

std::string encoded(std::string_view bytes) { return fmt::format("{}{}{}", kWordBegin, to_base64(bytes), kWordEnd); }

}  // namespace

std::string text_header(std::string_view name, std::string_view text) {
  const std::vector<std::string> characters = characters_of(text);
  std::string whole;
  for (const std::string& character : characters) whole += character;
  std::string header = fmt::format("{}: ", name);
  if (is_plain(whole) && header.size() + whole.size() <= kMaxHeaderLine) return header + whole + "\r\n";
  std::size_t room = room_in(std::min(kMaxHeaderLine - header.size(), kMaxEncodedWord));
  std::string word;
  for (const std::string& character : characters) {
    if (word.size() + character.size() > room) {
      header += encoded(word) + "\r\n ";
      word.clear();
      room = room_in(kMaxEncodedWord);
    }
    word += character;
  }
  return header + encoded(word) + "\r\n";
}

std::string address_header(std::string_view name, std::span<const std::string> addresses) {
  std::string header = fmt::format("{}: ", name);
  for (std::size_t i = 0; i < addresses.size(); ++i) header += (i == 0 ? "" : ",\r\n ") + addresses[i];
  return header + "\r\n";
}

std::string mail_date(trade::Instant instant) { return trade::format_internet_date(instant) + " +0000"; }

}  // namespace tradewatch::delivery
