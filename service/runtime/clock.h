// What time it is, as a thing that is handed around.
//
// Nothing outside this folder asks the machine for the time: whoever needs `now` is given it, so that a test or a
// replay can say when it is. `now` may jump either way when somebody sets the machine's clock; `steady` never does.

#pragma once

#include <chrono>
#include <mutex>

#include "models/trade/date.h"

namespace tradewatch::runtime {

using SteadyInstant = std::chrono::steady_clock::time_point;

// This program is younger. A clock that stands before was never set: machines without a battery begin at 1970, or at
// the first day of their firmware.
inline constexpr trade::Date kNoClockBefore{std::chrono::year{2020} / 1 / 1};

[[nodiscard]] constexpr bool was_set(trade::Instant now) { return now >= kNoClockBefore; }

class Clock {
 public:
  virtual ~Clock() = default;
  // UTC, whole microseconds: what is stored and shown.
  [[nodiscard]] virtual trade::Instant now() const = 0;
  // For waiting and for measuring how long something took; has no date.
  [[nodiscard]] virtual SteadyInstant steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] trade::Instant now() const override;
  [[nodiscard]] SteadyInstant steady() const override;
};

// A clock that stands still until it is moved: for tests and replays. Safe to use from several threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(trade::Instant now) : now_(now) {}
  [[nodiscard]] trade::Instant now() const override;
  [[nodiscard]] SteadyInstant steady() const override;
  // Somebody sets the clock on the wall, forwards or back: `steady` does not move.
  void set(trade::Instant now);
  // Time passes: both move. `by` is not negative.
  void advance(std::chrono::microseconds by);

 private:
  mutable std::mutex mutex_;
  trade::Instant now_;
  SteadyInstant steady_{};
};

}  // namespace tradewatch::runtime
