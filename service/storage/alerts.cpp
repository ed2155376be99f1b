// The store's calls about alerts. Their texts and rules are the models' affair; here they are rows.

#include <fmt/format.h>

#include "service/storage/transitions.h"

namespace tradewatch::storage {
namespace {

void upsert(Store::Impl& impl, const AlertRow& row) {
  Query query(impl,
              "INSERT INTO alert (id, target, rule, state, severity, since, opened, steps, value, threshold, "
              "reason_json) VALUES (:id, :target, :rule, :state, :severity, :since, :opened, :steps, :value, "
              ":threshold, :reason) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
              "severity = excluded.severity, since = excluded.since, opened = excluded.opened, steps = excluded.steps, "
              "value = excluded.value, threshold = excluded.threshold, reason_json = excluded.reason_json");
  query.with(row.id).with(row.target).with(row.rule).with(row.state).with(row.severity).with(row.since);
  query.with(row.opened).with(row.steps).with_or_null(row.value).with_or_null(row.threshold).with(row.reason_json);
  query.run();
  if (row.state != "resolved" && row.state != "inactive") return;
  Query(impl, "DELETE FROM acknowledgement WHERE alert_id = :id").with(row.id).run();
}

void append(Store::Impl& impl, const TransitionRow& row) {
  Query query(impl,
              "INSERT INTO transition (number, alert_id, target, rule, state_from, state_to, at, sequence, value, "
              "threshold, reason_json) VALUES (:number, :alert, :target, :rule, :from, :to, :at, :sequence, :value, "
              ":threshold, :reason)");
  query.with(take(impl, "transition")).with(row.alert_id).with(row.target).with(row.rule).with(row.from).with(row.to);
  query.with(row.at).with(row.sequence).with_or_null(row.value).with_or_null(row.threshold).with(row.reason_json).run();
}

void upsert(Store::Impl& impl, const Told& row) {
  Query query(impl,
              "INSERT INTO told (alert_id, receiver, kind, at, notice_id, withheld, withheld_by) VALUES (:alert, "
              ":receiver, :kind, :at, :notice, :withheld, :by) ON CONFLICT (alert_id, receiver) DO UPDATE SET "
              "kind = excluded.kind, at = excluded.at, notice_id = excluded.notice_id, withheld = excluded.withheld, "
              "withheld_by = excluded.withheld_by");
  query.with(row.alert_id).with(row.receiver).with(row.kind).with(row.at).with(row.notice_id).with(row.withheld);
  query.with(row.withheld_by).run();
}

std::int64_t book_number(Store::Impl& impl, const std::string& target) {
  long long number = 0;
  Query query(impl, "SELECT number FROM alert_book WHERE target = :target");
  query.with(target).into(number);
  while (query.step()) {
  }
  return number;
}

// The number as it was read becomes the next one; false when it is another by now.
bool turn_page(Store::Impl& impl, const std::string& target, std::int64_t read) {
  Query(impl, "INSERT INTO alert_book (target, number) VALUES (:target, 0) ON CONFLICT (target) DO NOTHING")
      .with(target)
      .run();
  return Query(impl, "UPDATE alert_book SET number = number + 1 WHERE target = :target AND number = :number")
             .with(target)
             .with(read)
             .run() == 1;
}

std::vector<Told> read_told(Store::Impl& impl, const std::string& target) {
  Told row;
  std::string at;
  Query query(impl,
              "SELECT t.alert_id, t.receiver, t.kind, t.at, t.notice_id, t.withheld, t.withheld_by FROM told t "
              "JOIN alert a ON a.id = t.alert_id WHERE a.target = :target ORDER BY t.alert_id, t.receiver");
  query.with(target).into(row.alert_id).into(row.receiver).into(row.kind).into(at).into(row.notice_id);
  query.into(row.withheld).into(row.withheld_by);
  std::vector<Told> rows;
  while (query.step()) {
    row.at = instant_of(at);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

void lock_book(Store::Impl& impl, const std::string& target) {
  Query(impl,
        "INSERT INTO alert_book (target, number) VALUES (:target, 1) "
        "ON CONFLICT (target) DO UPDATE SET number = alert_book.number + 1")
      .with(target)
      .run();
}

// An assessment turns the page also where it says nothing new of alerts: whoever read the book with an older one in
// hand reads again.
bool put_alerts(Store::Impl& impl, const AlertWrite& write) {
  if (write.empty() && !write.book) return true;
  if (write.book && !turn_page(impl, write.target, *write.book)) return false;
  for (const AlertRow& row : write.states) upsert(impl, row);
  for (const TransitionRow& row : write.transitions) append(impl, row);
  queue_notices(impl, write.notices);
  for (const Told& row : write.told) upsert(impl, row);
  for (const AlertEvent& event : write.events) put_event(impl, event);
  return true;
}

Store::Result<WriteResult> Store::write_alerts(const AlertWrite& write) {
  return attempt(*impl_, "write alerts", [&] {
    Transaction transaction(*impl_);
    if (!put_alerts(*impl_, write)) return WriteResult::alerts_moved;
    wake_others(*impl_);
    transaction.commit();
    return WriteResult::written;
  });
}

Store::Result<AlertBook> Store::alert_book(const std::string& target) {
  // The number first: what is written after it was read makes the write that depends on it fail.
  AlertBook book;
  auto read = attempt(*impl_, "read the alert book", [&] {
    book.number = book_number(*impl_, target);
    book.told = read_told(*impl_, target);
  });
  if (!read) return std::unexpected(read.error());
  auto rows = alerts(target);
  if (!rows) return std::unexpected(rows.error());
  auto all = silences();
  if (!all) return std::unexpected(all.error());
  book.alerts = std::move(*rows);
  book.silences = std::move(*all);
  return book;
}

Store::Result<std::vector<AlertRow>> Store::alerts(const std::optional<std::string>& target) {
  return attempt(*impl_, "read alerts", [&] {
    std::string sql =
        "SELECT a.id, a.target, a.rule, a.state, a.severity, a.since, a.opened, a.steps, a.value, a.threshold, "
        "a.reason_json, k.author, k.note, k.at, k.until FROM alert a "
        "LEFT JOIN acknowledgement k ON k.alert_id = a.id ";
    if (target) sql += "WHERE a.target = :target ";
    Query query(*impl_, sql + "ORDER BY a.target, a.rule, a.id");
    if (target) query.with(*target);
    AlertRow row;
    Acknowledgement seen;
    std::string since, opened, at, until;
    double value = 0.0, threshold = 0.0;
    soci::indicator no_value = soci::i_ok, no_threshold = soci::i_ok;
    soci::indicator no_author = soci::i_ok, no_note = soci::i_ok, no_at = soci::i_ok, no_until = soci::i_ok;
    query.into(row.id).into(row.target).into(row.rule).into(row.state).into(row.severity).into(since).into(opened);
    query.into(row.steps).into(value, no_value).into(threshold, no_threshold).into(row.reason_json);
    query.into(seen.author, no_author).into(seen.note, no_note).into(at, no_at).into(until, no_until);
    std::vector<AlertRow> rows;
    while (query.step()) {
      row.since = instant_of(since);
      row.opened = instant_of(opened);
      row.value = optional_of(value, no_value);
      row.threshold = optional_of(threshold, no_threshold);
      row.acknowledged.reset();
      if (no_at == soci::i_ok) {
        row.acknowledged =
            Acknowledgement{row.id, seen.author, seen.note, instant_of(at), optional_instant_of(until, no_until)};
      }
      rows.push_back(row);
    }
    return rows;
  });
}

std::vector<TransitionRow> read_transitions(Query& query) {
  TransitionRow row;
  std::string at;
  double value = 0.0, threshold = 0.0;
  soci::indicator no_value = soci::i_ok, no_threshold = soci::i_ok;
  query.into(row.alert_id).into(row.target).into(row.rule).into(row.from).into(row.to).into(at).into(row.sequence);
  query.into(value, no_value).into(threshold, no_threshold).into(row.reason_json);
  std::vector<TransitionRow> rows;
  while (query.step()) {
    row.at = instant_of(at);
    row.value = optional_of(value, no_value);
    row.threshold = optional_of(threshold, no_threshold);
    rows.push_back(row);
  }
  return rows;
}

Store::Result<std::vector<TransitionRow>> Store::transitions(const std::optional<std::string>& target, int limit) {
  return attempt(*impl_, "read transitions", [&] {
    std::string sql = fmt::format("SELECT {} FROM transition ", kTransitionColumns);
    if (target) sql += "WHERE target = :target ";
    Query query(*impl_, sql + "ORDER BY number DESC LIMIT :limit");
    if (target) query.with(*target);
    query.with(limit);
    return read_transitions(query);
  });
}

}  // namespace tradewatch::storage
