#include "service/wording/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace tradewatch::wording {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::string_view name_of(trade::Month month) { return kMonths[static_cast<std::size_t>(month.month() - 1)]; }

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string decimal(double value, int decimals) {
  if (!std::isfinite(value)) return "unknown";
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t i = point; i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return (value < 0.0 && !zero ? "-" : "") + text;
}

std::string money_short(double usd) {
  if (!std::isfinite(usd)) return "unknown";
  const double size = std::abs(usd);
  // The limits are where the smaller unit would round to a thousand.
  if (size >= 999.9995e9) return without_trailing_zeros(decimal(usd / 1e12, 3)) + " trillion";
  if (size >= 999.95e6) return without_trailing_zeros(decimal(usd / 1e9, 3)) + " billion";
  if (size >= 999999.5) return decimal(usd / 1e6, 1) + " million";
  if (size > 0.0 && size < 0.5) return "under 1";
  return decimal(usd, 0);
}

std::string money(double usd) {
  const std::string amount = money_short(usd);
  return amount + (amount == "1" || amount == "under 1" ? " US dollar" : " US dollars");
}

std::string percent(double probability) {
  if (!std::isfinite(probability)) return "unknown";
  if (probability < 0.01) return "under 1 %";
  if (probability > 0.99) return "over 99 %";
  return decimal(100.0 * probability, probability < 0.0995 ? 1 : 0) + " %";
}

std::string percent_with_range(double probability, double low, double high) {
  if (percent(low) == percent(high)) return percent(probability) + " throughout";
  return fmt::format("{}, range {} to {}", percent(probability), percent(low), percent(high));
}

std::string share(double value) { return decimal(100.0 * value, std::abs(value) < 0.0995 ? 1 : 0) + " %"; }

std::string times(double multiple) {
  const double size = std::abs(multiple);
  return decimal(multiple, size >= 99.5 ? 0 : size >= 0.995 ? 1 : 2) + " times";
}

std::string month_name(trade::Month month) { return fmt::format("{} {}", name_of(month), month.year()); }

std::string span_name(const trade::MonthSpan& span) {
  if (span.first == span.last) return month_name(span.first);
  if (span.first.year() == span.last.year()) {
    return fmt::format("{} to {}", name_of(span.first), month_name(span.last));
  }
  return fmt::format("{} to {}", month_name(span.first), month_name(span.last));
}

std::string date_name(trade::Date date) {
  const std::chrono::year_month_day day{date};
  return fmt::format("{} {}", static_cast<unsigned>(day.day()), month_name(trade::month_of(date)));
}

std::string count(int number, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace tradewatch::wording
