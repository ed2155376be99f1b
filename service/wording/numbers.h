// Amounts, shares and months as a reader says them: the marks of a language, the same in every locale.
//
// Amounts keep enough digits to compare and no more: millions with one decimal, billions with up to three.
// A probability is never printed as 0 % or 100 %: sample paths cannot tell either.
//
// Marks, forms of dates and names of months are those of CLDR 42, which a test asks ICU for: Latin digits in all four
// languages (that is CLDR's default for Urdu, too; Eastern digits are the habit of India, not of Pakistan), a decimal
// comma and no-break spaces in Kazakh and Russian. What takes no language is English, for texts that are English only.

#pragma once

#include <string>
#include <string_view>

#include "models/trade/date.h"
#include "models/trade/month.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// "157.0 million US dollars", "1 billion US dollars", "1.25 billion US dollars", "8,400 US dollars".
[[nodiscard]] std::string money(double usd, Language language);

// The same without the currency: "157.0 million".
[[nodiscard]] std::string money_short(double usd, Language language);

// A probability, 0 to 1: "2.7 %", "31 %", "under 1 %", "over 99 %".
[[nodiscard]] std::string percent(double probability, Language language);

// "2.7 %, range under 1 % to 7.1 %", or "under 1 % throughout" where all three read the same.
[[nodiscard]] std::string percent_with_range(double probability, double low, double high, Language language);

// A plain share, which may be 0 or over 1: "12 %", "0.4 %", "-37 %".
[[nodiscard]] std::string share(double value, Language language);

// "5.3 times", "0.42 times".
[[nodiscard]] std::string times(double multiple, Language language);

// `value` with `decimals` after the point, digits grouped: "1,234.5".
[[nodiscard]] std::string decimal(double value, int decimals, Language language);

// A number in plain digits, "-1234.5", with the language's marks; empty stays empty.
[[nodiscard]] std::string marked_number(std::string_view plain, Language language);

// What stands where a number is not known.
[[nodiscard]] std::string unknown_word(Language language);

[[nodiscard]] std::string month_name(trade::Month month, Language language);           // "October 2025"
[[nodiscard]] std::string span_name(const trade::MonthSpan& span, Language language);  // "July to October 2025"
[[nodiscard]] std::string date_name(trade::Date date, Language language);              // "4 February 2026"

// In English.
[[nodiscard]] std::string money(double usd);
[[nodiscard]] std::string money_short(double usd);
[[nodiscard]] std::string percent(double probability);
[[nodiscard]] std::string share(double value);
[[nodiscard]] std::string times(double multiple);
[[nodiscard]] std::string decimal(double value, int decimals);
[[nodiscard]] std::string month_name(trade::Month month);
[[nodiscard]] std::string span_name(const trade::MonthSpan& span);
[[nodiscard]] std::string date_name(trade::Date date);

// "1 month", "3 months": English.
[[nodiscard]] std::string count(int number, const std::string& one, const std::string& many);

}  // namespace tradewatch::wording
