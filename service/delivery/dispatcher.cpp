#include "service/delivery/dispatcher.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace tradewatch::delivery {
namespace {

enum class Sent { delivered, failed, given_up, not_ours, store_failed };

std::string words(const DeliveryFault& f) { return fmt::format("{}; expected {}; {}", f.found, f.expected, f.todo); }

// Marks the notice after the receiver's answer.
Sent settle(storage::Store& store, const storage::DueNotice& due, const std::expected<void, DeliveryFault>& answer,
            trade::Instant now) {
  const storage::NoticeRow& notice = due.notice;
  if (answer) return store.delivered(notice.id, now) ? Sent::delivered : Sent::store_failed;
  const std::string why = words(answer.error());
  if (answer.error().permanent || now - notice.queued > kGiveUpAfter) {
    spdlog::error("gave up notice={} receiver={} target={} {}", notice.id, notice.receiver, notice.target, why);
    return store.given_up(notice.id, now, why) ? Sent::given_up : Sent::store_failed;
  }
  const auto delay = retry_delay(notice.id, due.attempts + 1);
  spdlog::warn("not delivered notice={} receiver={} again_in_s={} {}", notice.id, notice.receiver, delay.count(), why);
  return store.failed(notice.id, now, now + delay, why) ? Sent::failed : Sent::store_failed;
}

Sent send(Receiver& receiver, storage::Store& store, const storage::DueNotice& due, trade::Instant now) {
  const auto claimed = store.claim(due.notice.id, now, now + kClaim);
  if (!claimed) return Sent::store_failed;
  if (!*claimed) return Sent::not_ours;
  return settle(store, due, receiver.deliver(due.notice), now);
}

}  // namespace

std::chrono::seconds retry_delay(const std::string& notice_id, int attempts) {
  const int doublings = std::clamp(attempts - 1, 0, 20);
  const auto full = std::min(kFirstRetry * (std::int64_t{1} << doublings), std::chrono::seconds{kLastRetry});
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : notice_id + std::to_string(attempts)) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  const auto less = full.count() * (hash % 1000) / 4000;
  return std::max(full - std::chrono::seconds{less}, std::chrono::seconds{1});
}

void Dispatcher::deliver_to(Receiver& receiver, storage::Store& store, trade::Instant now, DispatchReport& report) {
  for (;;) {
    const auto due = store.due_notices(receiver.name(), now, kNoticesAtOnce);
    if (!due) {
      spdlog::error("{}: {}; {}", due.error().where, due.error().found, due.error().todo);
      return;
    }
    int moved = 0;
    for (const storage::DueNotice& notice : *due) {
      switch (send(receiver, store, notice, now)) {
        case Sent::delivered:
          ++report.delivered, ++moved;
          break;
        case Sent::failed:
          ++report.failed;
          break;
        case Sent::given_up:
          ++report.given_up, ++moved;
          break;
        case Sent::not_ours:
          break;
        case Sent::store_failed:
          return;
      }
    }
    if (moved == 0) return;
  }
}

DispatchReport Dispatcher::dispatch(storage::Store& store, trade::Instant now) {
  DispatchReport report;
  for (const auto& receiver : receivers_) deliver_to(*receiver, store, now, report);
  return report;
}

}  // namespace tradewatch::delivery
