// Brings what waits in the outbox to its receivers: at least once, and in order per target and receiver.
//
// A notice is claimed, handed to its receiver, and marked after the receiver's answer, each in a transaction of its
// own, so that no transaction spans a delivery. A sender that dies in between leaves a claim that ends by itself;
// then the notice is sent again with the same id. Of each target only the oldest undelivered notice is ever offered:
// one that waits for its next try holds back those behind it, for that receiver alone.
//
// Given up, loudly, are notices with a permanent fault, and those that are both older than kGiveUpAge and were tried
// kMinTries times. The second condition is for a daemon that was down for a week: its first try is not its last.
//
// A receiver that failed is left alone for kLeastRest, whatever else waits for it, and for as long as it asked with
// Retry-After (kMaxRetryAfter at most): with many targets, a dead receiver is not flooded with tries.
//
// Of several senders of one store, on one machine or many, one has a notice at a time. One that was stopped for longer
// than its claim sends again at most, under the same id, and its failure says nothing of the try that followed.
//
// Receivers of one dispatcher are served in turns. One that may be slow gets a dispatcher, a Store and a
// thread of its own; any number of dispatchers may work on one store.

#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "models/trade/date.h"
#include "service/delivery/receiver.h"
#include "service/runtime/clock.h"
#include "service/storage/store.h"

namespace tradewatch::delivery {

inline constexpr std::chrono::days kGiveUpAge{7};        // since the notice was queued
inline constexpr int kMinTries = 12;                     // some two hours of tries
inline constexpr std::chrono::hours kMaxRetryAfter{24};  // what a receiver may ask for
inline constexpr std::chrono::seconds kLeastRest{1};     // between a failed try and the next of any notice
inline constexpr int kBatch = 64;                        // notices read from the outbox at once

struct DispatchOptions {
  std::chrono::seconds claim{300};  // longer than any receiver's own time limit
};

struct DispatchReport {
  int delivered = 0;
  int failed = 0;  // tries that will be repeated
  int given_up = 0;
  // The earliest of the tries that this call put off or found waiting for a receiver's rest; the store may hold others
  // from earlier calls, so poll too.
  std::optional<trade::Instant> next_try = {};
  // The store failed and the call ended early. What was counted before stays true, but for a notice whose mark was
  // not written: it comes again when its claim ends.
  std::optional<storage::StoreFault> store_fault = {};
};

// How long a receiver is left alone. Over, too, when somebody set the clock back behind its beginning.
struct Rest {
  trade::Instant from{};
  trade::Instant until{};
};

class Dispatcher {
 public:
  explicit Dispatcher(std::vector<std::unique_ptr<Receiver>> receivers, DispatchOptions options = {});

  // Delivers until nothing is due or a stop is requested, which is looked at between notices. The clock is asked
  // before each try and after it, so that claims and delays count from the try and not from the call. What a
  // receiver throws is a broken invariant and passes through; the notice stays claimed.
  [[nodiscard]] DispatchReport dispatch(storage::Store& store, const runtime::Clock& clock, std::stop_token stop = {});
  // The same with a time that stands still: for replays, tests, and receivers that answer at once.
  [[nodiscard]] DispatchReport dispatch(storage::Store& store, trade::Instant now);

  [[nodiscard]] const std::vector<std::unique_ptr<Receiver>>& receivers() const { return receivers_; }

 private:
  std::vector<std::unique_ptr<Receiver>> receivers_;
  std::vector<Rest> rests_;  // of each of them
  DispatchOptions options_;
};

}  // namespace tradewatch::delivery
