#include "models/trade/month.h"

#include <array>
#include <cctype>
#include <optional>
#include <utility>
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

// Month names as spreadsheets abbreviate them; 0 when unknown.
int named_month(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kNames = {"jan", "feb", "mar", "apr", "may", "jun",
                                                              "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string lower = ascii_lower(text.substr(0, 3));
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text.size() >= 3 && lower == kNames[i]) return static_cast<int>(i) + 1;
  }
  return 0;
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

// The spelling that was probably meant, when a text names one year and one month in another style.
std::string nearest(std::string_view text) {
  std::vector<std::pair<std::string_view, char>> parts;  // runs of digits ('d') or letters ('a')
  for (std::size_t i = 0; i < text.size();) {
    const auto kind = [&](std::size_t k) {
      const auto c = static_cast<unsigned char>(text[k]);
      return std::isdigit(c) != 0 ? 'd' : std::isalpha(c) != 0 ? 'a' : ' ';
    };
    const char k = kind(i);
    std::size_t end = i;
    while (end < text.size() && kind(end) == k) ++end;
    if (k != ' ') parts.emplace_back(text.substr(i, end - i), k);
    i = end;
  }
  int year = -1;
  int month = -1;
  for (const auto& [part, kind] : parts) {
    if (kind == 'a') {
      if (const int m = named_month(part); m != 0) month = m;
    } else if (part.size() == 4) {
      year = *digits(part, 0, 4);
    }
  }
  for (const auto& [part, kind] : parts) {
    if (kind != 'd' || part.size() > 2) continue;
    const int n = *digits(part, 0, part.size());
    if (year >= 0 && month < 0 && n >= 1 && n <= 12) month = n;
    if (year < 0 && month >= 0 && part.size() == 2) year = 2000 + n;  // the last two-digit run: `1-Mar-26`
  }
  if (year < 0) return {};
  return month > 0 ? four(year) + "-" + two(month) : four(year) + "-01";
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
  } else if (const std::string near = nearest(text); !near.empty()) {
    fault.hint = "write " + near;
  }
  return std::unexpected(std::move(fault));
}

std::expected<Month, PeriodFault> parse_month(std::string_view text) {
  if (const auto month = year_month(text)) return *month;
  const std::string near = nearest(text);
  return std::unexpected(PeriodFault{"a month such as 2026-03", near.empty() ? near : "write " + near});
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
