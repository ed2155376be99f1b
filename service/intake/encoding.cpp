#include "service/intake/encoding.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "models/trade/letters.h"

namespace tradewatch::intake {
namespace {

// Where the next byte is that is NUL or not ASCII; eight bytes at a time, since most documents have none.
std::size_t ascii_until(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if (((word | (word - kOnes)) & kHigh) != 0) break;  // the subtraction borrows where a byte is NUL
    at += 8;
  }
  while (at < text.size() && text[at] > '\0') ++at;  // char is signed here, or bytes over 0x7F are caught below
  return at;
}

Fault not_utf8(const char* name) {
  std::string hint = name;
  hint += ", save as CSV UTF-8";
  return {1, 0, "", name, "UTF-8", std::move(hint)};
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = ascii_until(text, 0); at < text.size(); at = ascii_until(text, at)) {
    const trade::Letter letter = trade::letter_at(text, at);
    if (!letter.valid || letter.code == 0) return at;
    at += letter.bytes;
  }
  return std::nullopt;
}

std::optional<Fault> foreign_encoding(std::string_view start) {
  using namespace std::string_view_literals;
  if (start.starts_with("\xFF\xFE\0\0"sv) || start.starts_with("\0\0\xFE\xFF"sv)) return not_utf8("UTF-32");
  if (start.starts_with("\xFF\xFE"sv) || start.starts_with("\xFE\xFF"sv)) return not_utf8("UTF-16");
  if (start.starts_with(kByteOrderMark) && start.substr(kByteOrderMark.size()).starts_with(kByteOrderMark)) {
    return Fault{1, 1, "", "<U+FEFF>", "one byte order mark at most", "a second byte order mark (BOM): remove it"};
  }
  // Text of European languages in UTF-16 has a NUL in every other byte; damaged UTF-8 has few, anywhere.
  const std::string_view sample = start.substr(0, 1024);
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (sample[i] == '\0') ++(i % 2 == 0 ? even : odd);
  }
  const std::size_t most = std::max(even, odd);
  if (sample.size() >= 8 && most * 5 >= sample.size() && most >= 8 * std::min(even, odd)) return not_utf8("UTF-16");
  return std::nullopt;
}

}  // namespace tradewatch::intake
