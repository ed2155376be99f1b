#include "models/targets/path_standing.h"

#include <algorithm>

namespace tradewatch::targets {
namespace {

constexpr int kYear = 12;
constexpr int kShortWindow = 3;

// What is asked of `span`, which begins after the path's start. A span that reaches beyond a year is asked in parts, so
// that each part's months a year before lie before it.
std::optional<double> expected_of(const Path& path, std::span<const CombinedSum> sums, const trade::MonthSpan& span) {
  if (span.last <= path.start) return total_of(sums, span);
  if (span.months() > kYear) {
    const auto head = expected_of(path, sums, {span.first, span.first + kYear - 1});
    const auto tail = expected_of(path, sums, {span.first + kYear, span.last});
    return head && tail ? std::optional(*head + *tail) : std::nullopt;
  }
  const trade::MonthSpan year_before{span.first - kYear, span.last - kYear};
  std::optional<double> base;
  if (year_before.first <= path.start && year_before.last > path.start) {
    const auto published = total_of(sums, {year_before.first, path.start});
    const auto asked = expected_of(path, sums, {path.start + 1, year_before.last});
    if (published && asked) base = *published + *asked;
  } else {
    base = expected_of(path, sums, year_before);
  }
  const auto from = path.expected_usd(span.first - 1);
  const auto to = path.expected_usd(span.last);
  if (!base || !from || !to) return std::nullopt;
  return *base + *to - *from;
}

}  // namespace

std::optional<PathStanding> standing_on(const Path& path, std::span<const CombinedSum> sums,
                                        const trade::MonthSpan& span) {
  if (span.first <= path.start || span.last > path.end) return std::nullopt;
  const auto usd = total_of(sums, span);
  const auto expected = expected_of(path, sums, span);
  if (!usd || !expected || !(*expected > 0.0)) return std::nullopt;
  return PathStanding{span, *usd, *expected};
}

std::optional<PathStandings> standings_on(const Path& path, std::span<const CombinedSum> sums, trade::Month newest) {
  const trade::Month last = std::min(newest, path.end);
  const trade::Month january(last.year(), 1);
  const auto year_to_date = standing_on(path, sums, {std::max(january, path.start + 1), last});
  const auto last_three = standing_on(path, sums, {last - (kShortWindow - 1), last});
  if (!year_to_date || !last_three) return std::nullopt;
  return PathStandings{*year_to_date, *last_three};
}

}  // namespace tradewatch::targets
