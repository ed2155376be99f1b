#include "service/intake/foreign_period.h"

#include <array>
#include <cctype>
#include <optional>
#include <string>

#include "models/trade/letters.h"
#include "service/intake/text_pattern.h"

namespace tradewatch::intake {
namespace {

using trade::Month;
using trade::MonthSpan;

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

std::optional<int> number(std::string_view text, std::size_t least, std::size_t most) {
  if (text.size() < least || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// 1 to 12 for an English name or its first three letters ("sept" too).
std::optional<int> month_named(std::string_view text) {
  const std::string name = trade::ascii_lower(text);
  if (name.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == name || (name.size() <= 4 && kMonths[i].starts_with(name))) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::optional<MonthSpan> month_of(int year, std::optional<int> month) {
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  return MonthSpan{Month(year, *month), Month(year, *month)};
}

std::optional<MonthSpan> quarter_of(int year, std::optional<int> quarter) {
  if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
  return MonthSpan{Month(year, *quarter * 3 - 2), Month(year, *quarter * 3)};
}

// `text` without one of the marks that stand between its parts.
std::string_view without_mark(std::string_view text) {
  const bool marked = !text.empty() && (text[0] == ' ' || text[0] == '-' || text[0] == '.' || text[0] == '/');
  return marked ? text.substr(1) : text;
}

// A year, then what follows it: `M01`, `-M01`, `Q1`, ` Jan`, ` 1Q`, `01`.
std::optional<MonthSpan> year_first(std::string_view text) {
  const auto year = number(text.substr(0, 4), 4, 4);
  if (!year) return std::nullopt;
  const std::string_view behind = text.substr(4);
  const std::string_view rest = without_mark(behind);
  if (rest.empty()) return std::nullopt;
  if (rest[0] == 'M' || rest[0] == 'm') {
    if (const auto month = month_of(*year, number(rest.substr(1), 1, 2))) return month;
  }
  if (rest[0] == 'Q' || rest[0] == 'q') return quarter_of(*year, number(rest.substr(1), 1, 1));
  if (rest.size() == 2 && (rest[1] == 'Q' || rest[1] == 'q')) return quarter_of(*year, number(rest.substr(0, 1), 1, 1));
  if (const auto month = month_named(rest)) return month_of(*year, month);
  // `202601`; never `2011-12` or `2025/26`, which parse_period decides.
  return behind.size() == 2 ? month_of(*year, number(behind, 2, 2)) : std::nullopt;
}

// Russian names, in the two forms that stand before a year.
constexpr std::array<std::array<std::string_view, 2>, 12> kRussianMonths = {{{"январь", "января"},
                                                                             {"февраль", "февраля"},
                                                                             {"март", "марта"},
                                                                             {"апрель", "апреля"},
                                                                             {"май", "мая"},
                                                                             {"июнь", "июня"},
                                                                             {"июль", "июля"},
                                                                             {"август", "августа"},
                                                                             {"сентябрь", "сентября"},
                                                                             {"октябрь", "октября"},
                                                                             {"ноябрь", "ноября"},
                                                                             {"декабрь", "декабря"}}};

std::optional<int> any_month_named(std::string_view text) {
  for (std::size_t i = 0; i < kRussianMonths.size(); ++i) {
    if (text == kRussianMonths[i][0] || text == kRussianMonths[i][1]) return static_cast<int>(i) + 1;
  }
  return month_named(text);
}

// `за январь-декабрь 2019 года`, `2022 год`, `January-June 2024`, `январь 2024 г.`: titles of tables.
std::optional<MonthSpan> in_words(std::string_view text) {
  std::string words = trade::lower_case(joined_spaces(text));
  for (const std::string_view tail : {" года", " год", " г.", " г"}) {
    if (words.ends_with(tail)) words.erase(words.size() - tail.size());
  }
  if (words.starts_with("за ")) words.erase(0, std::string_view("за ").size());
  if (words.size() < 4) return std::nullopt;
  const auto year = number(std::string_view(words).substr(words.size() - 4), 4, 4);
  if (!year) return std::nullopt;
  if (words.size() == 4) return MonthSpan{Month(*year, 1), Month(*year, 12)};
  std::string months = words.substr(0, words.size() - 4);
  if (!months.ends_with(' ')) return std::nullopt;
  std::erase(months, ' ');
  for (std::size_t dash = months.find("\u2013"); dash != std::string::npos; dash = months.find("\u2013")) {
    months.replace(dash, std::string_view("\u2013").size(), "-");
  }
  const std::size_t dash = months.find('-');
  const auto first = any_month_named(std::string_view(months).substr(0, dash));
  const auto last = dash == std::string::npos ? first : any_month_named(std::string_view(months).substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return MonthSpan{Month(*year, *first), Month(*year, *last)};
}

// A name of a month, then the year: `Jan 2026`, `January-2026`.
std::optional<MonthSpan> month_first(std::string_view text) {
  std::size_t letters = 0;
  while (letters < text.size() && std::isalpha(static_cast<unsigned char>(text[letters])) != 0) ++letters;
  const auto month = month_named(text.substr(0, letters));
  if (!month) return std::nullopt;
  const auto year = number(without_mark(text.substr(letters)), 4, 4);
  return year ? month_of(*year, month) : std::nullopt;
}

}  // namespace

DayOfMonth day_of_month(std::string_view text) {
  if (!trade::parse_date(text)) return DayOfMonth::none;
  return text.ends_with("-01") ? DayOfMonth::first : DayOfMonth::other;
}

std::expected<MonthSpan, trade::PeriodFault> parse_foreign_period(std::string_view text) {
  if (auto house = trade::parse_period(text)) return house;
  if (text.size() > 4) {
    if (const auto span = year_first(text)) return *span;
    if (const auto span = month_first(text)) return *span;
    if (const auto span = in_words(text)) return *span;
  }
  return trade::parse_period(text);
}

}  // namespace tradewatch::intake
