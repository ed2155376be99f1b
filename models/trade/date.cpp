#include "models/trade/date.h"

#include <cstdio>

namespace tradewatch::trade {
namespace {

using namespace std::chrono;

// `count` ASCII digits from `at`; moves `at` behind them.
std::optional<int> number(std::string_view text, std::size_t& at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i, ++at) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool mark(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  std::size_t at = 0;
  const auto y = number(text, at, 4);
  if (!y || !mark(text, at, '-')) return std::nullopt;
  const auto m = number(text, at, 2);
  if (!m || !mark(text, at, '-')) return std::nullopt;
  const auto d = number(text, at, 2);
  if (!d || at != text.size()) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

std::optional<Date> parse_published(std::string_view text) {
  if (text.size() == 7) {
    const auto m = parse_month(text);
    return m ? std::optional(last_day(*m)) : std::nullopt;
  }
  return parse_date(text);
}

std::string format_date(Date date) {
  const year_month_day ymd{date};
  const int y = static_cast<int>(ymd.year());
  if (y >= 0 && y <= 9999) {  // written by hand: a document has millions
    std::string text = "0000-00-00";
    const auto put = [&](std::size_t end, unsigned n) {
      for (; n > 0; n /= 10) text[--end] = static_cast<char>('0' + n % 10);
    };
    put(4, static_cast<unsigned>(y));
    put(7, static_cast<unsigned>(ymd.month()));
    put(10, static_cast<unsigned>(ymd.day()));
    return text;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", y, static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
  return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  std::size_t at = 11;
  const auto h = number(text, at, 2);
  if (!h || *h > 23 || !mark(text, at, ':')) return std::nullopt;
  const auto m = number(text, at, 2);
  if (!m || *m > 59 || !mark(text, at, ':')) return std::nullopt;
  const auto s = number(text, at, 2);
  if (!s || *s > 59) return std::nullopt;
  Instant instant = *date + hours{*h} + minutes{*m} + seconds{*s};
  if (mark(text, at, '.')) {
    int scale = 100000;
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      instant += microseconds{(text[at] - '0') * scale};
      scale /= 10;
      ++at;
    }
    if (at == begin) return std::nullopt;
  }
  if (mark(text, at, 'Z') || mark(text, at, 'z')) return at == text.size() ? std::optional(instant) : std::nullopt;
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int sign = text[at++] == '+' ? -1 : 1;
  const auto oh = number(text, at, 2);
  if (!oh || !mark(text, at, ':')) return std::nullopt;
  const auto om = number(text, at, 2);
  if (!om || at != text.size() || *oh > 23 || *om > 59) return std::nullopt;
  return instant + sign * (hours{*oh} + minutes{*om});
}

std::string format_instant(Instant instant) {
  const auto date = floor<days>(instant);
  const hh_mm_ss time{instant - date};
  char text[24];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%06dZ", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return format_date(date) + text;
}

std::string format_internet_date(Instant instant) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day_begin = floor<days>(instant);
  const year_month_day date{day_begin};
  const hh_mm_ss time{floor<seconds>(instant - day_begin)};
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d", kDays[weekday{day_begin}.c_encoding()],
                static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return text;
}

Month month_of(Date date) {
  const year_month_day ymd{date};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month()))};
}

Date last_day(Month m) {
  return sys_days{year{m.year()} / month{static_cast<unsigned>(m.month())} / std::chrono::last};
}

}  // namespace tradewatch::trade
