// The outbox: notices wait here until their receiver has answered. Rows stay when they are done.
//
// A notice may be offered when it is the oldest undelivered one of its target and receiver, its next try has come and
// nobody holds a claim on it. A claim ends by itself, so a sender that died gives its notice back.
//
// Somebody may set the clock back. A notice that was never tried is due whenever it was queued, and an end or a next
// try that lies further ahead than kLongestWait was written before the clock was set, so it counts no more.

#include <algorithm>
#include <map>

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kDue =
    "SELECT n.id, n.target, n.alert_id, n.kind, n.receiver, n.body, n.queued, n.chart_svg, n.attempts FROM notice n "
    "WHERE n.state = 'queued' AND n.receiver = :receiver "
    "AND (n.attempts = 0 OR n.next_try <= :now OR n.next_try > :far) "
    "AND (n.claimed_until IS NULL OR n.claimed_until <= :until_now OR n.claimed_until > :until_far) "
    "AND NOT EXISTS (SELECT 1 FROM notice o WHERE o.state = 'queued' AND o.receiver = n.receiver "
    "AND o.target = n.target AND o.number < n.number) "
    "ORDER BY n.number LIMIT :limit";

// Ends a notice that was queued; one that has ended stays as it is.
void end(Store::Impl& impl, std::string_view state, const std::string& id, trade::Instant now,
         const std::string& error) {
  Transaction transaction(impl);
  Query(impl,
        "UPDATE notice SET state = :state, ended = :now, last_error = :error, claimed_until = NULL "
        "WHERE id = :id AND state = 'queued'")
      .with(state)
      .with(now)
      .with(error)
      .with(id)
      .run();
  transaction.commit();
}

}  // namespace

void queue_notices(Store::Impl& impl, std::span<const NoticeRow> notices) {
  for (const NoticeRow& row : notices) {
    Query query(impl,
                "INSERT INTO notice (number, id, target, alert_id, kind, receiver, body, queued, state, attempts, "
                "next_try, claimed_until, ended, last_error, chart_svg) VALUES (:number, :id, :target, :alert, :kind, "
                ":receiver, :body, :queued, 'queued', 0, :next_try, NULL, NULL, '', :chart) "
                "ON CONFLICT (id) DO NOTHING");
    query.with(take(impl, "notice")).with(row.id).with(row.target).with(row.alert_id).with(row.kind);
    query.with(row.receiver).with(row.body).with(row.queued).with(row.queued).with(row.chart_svg).run();
  }
}

Store::Result<std::vector<DueNotice>> Store::due_notices(const std::string& receiver, trade::Instant now, int limit) {
  return attempt(*impl_, "read the outbox", [&] {
    DueNotice due;
    std::string queued;
    Query query(*impl_, kDue);
    const trade::Instant far = now + kLongestWait;
    query.with(receiver).with(now).with(far).with(now).with(far).with(limit);
    query.into(due.notice.id).into(due.notice.target).into(due.notice.alert_id).into(due.notice.kind);
    query.into(due.notice.receiver).into(due.notice.body).into(queued).into(due.notice.chart_svg);
    query.into(due.attempts);
    std::vector<DueNotice> rows;
    while (query.step()) {
      due.notice.queued = instant_of(queued);
      rows.push_back(due);
    }
    return rows;
  });
}

Store::Result<bool> Store::knows_notice(const std::string& notice_id) {
  return attempt(*impl_, "look for a notice", [&] {
    std::int64_t found = 0;
    Query(*impl_, "SELECT count(*) FROM notice WHERE id = :id").with(notice_id).into(found).run();
    return found > 0;
  });
}

Store::Result<bool> Store::claim(const std::string& notice_id, trade::Instant now, trade::Instant until) {
  return attempt(*impl_, "claim a notice", [&] {
    Transaction transaction(*impl_);
    const auto claimed =
        Query(*impl_,
              "UPDATE notice SET claimed_until = :until, attempts = attempts + 1 WHERE id = :id AND state = 'queued' "
              "AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_until > :far)")
            .with(until)
            .with(notice_id)
            .with(now)
            .with(now + kLongestWait)
            .run();
    transaction.commit();
    return claimed == 1;
  });
}

Store::Result<void> Store::delivered(const std::string& notice_id, trade::Instant now) {
  return attempt(*impl_, "mark a notice as delivered", [&] { end(*impl_, "delivered", notice_id, now, ""); });
}

Store::Result<void> Store::given_up(const std::string& notice_id, trade::Instant now, const std::string& error) {
  return attempt(*impl_, "mark a notice as given up", [&] { end(*impl_, "given_up", notice_id, now, error); });
}

Store::Result<void> Store::failed(const std::string& notice_id, trade::Instant now, trade::Instant next_try,
                                  const std::string& error) {
  return attempt(*impl_, "mark a try as failed", [&] {
    Transaction transaction(*impl_);
    Query(*impl_,
          "UPDATE notice SET next_try = :next_try, last_error = :error, claimed_until = NULL "
          "WHERE id = :id AND state = 'queued'")
        .with(std::max(now, next_try))
        .with(error)
        .with(notice_id)
        .run();
    transaction.commit();
  });
}

Store::Result<OutboxBacklog> Store::outbox_backlog() {
  return attempt(*impl_, "count the outbox", [&] {
    OutboxBacklog backlog;
    std::string oldest;
    soci::indicator none = soci::i_ok;
    Query(*impl_, "SELECT count(*), min(queued) FROM notice WHERE state = 'queued'")
        .into(backlog.queued)
        .into(oldest, none)
        .run();
    if (none == soci::i_ok) backlog.oldest = instant_of(oldest);
    return backlog;
  });
}

namespace {

// Counts come from the index alone, since delivered notices stay for ever.
std::map<std::string, ReceiverBacklog> count_by_receiver(Store::Impl& impl) {
  std::map<std::string, ReceiverBacklog> rows;
  std::string receiver, state;
  std::int64_t count = 0;
  Query query(impl, "SELECT receiver, state, count(*) FROM notice GROUP BY state, receiver ORDER BY state, receiver");
  query.into(receiver).into(state).into(count);
  while (query.step()) {
    ReceiverBacklog& row = rows[receiver];
    row.receiver = receiver;
    (state == "queued" ? row.queued : state == "delivered" ? row.delivered : row.given_up) = count;
  }
  return rows;
}

}  // namespace

Store::Result<std::vector<ReceiverBacklog>> Store::receiver_backlogs() {
  return attempt(*impl_, "count the outbox of each receiver", [&] {
    std::map<std::string, ReceiverBacklog> rows = count_by_receiver(*impl_);
    std::string receiver, oldest, error;
    Query query(*impl_,
                "SELECT receiver, queued, last_error FROM notice WHERE number IN "
                "(SELECT min(number) FROM notice WHERE state = 'queued' GROUP BY receiver) ORDER BY receiver");
    query.into(receiver).into(oldest).into(error);
    while (query.step()) {
      rows[receiver].oldest = instant_of(oldest);
      rows[receiver].last_error = error;
    }
    std::vector<ReceiverBacklog> sorted;
    for (auto& [name, row] : rows) sorted.push_back(std::move(row));
    return sorted;
  });
}

}  // namespace tradewatch::storage
