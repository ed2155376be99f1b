#include "service/runtime/clock.h"

namespace tradewatch::runtime {

trade::Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

SteadyInstant SystemClock::steady() const { return std::chrono::steady_clock::now(); }

trade::Instant ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

SteadyInstant ManualClock::steady() const {
  const std::lock_guard lock(mutex_);
  return steady_;
}

void ManualClock::set(trade::Instant now) {
  const std::lock_guard lock(mutex_);
  now_ = now;
}

void ManualClock::advance(std::chrono::microseconds by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
  steady_ += by;
}

}  // namespace tradewatch::runtime
