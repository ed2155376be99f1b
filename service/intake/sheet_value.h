// How the numbers and dates of a sheet are written as text.
//
// A sheet keeps a date as a number of days and only the number format of its cell tells it from any other number. In
// the 1900 system day 1 is 1900-01-01 and day 60 a 29 February that never was; in the 1904 system day 0 is 1904-01-01.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tradewatch::intake {

enum class DateSystem { from_1900, from_1904 };

// At most 15 significant digits, which is what a spreadsheet shows at full precision: 6.478 for 6.4779999999999998.
// `value` is finite.
[[nodiscard]] std::string sheet_number(double value);

// Whether numbers under this format are dates or times of day: "mmm-yy", "dd/mm/yyyy h:mm". A lapse of time such as
// "[h]:mm" is none.
[[nodiscard]] bool is_date_format(std::string_view code);

// The same for the formats that are known by number alone (ECMA-376, 18.8.30).
[[nodiscard]] bool is_date_format(int number);

// "2026-03-01", "2026-03-01T12:30:00", "12:30:00" for less than a day; nothing for numbers that are no date: negative,
// behind the year 9999, 29 February 1900.
[[nodiscard]] std::optional<std::string> sheet_date(double days, DateSystem system);

}  // namespace tradewatch::intake
