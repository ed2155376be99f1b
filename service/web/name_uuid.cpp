#include "service/web/name_uuid.h"

#include "service/intake/digest.h"

namespace tradewatch::web {

std::string name_uuid(std::string_view name) {
  constexpr std::size_t kDigits = 32;
  constexpr std::size_t kVersionAt = 12;
  constexpr std::size_t kVariantAt = 16;
  std::string digits = intake::sha256_hex(name).substr(0, kDigits);
  digits[kVersionAt] = '8';
  // The two upper bits of this digit are 10: one of 8, 9, a, b, by its lower two.
  const char digit = digits[kVariantAt];
  digits[kVariantAt] = "89ab"[static_cast<std::size_t>(digit >= 'a' ? digit - 'a' + 2 : digit - '0') % 4];
  for (const std::size_t at : {20U, 16U, 12U, 8U}) digits.insert(at, 1, '-');
  return digits;
}

}  // namespace tradewatch::web
