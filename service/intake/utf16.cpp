#include "service/intake/utf16.h"

#include <cstdint>

namespace tradewatch::intake {

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

std::string utf8_of(std::u16string_view units) {
  constexpr char32_t kReplacement = 0xFFFD;
  const auto high = [](char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto low = [](char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  std::string out;
  out.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (high(units[i]) && i + 1 < units.size() && low(units[i + 1])) {
      append_utf8(out, 0x10000U + ((units[i] - 0xD800U) << 10U) + (units[i + 1] - 0xDC00U));
      ++i;
    } else {
      append_utf8(out, high(units[i]) || low(units[i]) ? kReplacement : units[i]);
    }
  }
  return out;
}

}  // namespace tradewatch::intake
