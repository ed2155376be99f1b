// A civil date and an instant, as texts. Nothing here reads a clock.
//
// Dates are proleptic Gregorian without a zone; instants are UTC with microseconds, written as RFC 3339.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/month.h"

namespace tradewatch::trade {

using Date = std::chrono::sys_days;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// `2026-02-04` only, and only days that exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

// A published date: `2026-02-04`, or a month `2026-02`, which means its last day. Sources often print no day.
[[nodiscard]] std::optional<Date> parse_published(std::string_view text);

[[nodiscard]] std::string format_date(Date date);

// `2026-02-04T09:30:00Z`, with a fraction or an offset allowed.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

// Always UTC, always six decimals: texts of instants sort as the instants do.
[[nodiscard]] std::string format_instant(Instant instant);

// `Fri, 27 Nov 2026 10:07:34`, UTC, to the second below, whatever the locale: the part that the dates of mail (RFC
// 5322) and of HTTP (RFC 9110) share; each has a zone after it.
[[nodiscard]] std::string format_internet_date(Instant instant);

[[nodiscard]] Month month_of(Date date);
[[nodiscard]] Date last_day(Month month);

}  // namespace tradewatch::trade
