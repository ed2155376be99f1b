#include "models/trade/iso_week.h"

#include <charconv>
#include <chrono>

namespace tradewatch::trade {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

Date monday_before(Date date) { return date - (std::chrono::weekday(date) - std::chrono::Monday); }

// The fourth of January is always in week 1.
Date first_monday(int year) { return monday_before(std::chrono::sys_days{std::chrono::year{year} / 1 / 4}); }

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

IsoWeek iso_week_of(Date date) {
  const Date thursday = monday_before(date) + std::chrono::days{3};
  const int year = static_cast<int>(std::chrono::year_month_day(thursday).year());
  return {year, static_cast<int>((thursday - first_monday(year)) / std::chrono::weeks{1}) + 1};
}

Date monday_of(IsoWeek week) { return first_monday(week.year) + std::chrono::weeks{week.week - 1}; }

std::optional<IsoWeek> parse_iso_week(std::string_view text) {
  if (text.size() != 8 || text.substr(4, 2) != "-W") return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto number = digits(text.substr(6, 2));
  if (!year || !number || *year < kFirstYear || *year > kLastYear || *number < 1) return std::nullopt;
  const IsoWeek week{*year, *number};
  return iso_week_of(monday_of(week)) == week ? std::optional(week) : std::nullopt;
}

std::string format_iso_week(IsoWeek week) {
  const std::string number = std::to_string(week.week);
  return std::to_string(week.year) + "-W" + (week.week < 10 ? "0" : "") + number;
}

}  // namespace tradewatch::trade
