#include "service/intake/sheet_value.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace tradewatch::intake {
namespace {

constexpr int kSecondsPerDay = 86'400;

std::string padded(int number, int digits) {
  std::string text = std::to_string(number);
  while (static_cast<int>(text.size()) < digits) text.insert(text.begin(), '0');
  return text;
}

std::string time_text(int seconds) {
  return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

}  // namespace

std::string sheet_number(double value) {
  constexpr int kDigits = 15;
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, kDigits).ptr;
  std::string written(text.data(), end);
  return written == "-0" ? "0" : written;
}

bool is_date_format(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    switch (code[i]) {
      case '"':  // words
        i = code.find('"', i + 1);
        if (i == std::string_view::npos) return false;
        break;
      case '[':  // a colour, a currency, a condition, a lapse of time
        i = code.find(']', i + 1);
        if (i == std::string_view::npos) return false;
        break;
      case '\\':  // the next character as it is,
      case '_':   // as wide as the next character,
      case '*':   // filled with the next character
        ++i;
        break;
      case ';':  // what follows is for negative numbers
        return false;
      case 'd':
      case 'D':
      case 'm':
      case 'M':
      case 'y':
      case 'Y':
      case 'h':
      case 'H':
        return code.find("[h") == std::string_view::npos && code.find("[H") == std::string_view::npos &&
               code.find("[m") == std::string_view::npos && code.find("[s") == std::string_view::npos;
      default:
        break;
    }
  }
  return false;
}

bool is_date_format(int number) {
  return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) || number == 45 || number == 47 ||
         (number >= 50 && number <= 58);
}

std::optional<std::string> sheet_date(double days, DateSystem system) {
  constexpr double kLastDay = 2'958'465.0;  // 9999-12-31 in the 1900 system
  if (!(days >= 0.0) || days >= kLastDay + 1.0) return std::nullopt;
  int day = static_cast<int>(std::floor(days));
  int seconds = static_cast<int>(std::lround((days - day) * kSecondsPerDay));
  if (seconds == kSecondsPerDay) {
    ++day;
    seconds = 0;
  }
  const bool from_1904 = system == DateSystem::from_1904;
  if (day == 0 && !from_1904) return time_text(seconds);
  if (day == 60 && !from_1904) return std::nullopt;
  const auto origin = from_1904  ? std::chrono::sys_days{std::chrono::year{1904} / 1 / 1}
                      : day < 60 ? std::chrono::sys_days{std::chrono::year{1899} / 12 / 31}
                                 : std::chrono::sys_days{std::chrono::year{1899} / 12 / 30};
  const std::string date = date_text(origin + std::chrono::days{day});
  if (date.size() > 10) return std::nullopt;
  return seconds == 0 ? date : date + "T" + time_text(seconds);
}

}  // namespace tradewatch::intake
