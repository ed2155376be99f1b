// How long to wait after a failed try.
//
// delay(n) = min(kRetryCap, kRetryBase * 2^(n-1)) * (1 - j/4) after the n-th try, j in [0, 1). The jitter keeps
// notices that failed together from coming back together; since 2 * 3/4 > 1, delays grow all the same until the cap.
// j comes from the notice's id and n alone: a replay waits exactly as long.

#pragma once

#include <chrono>
#include <string_view>

namespace tradewatch::delivery {

inline constexpr std::chrono::seconds kRetryBase{5};
inline constexpr std::chrono::seconds kRetryCap{3600};

// `attempts` counts the tries made, the failed one included: at least 1.
[[nodiscard]] std::chrono::microseconds retry_delay(std::string_view notice_id, int attempts);

}  // namespace tradewatch::delivery
