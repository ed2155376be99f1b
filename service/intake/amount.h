// Amounts and units as the house format writes them: digits, a decimal point, nothing else.
//
// A unit multiplies by a power of ten. The decimal point is moved in the text before the text becomes a number, so
// "6.478" in USD million is 6478000 exactly, and the multiplier cannot be applied twice.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "models/trade/figure.h"

namespace tradewatch::intake {

struct AmountFault {
  std::string expected;
  std::string hint;
};

// The most that an amount in a currency other than the US dollar may be, before it is converted.
inline constexpr double kMaxLocalValue = 1e21;

// `text` times 10^`exponent`, 0 to `most`. "-0" is 0. Refused: every other sign, exponents, thousands
// marks, decimal commas, digits of other scripts, and more digits than a double gives back.
[[nodiscard]] std::expected<double, AmountFault> parse_amount(std::string_view text, int exponent,
                                                              double most = trade::kMaxValueUsd);

struct Unit {
  int exponent = 0;              // the amount is the number times 10^exponent
  std::string currency = "USD";  // ISO 4217, of trade::currencies()

  // The most an amount of this unit may be before it is converted.
  [[nodiscard]] double most() const { return currency == "USD" ? trade::kMaxValueUsd : kMaxLocalValue; }
};

// A currency alone or with `thousand`, `million` or `billion`: `USD`, `KZT million`, in any case. Whether there is a
// rate for it is asked by to_usd.
[[nodiscard]] std::expected<Unit, AmountFault> parse_unit(std::string_view text);

}  // namespace tradewatch::intake
