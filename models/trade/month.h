// A calendar month, and a span of whole months.
//
// Months are counted, never timed: no zone, no day, no clock. 2026-03 plus 10 is 2027-01.
//
// A period is how a source writes a span: a month `2026-03`, a calendar quarter `2026-Q1`, a calendar year
// `2026`, or a span of months `2025-07/2025-11` (both ends included). Fiscal-year labels are refused: two
// countries mean two different spans by `2025-26`.

#pragma once

#include <compare>
#include <expected>
#include <string>
#include <string_view>

namespace tradewatch::trade {

class Month {
 public:
  constexpr Month() = default;
  // `month` is 1 to 12; `year` any Gregorian year.
  constexpr Month(int year, int month) : index_(year * 12 + month - 1) {}

  [[nodiscard]] constexpr int year() const { return index_ >= 0 ? index_ / 12 : -((11 - index_) / 12); }
  [[nodiscard]] constexpr int month() const { return index_ - year() * 12 + 1; }
  // Months since January of year 0; for arithmetic and storage.
  [[nodiscard]] constexpr int index() const { return index_; }
  [[nodiscard]] static constexpr Month from_index(int index) {
    Month m;
    m.index_ = index;
    return m;
  }

  constexpr auto operator<=>(const Month&) const = default;
  [[nodiscard]] constexpr Month operator+(int months) const { return from_index(index_ + months); }
  [[nodiscard]] constexpr Month operator-(int months) const { return from_index(index_ - months); }
  [[nodiscard]] constexpr int operator-(Month other) const { return index_ - other.index_; }

 private:
  int index_ = 0;
};

// Whole months from `first` to `last`, both included. Invariant: first <= last.
struct MonthSpan {
  Month first;
  Month last;

  constexpr auto operator<=>(const MonthSpan&) const = default;
  [[nodiscard]] constexpr int months() const { return last - first + 1; }
  [[nodiscard]] constexpr bool contains(Month m) const { return first <= m && m <= last; }
  [[nodiscard]] constexpr bool contains(const MonthSpan& s) const { return first <= s.first && s.last <= last; }
  [[nodiscard]] constexpr bool overlaps(const MonthSpan& s) const { return first <= s.last && s.first <= last; }
};

// Why a text is no period, and what to write instead.
struct PeriodFault {
  std::string expected;  // what a period looks like here, in words
  std::string hint;      // what to write, where no doubt is left about what was meant; or empty
};

// `2026-03`, `2026-Q1`, `2026` and `2025-07/2025-11` only, ASCII digits only.
[[nodiscard]] std::expected<MonthSpan, PeriodFault> parse_period(std::string_view text);

// `2026-03` only.
[[nodiscard]] std::expected<Month, PeriodFault> parse_month(std::string_view text);

[[nodiscard]] std::string format_month(Month month);

// The shortest spelling that parse_period reads back: a month, a calendar quarter, a calendar year, or a span.
[[nodiscard]] std::string format_period(const MonthSpan& span);

}  // namespace tradewatch::trade
