// Brings queued notices to their receivers, at least once, in order per target.
//
// A notice is claimed before it is sent, so two dispatchers on one store never send the same one at a time, and marked
// after the receiver's answer. A receiver that fails is tried again after a growing, jittered delay; the others are not
// held back by it. What cannot succeed, or did not for kGiveUpAfter, is given up loudly and stays in the history.

#pragma once

#include <chrono>
#include <optional>

#include "service/delivery/receiver.h"
#include "service/storage/store.h"

namespace tradewatch::delivery {

inline constexpr std::chrono::seconds kClaim{60};  // longer than any receiver takes
inline constexpr std::chrono::seconds kFirstRetry{5};
inline constexpr std::chrono::seconds kLastRetry{3600};
inline constexpr std::chrono::hours kGiveUpAfter{24 * 7};
inline constexpr int kNoticesAtOnce = 100;

struct DispatchReport {
  int delivered = 0;
  int failed = 0;  // to be tried again
  int given_up = 0;
};

// Delay before the try after `attempts` failed ones (>= 1): doubling from kFirstRetry to kLastRetry, less up to a
// quarter by the notice's id, so that receivers that come back are not met by all at once. Never under a second.
[[nodiscard]] std::chrono::seconds retry_delay(const std::string& notice_id, int attempts);

class Dispatcher {
 public:
  explicit Dispatcher(Receivers receivers) : receivers_(std::move(receivers)) {}

  // Delivers everything that is due at `now`. A store that fails ends the round: what was not marked comes again.
  DispatchReport dispatch(storage::Store& store, trade::Instant now);

 private:
  void deliver_to(Receiver& receiver, storage::Store& store, trade::Instant now, DispatchReport& report);

  Receivers receivers_;
};

}  // namespace tradewatch::delivery
