#include "service/delivery/retry_delay.h"

#include <algorithm>
#include <cstdint>

#include "service/runtime/jitter.h"

namespace tradewatch::delivery {
namespace {

constexpr int kMaxDoublings = 20;  // far past the cap, far from overflow

}  // namespace

std::chrono::microseconds retry_delay(std::string_view notice_id, int attempts) {
  const int doublings = std::clamp(attempts - 1, 0, kMaxDoublings);
  const std::chrono::microseconds whole = std::min(kRetryCap, kRetryBase * (std::int64_t{1} << doublings));
  const auto less =
      static_cast<std::int64_t>(static_cast<double>(whole.count()) * runtime::jitter(notice_id, attempts) / 4);
  return whole - std::chrono::microseconds(less);
}

}  // namespace tradewatch::delivery
