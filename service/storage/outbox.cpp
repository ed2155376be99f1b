// The outbox: notices wait here until their receiver has answered. Rows stay when they are done.
//
// A notice may be offered when it is the oldest undelivered one of its target and receiver, its next try has come and
// nobody holds a claim on it. A claim ends by itself, so a sender that died gives its notice back. Neither lasts longer
// than kLongestWait, however far the clock is set back.

#include <algorithm>

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kDue =
    "SELECT n.id, n.target, n.alert_id, n.kind, n.receiver, n.body, n.queued, n.chart_svg, n.attempts FROM notice n "
    "WHERE n.state = 'queued' AND n.receiver = :receiver AND (n.next_try <= :now OR n.next_try > :too_late) "
    "AND (n.claimed_until IS NULL OR n.claimed_until <= :until_now OR n.claimed_until > :too_long) "
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
    query.with(receiver).with(now).with(now + kLongestWait).with(now).with(now + kLongestWait).with(limit);
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

Store::Result<bool> Store::claim(const std::string& notice_id, trade::Instant now, trade::Instant until) {
  return attempt(*impl_, "claim a notice", [&] {
    Transaction transaction(*impl_);
    const auto claimed =
        Query(*impl_,
              "UPDATE notice SET claimed_until = :until, attempts = attempts + 1 WHERE id = :id AND state = 'queued' "
              "AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_until > :too_long)")
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

}  // namespace tradewatch::storage
