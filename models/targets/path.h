// Where the trailing twelve-month total should stand to arrive on time.
//
// From the baseline at its last month to the amount at the window's last month; geometric (the same growth every
// month) or linear (the same dollars every month):
//   geometric  E(m) = B (A / B)^(k / n)      linear  E(m) = B + (A - B) k / n
// with k months since the baseline's end and n months from there to the window's end. A baseline that is not
// positive has no geometric path, so a linear one is drawn instead.

#pragma once

#include <optional>

#include "models/targets/target.h"

namespace tradewatch::targets {

struct Path {
  PathKind kind = PathKind::geometric;
  trade::Month start;  // the baseline's last month
  trade::Month end;    // the window's last month
  double from_usd = 0.0;
  double to_usd = 0.0;

  // US dollars in the twelve months to `month`; absent before the path starts or after it ends.
  [[nodiscard]] std::optional<double> expected_usd(trade::Month month) const;
};

// `start` < `end`, or the path is a point. Amounts are US dollars >= 0.
[[nodiscard]] Path make_path(PathKind kind, trade::Month start, double from_usd, trade::Month end, double to_usd);

// Growth a year that carries `from` to `to` in `months`, as a share (0.10 is 10 %); absent from zero or at no time.
[[nodiscard]] std::optional<double> annual_growth(double from, double to, int months);

}  // namespace tradewatch::targets
