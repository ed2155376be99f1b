// When a pull asks again.
//
// After an answer, with figures or without: `every` after the round began. After the n-th failure in a row:
//   wait(n) = min(every, kPullRetryCap, kPullRetryBase * 2^(n-1)) * (1 - j/4),  j in [0, 1),
// or what the source asked for (Retry-After) where that is longer, up to kMaxRetryAfter. So a pull that fails never
// asks more rarely than one that works, unless it was told to.

#pragma once

#include <chrono>
#include <optional>

#include "models/trade/date.h"
#include "service/intake/pull_outcome.h"
#include "service/settings/settings.h"

namespace tradewatch::intake {

inline constexpr std::chrono::seconds kPullRetryBase{60};
inline constexpr std::chrono::hours kPullRetryCap{6};
inline constexpr std::chrono::hours kMaxRetryAfter{24};

// `failures` includes the one of `outcome`; `jitter` is j.
[[nodiscard]] trade::Instant next_due(const settings::Pull& pull, PullOutcome outcome, int failures,
                                      std::optional<std::chrono::seconds> retry_after, trade::Instant began,
                                      double jitter);

}  // namespace tradewatch::intake
