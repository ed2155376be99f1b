// By how much an amount changed, with its sign.

#pragma once

#include <string>

#include "service/wording/language.h"

namespace tradewatch::wording {

// US dollars without the currency: "+157.0 million", "-2.5 million", "0". The sign stands with its digits, so that it
// stays with them from right to left, too.
[[nodiscard]] std::string money_change(double usd, Language language);

}  // namespace tradewatch::wording
