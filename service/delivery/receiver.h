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
#include <span>
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

// "found; expected ...; what helps".
[[nodiscard]] std::string sentence_of(const DeliveryFault& fault);

// What the other side said to a notice that it has: "HTTP status 204". Empty where there is nobody to say anything.
struct Receipt {
  std::string answer;
};

using Delivery = std::expected<Receipt, DeliveryFault>;

class Receiver {
 public:
  virtual ~Receiver() = default;
  // As in the settings, and as the outbox knows it.
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) = 0;

  // How often it wants to be told what stands, besides the notices; absent: never.
  [[nodiscard]] virtual std::optional<std::chrono::seconds> refresh_every() const { return std::nullopt; }
  // All alerts that it is to know of, as they stand now. A fault is told and the next refresh is the next try.
  [[nodiscard]] virtual Delivery refresh(std::span<const storage::AlertRow> /*alerts*/, trade::Instant /*now*/) {
    return {};
  }

  // From any thread, for good: what is being delivered or refreshed ends within about a second, with a fault unless
  // the other side had it, and what begins later ends at once.
  virtual void interrupt() {}
};

}  // namespace tradewatch::delivery
