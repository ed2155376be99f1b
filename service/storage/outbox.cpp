// The outbox: notices wait here until their receiver has answered. Rows stay when they are done.
//
// A notice may be offered when it is the oldest undelivered one of its target and receiver, its next try has come and
// nobody holds a claim on it. A claim ends by itself, so a sender that died gives its notice back.
//
// Somebody may set the clock back. A notice that was never tried is due whenever it was queued, and an end or a next
// try that lies further ahead than kLongestWait was written before the clock was set, so it counts no more.
//
// Of several nodes, each with a clock of its own, none may take another's claim for ended: their sessions ask the
// server for the time of claims. A claim is an UPDATE that looks at what it changes. Under READ COMMITTED the second of
// two waits for the first and looks again at the row as that left it, so one of them changes nothing.

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

// The moment by which claims are judged.
trade::Instant claim_time(Store::Impl& impl, trade::Instant now) {
  if (impl.dialect == Dialect::sqlite || !impl.options.server_clock) return now;
  std::string text;
  Query(impl, "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
      .into(text)
      .run();
  return instant_of(text);
}

constexpr std::string_view kOfThisTry = "AND attempts = :attempts ";

// Ends a notice that was queued; one that has ended stays as it is.
void end(Store::Impl& impl, std::string_view state, const std::string& id, trade::Instant now, const std::string& error,
         std::optional<int> attempts) {
  Transaction transaction(impl);
  std::string sql =
      "UPDATE notice SET state = :state, ended = :now, last_error = :error, claimed_until = NULL "
      "WHERE id = :id AND state = 'queued' ";
  if (attempts) sql += kOfThisTry;
  Query query(impl, sql);
  query.with(state).with(now).with(error).with(id);
  if (attempts) query.with(*attempts);
  query.run();
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
    const trade::Instant claims_at = claim_time(*impl_, now);
    Query query(*impl_, kDue);
    query.with(receiver).with(now).with(now + kLongestWait).with(claims_at).with(claims_at + kLongestWait).with(limit);
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

Store::Result<bool> Store::claim(const std::string& notice_id, trade::Instant now, trade::Instant until,
                                 std::optional<int> attempts) {
  return attempt(*impl_, "claim a notice", [&] {
    Transaction transaction(*impl_);
    const trade::Instant from = claim_time(*impl_, now);
    std::string sql =
        "UPDATE notice SET claimed_until = :until, attempts = attempts + 1 WHERE id = :id AND state = 'queued' "
        "AND (claimed_until IS NULL OR claimed_until <= :now OR claimed_until > :far) ";
    if (attempts) sql += kOfThisTry;
    Query query(*impl_, sql);
    query.with(from + (until - now)).with(notice_id).with(from).with(from + kLongestWait);
    if (attempts) query.with(*attempts);
    const auto claimed = query.run();
    transaction.commit();
    return claimed == 1;
  });
}

Store::Result<void> Store::delivered(const std::string& notice_id, trade::Instant now) {
  return attempt(*impl_, "mark a notice as delivered", [&] { end(*impl_, "delivered", notice_id, now, "", {}); });
}

Store::Result<void> Store::given_up(const std::string& notice_id, trade::Instant now, const std::string& error,
                                    std::optional<int> attempts) {
  return attempt(*impl_, "mark a notice as given up",
                 [&] { end(*impl_, "given_up", notice_id, now, error, attempts); });
}

Store::Result<void> Store::failed(const std::string& notice_id, trade::Instant now, trade::Instant next_try,
                                  const std::string& error, std::optional<int> attempts) {
  return attempt(*impl_, "mark a try as failed", [&] {
    Transaction transaction(*impl_);
    std::string sql =
        "UPDATE notice SET next_try = :next_try, last_error = :error, claimed_until = NULL "
        "WHERE id = :id AND state = 'queued' ";
    if (attempts) sql += kOfThisTry;
    Query query(*impl_, sql);
    query.with(std::max(now, next_try)).with(error).with(notice_id);
    if (attempts) query.with(*attempts);
    query.run();
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
