// What published figures say of a window by themselves.
//
// A month of the window is known when figures of every component determine it, alone or inside a sum that lies in the
// window whole. One flow out and the other not is a partial month: it is not known, counts for nothing here, and speaks
// through the forecast alone. So does the part of a sum that straddles the window's edge. Known months need not begin
// the window or follow each other: a gap stays a gap and is no month of zero.

#pragma once

#include <span>
#include <vector>

#include "models/targets/combined_sums.h"

namespace tradewatch::targets {

struct WindowKnown {
  std::vector<trade::MonthSpan> known;    // disjoint, by time, neighbours joined
  std::vector<trade::MonthSpan> unknown;  // the rest of the window, likewise
  int months = 0;                         // known
  double usd = 0.0;                       // total of the known months
  double revision_sd_usd = 0.0;           // of what revisions may still do to it
};

// `total` is combine(components).
[[nodiscard]] WindowKnown window_known(std::span<const CombinedSum> total, std::span<const trade::Series> components,
                                       const trade::MonthSpan& window);

}  // namespace tradewatch::targets
