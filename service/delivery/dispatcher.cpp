#include "service/delivery/dispatcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <utility>

#include "service/delivery/retry_delay.h"

namespace tradewatch::delivery {
namespace {

// One call of dispatch(): what it works with and what it has counted so far.
struct Call {
  storage::Store& store;
  const runtime::Clock& clock;
  const std::stop_token stop;
  const DispatchOptions& options;
  DispatchReport report = {};

  // False when the store failed: the call ends.
  bool took(const storage::Store::Result<void>& result) {
    if (!result) report.store_fault = result.error();
    return result.has_value();
  }
};

bool give_up(Call& call, const Receiver& receiver, const storage::DueNotice& due, const DeliveryFault& fault,
             trade::Instant now) {
  const std::string why = sentence_of(fault);
  spdlog::error("receiver {}: gave up on notice {} of target {} at try {}: {}", receiver.name(), due.notice.id,
                due.notice.target, due.attempts + 1, why);
  if (!call.took(call.store.given_up(due.notice.id, now, why, due.attempts + 1))) return false;
  ++call.report.given_up;
  return true;
}

// A receiver and how long it is left alone.
struct Served {
  Receiver& receiver;
  Rest& rest;

  [[nodiscard]] bool rests(trade::Instant now) const { return rest.from <= now && now < rest.until; }
};

bool put_off(Call& call, const Served& served, const storage::DueNotice& due, const DeliveryFault& fault,
             trade::Instant now) {
  const Receiver& receiver = served.receiver;
  const std::chrono::seconds asked =
      std::min<std::chrono::seconds>(fault.retry_after.value_or(std::chrono::seconds(0)), kMaxRetryAfter);
  const auto delay = std::max<std::chrono::microseconds>(retry_delay(due.notice.id, due.attempts + 1), asked);
  served.rest = {now, now + std::max(asked, kLeastRest)};
  const trade::Instant next_try = now + delay;
  const std::string why = sentence_of(fault);
  spdlog::warn("receiver {}: notice {} of target {} not delivered (try {}), next try {}: {}", receiver.name(),
               due.notice.id, due.notice.target, due.attempts + 1, trade::format_instant(next_try), why);
  if (!call.took(call.store.failed(due.notice.id, now, next_try, why, due.attempts + 1))) return false;
  ++call.report.failed;
  call.report.next_try = std::min(call.report.next_try.value_or(next_try), next_try);
  return true;
}

bool is_hopeless(const storage::DueNotice& due, const DeliveryFault& fault, trade::Instant now) {
  return fault.permanent || (now - due.notice.queued > kGiveUpAge && due.attempts + 1 >= kMinTries);
}

// Hands over a notice that is ours and marks the answer. False when the store failed.
bool deliver_claimed(Call& call, const Served& served, const storage::DueNotice& due, trade::Instant now) {
  const auto answer = served.receiver.deliver(due.notice, now);
  const trade::Instant answered = call.clock.now();
  if (!answer) {
    return is_hopeless(due, answer.error(), answered) ? give_up(call, served.receiver, due, answer.error(), answered)
                                                      : put_off(call, served, due, answer.error(), answered);
  }
  if (!call.took(call.store.delivered(due.notice.id, answered))) return false;
  ++call.report.delivered;
  return true;
}

// What is due for one receiver, a batch of it. The number that was ours; absent when the call has to end.
std::optional<int> serve(Call& call, const Served& served) {
  const auto due = call.store.due_notices(served.receiver.name(), call.clock.now(), kBatch);
  if (!due) {
    call.report.store_fault = due.error();
    return std::nullopt;
  }
  int claimed = 0;
  for (const storage::DueNotice& next : *due) {
    if (call.stop.stop_requested()) return std::nullopt;
    const trade::Instant now = call.clock.now();
    if (served.rests(now)) {
      call.report.next_try = std::min(call.report.next_try.value_or(served.rest.until), served.rest.until);
      return claimed;
    }
    const auto ours = call.store.claim(next.notice.id, now, now + call.options.claim, next.attempts);
    if (!ours) {
      call.report.store_fault = ours.error();
      return std::nullopt;
    }
    if (!*ours) continue;
    ++claimed;
    if (!deliver_claimed(call, served, next, now)) return std::nullopt;
  }
  return claimed;
}

}  // namespace

Dispatcher::Dispatcher(std::vector<std::unique_ptr<Receiver>> receivers, DispatchOptions options)
    : receivers_(std::move(receivers)), rests_(receivers_.size()), options_(options) {}

DispatchReport Dispatcher::dispatch(storage::Store& store, const runtime::Clock& clock, std::stop_token stop) {
  Call call{store, clock, std::move(stop), options_};
  // In turns, so that a long queue for one does not keep the others waiting. Over when nothing is due, or all of it
  // is in somebody else's hands.
  for (int claimed = 1; claimed > 0;) {
    claimed = 0;
    for (std::size_t i = 0; i < receivers_.size(); ++i) {
      const std::optional<int> ours = serve(call, {*receivers_[i], rests_[i]});
      if (!ours) return std::move(call.report);
      claimed += *ours;
    }
  }
  return std::move(call.report);
}

DispatchReport Dispatcher::dispatch(storage::Store& store, trade::Instant now) {
  return dispatch(store, runtime::ManualClock(now));
}

}  // namespace tradewatch::delivery
