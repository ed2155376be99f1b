// Amounts, shares and months as a reader says them, the same in every locale.
//
// Amounts keep enough digits to compare and no more: millions with one decimal, billions with up to three.
// A probability is never printed as 0 % or 100 %: sample paths cannot tell either.

#pragma once

#include <string>

#include "models/trade/date.h"
#include "models/trade/month.h"

namespace tradewatch::wording {

// "157.0 million US dollars", "1 billion US dollars", "1.25 billion US dollars", "8,400 US dollars".
[[nodiscard]] std::string money(double usd);

// The same without the currency: "157.0 million".
[[nodiscard]] std::string money_short(double usd);

// A probability, 0 to 1: "2.7 %", "31 %", "under 1 %", "over 99 %".
[[nodiscard]] std::string percent(double probability);

// "2.7 %, range under 1 % to 7.1 %", or "under 1 % throughout" where all three read the same.
[[nodiscard]] std::string percent_with_range(double probability, double low, double high);

// A plain share, which may be 0 or over 1: "12 %", "0.4 %", "-37 %".
[[nodiscard]] std::string share(double value);

// "5.3 times", "0.42 times".
[[nodiscard]] std::string times(double multiple);

// `value` with `decimals` after the point, digits grouped by commas: "1,234.5".
[[nodiscard]] std::string decimal(double value, int decimals);

[[nodiscard]] std::string month_name(trade::Month month);           // "October 2025"
[[nodiscard]] std::string span_name(const trade::MonthSpan& span);  // "October 2025", "July to October 2025"
[[nodiscard]] std::string date_name(trade::Date date);              // "4 February 2026"

// "1 month", "3 months".
[[nodiscard]] std::string count(int number, const std::string& one, const std::string& many);

}  // namespace tradewatch::wording
