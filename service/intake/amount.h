// Amounts and units as the house format writes them: digits, a decimal point, nothing else.
//
// A unit multiplies by a power of ten. The decimal point is moved in the text before the text becomes a number, so
// "6.478" in USD million is 6478000 exactly, and the multiplier cannot be applied twice.

#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tradewatch::intake {

struct AmountFault {
  std::string expected;
  std::string hint;
};

// `text` times 10^`exponent`, 0 to trade::kMaxValueUsd. "-0" is 0. Refused: every other sign, exponents, thousands
// marks, decimal commas, digits of other scripts, and more digits than a double gives back.
[[nodiscard]] std::expected<double, AmountFault> parse_amount(std::string_view text, int exponent);

struct Unit {
  int exponent = 0;  // US dollars are the number times 10^exponent
};

// `USD`, `USD thousand`, `USD million`, `USD billion`, in any case. Other currencies are refused: they need a rate.
[[nodiscard]] std::expected<Unit, AmountFault> parse_unit(std::string_view text);

}  // namespace tradewatch::intake
