// Who is told: a receiver takes a notice and answers whether it has it.
//
// A notice may come more than once, always with the same id and the same bytes: its sender may have died after the
// receiver took it and before that was marked. A receiver answers "delivered" only when the notice is out of our
// hands (on disk, or acknowledged by the other side), and keeps its own time limit, shorter than the claim of the
// dispatcher that calls it. It is called from one thread at a time.

#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "models/trade/date.h"
#include "service/storage/records.h"

namespace tradewatch::delivery {

// Why a notice was not delivered. All texts are for people; none holds a secret.
struct DeliveryFault {
  std::string found;       // what happened
  std::string expected;    // what should have been
  std::string todo;        // what helps
  bool permanent = false;  // no later try of this notice can succeed
  // The least wait that the other side asked for; absent when it asked for none.
  std::optional<std::chrono::seconds> retry_after = {};
};

class Receiver {
 public:
  virtual ~Receiver() = default;
  // As in the settings, and as the outbox knows it.
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual std::expected<void, DeliveryFault> deliver(const storage::NoticeRow& notice,
                                                                   trade::Instant now) = 0;
};

}  // namespace tradewatch::delivery
