// Kinds of value that are times: dates, spans of months, a moment of the week, a time zone.

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "service/settings/value_kind.h"

namespace tradewatch::settings {
namespace {

constexpr std::string_view kSpanWords = "a span of months such as \"2026-03/2027-02\"";
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

bool year_is_sane(std::int64_t year) { return year >= kFirstYear && year <= kLastYear; }

std::expected<trade::MonthSpan, Miss> span_in(const toml::node& node) {
  const auto* string = node.as_string();
  if (string == nullptr) return miss();
  const std::string& text = string->get();
  const auto span = trade::parse_period(text);
  if (!span) {
    std::string hint;
    // Both ends are months, so only their order can be at fault.
    if (text.size() == 15 && text[7] == '/' && trade::parse_month(text.substr(0, 7)) &&
        trade::parse_month(text.substr(8))) {
      hint = "the earlier month comes first";
    } else if (!span.error().hint.empty()) {
      hint = "did you mean `" + span.error().hint + "`?";
    }
    return miss(with_hint(kSpanWords, hint));
  }
  if (!year_is_sane(span->first.year()) || !year_is_sane(span->last.year())) {
    return miss("months of the years 1900 to 2100");
  }
  if (span->months() > kMaxWindowMonths) {
    return miss("at most " + std::to_string(kMaxWindowMonths) + " months",
                found_in(node) + ", which is " + std::to_string(span->months()) + " months");
  }
  return *span;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto two = [&](std::size_t at) -> int {
    int value = -1;
    const auto end = std::from_chars(text.data() + at, text.data() + at + 2, value);
    return end.ptr == text.data() + at + 2 && text[at] != '-' ? value : -1;
  };
  const int hour = two(0);
  const int minute = two(3);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// Segments of letters, digits, `_`, `+` and `-`, so that the name is no path to elsewhere.
bool looks_like_zone(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '+' || c == '-';
  });
}

}  // namespace

Kind<trade::Date> date() {
  return {"a date such as 2026-02-04", [](const toml::node& node) -> std::expected<trade::Date, Miss> {
            std::optional<trade::Date> date;
            if (const auto* string = node.as_string()) date = trade::parse_date(string->get());
            if (const auto* local = node.as_date()) {
              const std::chrono::year_month_day ymd{std::chrono::year{local->get().year},
                                                    std::chrono::month{local->get().month},
                                                    std::chrono::day{local->get().day}};
              if (ymd.ok()) date = ymd;
            }
            if (!date || !year_is_sane(trade::month_of(*date).year())) return miss();
            return *date;
          }};
}

Kind<trade::MonthSpan> window() { return {std::string(kSpanWords), span_in}; }

Kind<targets::Baseline> baseline() {
  const std::string expected = "a span of months such as \"2025-01/2025-12\" or an amount such as \"250 million USD\"";
  return {expected, [expected](const toml::node& node) -> std::expected<targets::Baseline, Miss> {
            if (const auto* whole = node.as_integer(); whole != nullptr && year_is_sane(whole->get())) {
              const std::string year = std::to_string(whole->get());
              return miss(with_hint(expected, "did you mean `\"" + year + "-01/" + year + "-12\"`?"));
            }
            const auto* string = node.as_string();
            const bool is_amount = string == nullptr || string->get().find("USD") != std::string::npos ||
                                   string->get().find(' ') != std::string::npos;
            if (is_amount) {
              const auto amount = amount_usd().read(node);
              if (amount) return targets::Baseline(*amount);
              return std::unexpected(amount.error());
            }
            const auto span = span_in(node);
            if (span) return targets::Baseline(*span);
            return std::unexpected(span.error());
          }};
}

Kind<WeeklyMoment> weekly_moment() {
  return {"a weekday and a time such as \"Monday 09:00\"",
          [](const toml::node& node) -> std::expected<WeeklyMoment, Miss> {
            static constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                                      "Thursday", "Friday", "Saturday"};
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            const std::string_view text = string->get();
            const std::size_t space = text.find(' ');
            if (space == std::string_view::npos) return miss();
            const auto day = std::find_if(kDays.begin(), kDays.end(), [&](std::string_view name) {
              return equal_ignoring_case(name, text.substr(0, space));
            });
            const auto time = time_of_day(text.substr(space + 1));
            if (day == kDays.end() || !time) return miss();
            return WeeklyMoment{std::chrono::weekday(static_cast<unsigned>(day - kDays.begin())), *time};
          }};
}

Kind<std::string> time_zone() {
  return {"a time zone such as \"Asia/Karachi\"", [](const toml::node& node) -> std::expected<std::string, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr || !looks_like_zone(string->get())) return miss();
            // Without zone data nothing can be said here about the name.
            const std::filesystem::path zones = "/usr/share/zoneinfo";
            std::error_code ignored;
            if (string->get() != "UTC" && std::filesystem::is_directory(zones, ignored) &&
                !std::filesystem::is_regular_file(zones / string->get(), ignored)) {
              return miss("a time zone that this machine knows, such as \"Asia/Karachi\"");
            }
            return string->get();
          }};
}

}  // namespace tradewatch::settings
