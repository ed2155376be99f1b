#include "service/intake/utf16.h"

#include "models/trade/letters.h"

namespace tradewatch::intake {

std::string utf8_of(std::u16string_view units) {
  constexpr char32_t kReplacement = 0xFFFD;
  const auto high = [](char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto low = [](char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  std::string out;
  out.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (high(units[i]) && i + 1 < units.size() && low(units[i + 1])) {
      trade::append_utf8(out, 0x10000U + ((units[i] - 0xD800U) << 10U) + (units[i + 1] - 0xDC00U));
      ++i;
    } else {
      trade::append_utf8(out, high(units[i]) || low(units[i]) ? kReplacement : units[i]);
    }
  }
  return out;
}

}  // namespace tradewatch::intake
