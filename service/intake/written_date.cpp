#include "service/intake/written_date.h"

#include <array>
#include <chrono>

namespace tradewatch::intake {

std::optional<trade::Date> parse_written_date(std::string_view text, std::string_view order) {
  std::array<int, 3> parts{};
  std::array<int, 3> digits{};
  std::size_t at = 0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && digits[part] < 4) {
      parts[part] = parts[part] * 10 + (text[at] - '0');
      ++at;
      ++digits[part];
    }
    if (digits[part] == 0) return std::nullopt;
    const bool last = part + 1 == parts.size();
    if (last) continue;
    if (at >= text.size() || !std::string_view("-./").contains(text[at])) return std::nullopt;
    ++at;
  }
  const bool ends = at == text.size() || text[at] == ' ' || text[at] == 'T' || text[at] == ',';
  if (!ends) return std::nullopt;
  const std::size_t year = order == "year-month-day" ? 0 : 2;
  const std::size_t month = order == "month-day-year" ? 0 : 1;
  const std::size_t day = 3 - year - month;
  if (digits[year] != 4 && digits[year] != 2) return std::nullopt;
  const int full_year = digits[year] == 2 ? 2000 + parts[year] : parts[year];
  const std::chrono::year_month_day date{std::chrono::year(full_year),
                                         std::chrono::month(static_cast<unsigned>(parts[month])),
                                         std::chrono::day(static_cast<unsigned>(parts[day]))};
  if (!date.ok()) return std::nullopt;
  return trade::Date(std::chrono::sys_days(date));
}

}  // namespace tradewatch::intake
