// How far a span of months is from the path.
//
// The path says where twelve months should stand (path.h). What it asks of single months follows from it, in the
// flow's own season: each month is asked for what the same month a year before had (or was asked for, once that lies on
// the path too) and for the path's own step,
//
//   e(m) = e(m - 12) + E(m) - E(m - 1),     e(m) as published up to the path's start,
//
// so that any twelve of them add up to E.

#pragma once

#include <optional>
#include <span>

#include "models/targets/combined_sums.h"
#include "models/targets/path.h"

namespace tradewatch::targets {

struct PathStanding {
  trade::MonthSpan span;
  double usd = 0.0;           // published
  double expected_usd = 0.0;  // asked for by the path; > 0

  [[nodiscard]] double ratio() const { return usd / expected_usd; }
};

// Nothing where the span is not on the path whole, where figures do not determine it or its months of the years
// before, or where nothing is asked for.
[[nodiscard]] std::optional<PathStanding> standing_on(const Path& path, std::span<const CombinedSum> sums,
                                                      const trade::MonthSpan& span);

// The year so far (from January of the newest month's year, or the path's first month when that is later) and the
// newest three months. Nothing before the path has three months.
struct PathStandings {
  PathStanding year_to_date;
  PathStanding last_three;
};
[[nodiscard]] std::optional<PathStandings> standings_on(const Path& path, std::span<const CombinedSum> sums,
                                                        trade::Month newest);

}  // namespace tradewatch::targets
