#include "service/intake/pull_schedule.h"

#include <algorithm>
#include <cstdint>

namespace tradewatch::intake {

trade::Instant next_due(const settings::Pull& pull, PullOutcome outcome, int failures,
                        std::optional<std::chrono::seconds> retry_after, trade::Instant began, double jitter) {
  constexpr int kMaxDoublings = 20;  // far past the cap, far from overflow
  const std::chrono::microseconds every = std::chrono::seconds(pull.every_s);
  if (!is_failure(outcome)) return began + every;
  const int doublings = std::clamp(failures - 1, 0, kMaxDoublings);
  const std::chrono::microseconds whole =
      std::min({every, std::chrono::microseconds(kPullRetryCap),
                std::chrono::microseconds(kPullRetryBase * (std::int64_t{1} << doublings))});
  auto wait =
      whole - std::chrono::microseconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * jitter / 4));
  if (retry_after) {
    const std::chrono::microseconds told =
        std::clamp<std::chrono::seconds>(*retry_after, std::chrono::seconds(0), kMaxRetryAfter);
    wait = std::max(wait, told);
  }
  return began + wait;
}

}  // namespace tradewatch::intake
