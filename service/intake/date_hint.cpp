#include "service/intake/date_hint.h"

#include <array>
#include <optional>
#include <vector>

#include "models/trade/date.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

// Runs of digits, each with how many digits it has. Empty when a run is too long for a date.
struct Number {
  int value = 0;
  int digits = 0;
};

std::vector<Number> numbers_in(std::string_view text) {
  std::vector<Number> numbers;
  bool inside = false;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !inside) numbers.push_back({});
    inside = digit;
    if (!digit) continue;
    Number& number = numbers.back();
    if (++number.digits > 4) return {};
    number.value = number.value * 10 + (c - '0');
  }
  return numbers;
}

std::optional<std::string> spelled(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return trade::format_date(std::chrono::sys_days{date});
}

std::string year_last(int year, int first, int second) {
  const auto day_first = spelled(year, second, first);
  const auto month_first = spelled(year, first, second);
  if (day_first && month_first && *day_first != *month_first) {
    return "write " + *day_first + " if the day comes first, " + *month_first + " if the month does";
  }
  if (day_first) return "write " + *day_first;
  return month_first ? "write " + *month_first : std::string();
}

}  // namespace

std::string date_hint(std::string_view text) {
  if (const std::string odd = odd_character(text); !odd.empty()) return odd;
  const auto n = numbers_in(text);
  if (n.size() == 1 && n[0].digits == 4) return "a year alone is not enough: write its month";
  if (n.size() == 2 && n[0].digits == 4 && n[1].value >= 1 && n[1].value <= 12) {
    return "write " + trade::format_month(trade::Month(n[0].value, n[1].value));
  }
  if (n.size() != 3) return {};
  if (n[0].digits == 4) {
    if (const auto date = spelled(n[0].value, n[1].value, n[2].value)) return "write " + *date;
    if (n[1].value < 1 || n[1].value > 12) return "there is no month " + std::to_string(n[1].value);
    const trade::Month month(n[0].value, n[1].value);
    return std::string(kMonths[static_cast<std::size_t>(n[1].value) - 1]) + " " + std::to_string(n[0].value) + " has " +
           trade::format_date(trade::last_day(month)).substr(8) + " days";
  }
  if (n[2].digits == 4) return year_last(n[2].value, n[0].value, n[1].value);
  if (n[2].digits == 2) return year_last(2000 + n[2].value, n[0].value, n[1].value);
  return {};
}

}  // namespace tradewatch::intake
