#include "service/report/week_choice.h"

#include <fmt/format.h>

namespace tradewatch::report {
namespace {

constexpr int kLongYear = 53;
constexpr std::size_t kWeekPlace = 6;  // of the number in "2026-W48"
constexpr std::size_t kYearDigits = 4;

// "2025 has 52 weeks" where the text is a week but for its number.
std::string of_year(std::string_view text) {
  const std::string year(text.substr(0, kYearDigits));
  const auto first = text.size() == kWeekPlace + 2 ? trade::parse_iso_week(year + "-W01") : std::nullopt;
  const auto last = first ? trade::parse_iso_week(fmt::format("{}-W{}", year, kLongYear)) : std::nullopt;
  if (!first || text.substr(kYearDigits, 2) != "-W") return {};
  const int weeks = last ? kLongYear : kLongYear - 1;
  return fmt::format("a week that exists: {} has {}, {}-W01 to {}-W{}", year, weeks, year, year, weeks);
}

}  // namespace

std::expected<trade::IsoWeek, WeekFault> chosen_week(std::string_view text, trade::IsoWeek current) {
  const std::string found = fmt::format("\"{}\"", text);
  const auto week = trade::parse_iso_week(text);
  if (!week) {
    const std::string in_year = of_year(text);
    return std::unexpected(
        WeekFault{found, in_year.empty() ? "an ISO week such as " + trade::format_iso_week(current) : in_year});
  }
  if (current < *week) {
    return std::unexpected(WeekFault{found + ", which has not begun",
                                     "a week until " + trade::format_iso_week(current) + ", the one that is running"});
  }
  return *week;
}

}  // namespace tradewatch::report
