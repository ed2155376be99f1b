// The growth rate of a target's total as people quote it: a log-linear trend with its interval, or why there is none.
// It explains the figures beside the forecast; no verdict and no path depends on it.

#pragma once

#include <optional>
#include <span>

#include "models/growth/log_linear.h"
#include "models/targets/combined_sums.h"
#include "models/targets/reason.h"

namespace tradewatch::targets {

// Exactly one of the two is there.
struct QuotedGrowth {
  std::optional<growth::Trend> trend;
  std::optional<Reason> reason;
};

// `total` as combine() makes it.
[[nodiscard]] QuotedGrowth quoted_growth(std::span<const CombinedSum> total);

}  // namespace tradewatch::targets
