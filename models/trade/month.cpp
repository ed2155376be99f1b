#include "models/trade/month.h"

#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "models/trade/letters.h"

namespace tradewatch::trade {
namespace {

// Exactly `count` ASCII digits of `text` from `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::string two(int n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

std::string four(int n) { return two(n / 100 % 100) + two(n % 100); }

std::optional<Month> year_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  if (!year || !month || *month < 1 || *month > 12) return std::nullopt;
  return Month(*year, *month);
}

std::optional<MonthSpan> span_of(std::string_view text) {
  if (const auto m = year_month(text)) return MonthSpan{*m, *m};
  if (text.size() == 4) {
    if (const auto y = digits(text, 0, 4)) return MonthSpan{Month(*y, 1), Month(*y, 12)};
  }
  if (text.size() == 7 && text[4] == '-' && text[5] == 'Q' && text[6] >= '1' && text[6] <= '4') {
    if (const auto y = digits(text, 0, 4)) {
      const Month first(*y, (text[6] - '1') * 3 + 1);
      return MonthSpan{first, first + 2};
    }
  }
  if (text.size() == 15 && text[7] == '/') {
    const auto a = year_month(text.substr(0, 7));
    const auto b = year_month(text.substr(8));
    if (a && b && *a <= *b) return MonthSpan{*a, *b};
  }
  return std::nullopt;
}

// `2025-26`, `2025/26`, `FY2026`, `FY26`: the fiscal year from July that the label usually means.
std::optional<std::string> fiscal_year(std::string_view text) {
  const auto spelled = [](int first_year) { return four(first_year) + "-07/" + four(first_year + 1) + "-06"; };
  if (text.size() == 7 && (text[4] == '-' || text[4] == '/')) {
    const auto y = digits(text, 0, 4);
    const auto next = digits(text, 5, 2);
    if (y && next && *next == (*y + 1) % 100) return spelled(*y);
  }
  if (text.size() == 9 && (text[4] == '-' || text[4] == '/')) {
    const auto y = digits(text, 0, 4);
    const auto next = digits(text, 5, 4);
    if (y && next && *next == *y + 1) return spelled(*y);
  }
  if (text.size() >= 4 && (text[0] == 'F' || text[0] == 'f') && (text[1] == 'Y' || text[1] == 'y')) {
    const std::string_view rest = text.substr(2);
    if (!all_digits(rest)) return std::nullopt;
    const int y = *digits(rest, 0, rest.size());
    if (rest.size() == 4) return spelled(y - 1);
    if (rest.size() == 2) return spelled(2000 + y - 1);
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 12> kMonthNames = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

// 1 to 12 for a name, or for its first three letters and more ("sept" too); 0 for any other word.
int named_month(std::string_view word) {
  constexpr std::size_t kShortest = 3;
  const std::string lower = ascii_lower(word);
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    if (lower.size() >= kShortest && ascii_lower(kMonthNames[i]).starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return 0;
}

// The only month whose name is one letter off; 0 when there is none. `Juny` may be either of two.
int month_one_letter_off(std::string_view word) {
  constexpr std::size_t kShortest = 4;
  int found = 0;
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    const bool near =
        kMonthNames[i].size() >= kShortest && edit_distance(ascii_lower(word), ascii_lower(kMonthNames[i]), 1) == 1;
    if (near && found > 0) return 0;
    if (near) found = static_cast<int>(i) + 1;
  }
  return found;
}

// Days since 1899-12-30, as spreadsheets count them, for dates from 1955 to 2119.
std::optional<std::string> spreadsheet_date(std::string_view text) {
  if (text.size() != 5 || !all_digits(text)) return std::nullopt;
  int days = *digits(text, 0, 5) - 25569;  // since 1970-01-01
  // Civil date from a day count, by 400-year eras (H. Hinnant, "chrono-compatible low-level date algorithms").
  days += 719468;
  const int era = days / 146097;
  const int day_of_era = days - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * shifted + 2) / 5 + 1;
  const int month = shifted < 10 ? shifted + 3 : shifted - 9;
  const int year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return four(year) + "-" + two(month) + "-" + two(day);
}

// The words and numbers of a text, in their order. Bytes beyond ASCII are letters, except dashes and spaces.
struct PeriodParts {
  std::vector<std::string_view> words;
  std::vector<std::string_view> numbers;
};

PeriodParts parts_of(std::string_view text) {
  const auto kind = [&](std::size_t at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (std::isdigit(c) != 0) return 'd';
    return std::isalpha(c) != 0 || c >= 0x80 ? 'a' : ' ';
  };
  PeriodParts parts;
  for (std::size_t i = 0; i < text.size();) {
    const char k = kind(i);
    std::size_t end = i;
    while (end < text.size() && kind(end) == k) ++end;
    const std::string_view part = text.substr(i, end - i);
    const bool is_gap = part == "\u2013" || part == "\u2014" || part == "\u2212" || part == "\u00A0";
    if (k == 'a' && !is_gap) parts.words.push_back(part);
    if (k == 'd') parts.numbers.push_back(part);
    i = end;
  }
  return parts;
}

// `Mar-26`, `1-Mar-26`, `15 March 2026`: four digits are the year; without them, the last two are.
int year_beside_name(const std::vector<std::string_view>& numbers) {
  for (const std::string_view number : numbers) {
    if (number.size() == 4) return *digits(number, 0, 4);
  }
  const bool is_short = !numbers.empty() && numbers.size() <= 2 && numbers.back().size() == 2;
  return is_short ? 2000 + *digits(numbers.back(), 0, 2) : -1;
}

// `2026-3`, `2026-03-15`, `03/2026`, `15.03.2026`: nothing where day and month could be either.
std::optional<Month> month_of_numbers(const std::vector<std::string_view>& numbers) {
  const auto small = [](std::string_view number, int most) -> int {
    const int n = number.size() <= 2 ? *digits(number, 0, number.size()) : 0;
    return n <= most ? n : 0;
  };
  const auto is_year = [](std::string_view number) { return number.size() == 4; };
  if (numbers.size() < 2 || numbers.size() > 3) return std::nullopt;
  int month = 0;
  if (is_year(numbers.front())) {
    month = small(numbers[1], 12);
    if (numbers.size() == 3 && small(numbers[2], 31) == 0) month = 0;
    return month > 0 ? std::optional(Month(*digits(numbers.front(), 0, 4), month)) : std::nullopt;
  }
  if (!is_year(numbers.back())) return std::nullopt;
  month = small(numbers.front(), 12);
  if (numbers.size() == 3) {
    const int first = small(numbers[0], 31);
    const int second = small(numbers[1], 31);
    if (first == 0 || second == 0 || (first > 12 && second > 12)) return std::nullopt;
    if (first <= 12 && second <= 12 && first != second) return std::nullopt;
    month = first > 12 ? second : first;
  }
  return month > 0 ? std::optional(Month(*digits(numbers.back(), 0, 4), month)) : std::nullopt;
}

// What to write, where a text names one year and one month in another style; empty where it may mean something else.
std::string hint_for(std::string_view text) {
  const PeriodParts parts = parts_of(text);
  if (parts.words.size() > 1) return {};
  const bool has_word = !parts.words.empty() && ascii_lower(parts.words.front()) != "m";  // `1997M01`
  if (!has_word) {
    const auto month = month_of_numbers(parts.numbers);
    return month ? "write " + format_month(*month) : std::string();
  }
  const int year = year_beside_name(parts.numbers);
  if (year < 0) return {};
  const std::string_view word = parts.words.front();
  if (const int named = named_month(word); named > 0) return "write " + format_month(Month(year, named));
  const int meant = month_one_letter_off(word);
  if (meant == 0) return {};
  return "did you mean " + std::string(kMonthNames[static_cast<std::size_t>(meant - 1)]) + "? write " +
         format_month(Month(year, meant));
}

constexpr const char* kPeriodExpected =
    "a month 2026-03, a quarter 2026-Q1, a year 2026 or a span of months 2025-07/2025-11";

}  // namespace

std::expected<MonthSpan, PeriodFault> parse_period(std::string_view text) {
  if (const auto span = span_of(text)) return *span;
  PeriodFault fault{kPeriodExpected, {}};
  if (const auto fiscal = fiscal_year(text)) {
    fault.hint = "a fiscal year? write " + *fiscal;
  } else if (const auto date = spreadsheet_date(text)) {
    fault.hint = "looks like a spreadsheet date (" + *date + "); write " + date->substr(0, 7);
  } else {
    fault.hint = hint_for(text);
  }
  return std::unexpected(std::move(fault));
}

std::expected<Month, PeriodFault> parse_month(std::string_view text) {
  if (const auto month = year_month(text)) return *month;
  return std::unexpected(PeriodFault{"a month such as 2026-03", hint_for(text)});
}

std::string format_month(Month month) { return four(month.year()) + "-" + two(month.month()); }

std::string format_period(const MonthSpan& span) {
  if (span.first == span.last) return format_month(span.first);
  const bool same_year = span.first.year() == span.last.year();
  if (same_year && span.months() == 12) return four(span.first.year());
  if (same_year && span.months() == 3 && span.first.month() % 3 == 1) {
    return four(span.first.year()) + "-Q" + std::to_string(span.first.month() / 3 + 1);
  }
  return format_month(span.first) + "/" + format_month(span.last);
}

}  // namespace tradewatch::trade
