// What of an assessment may be said: amounts that are filled only when something was there to fill them.

#pragma once

#include <optional>

#include "models/targets/assessment.h"

namespace tradewatch::wording {

// The twelve months to the newest month, from figures or, where the forecast was made, estimated.
[[nodiscard]] std::optional<double> trailing_usd(const targets::Assessment& assessment);

// Achieved and missed are arithmetic: no forecast is told beside them.
[[nodiscard]] bool is_decided(targets::Verdict verdict);

// Trailing total less the path at that month: negative is under the path.
struct PathGap {
  double usd = 0.0;
  std::optional<double> share;  // of the path; absent where the path stands at zero
};
[[nodiscard]] std::optional<PathGap> path_gap(const targets::Assessment& assessment);

}  // namespace tradewatch::wording
