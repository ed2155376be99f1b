// The store's calls about what people do to alerts, and the list of it.

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

// Ends or confirms the silence that `condition` lets through, and writes down who did. False when there was none.
bool change_silence(Store::Impl& impl, std::string_view change, std::string_view condition, const std::string& id,
                    AlertEvent event) {
  Transaction transaction(impl);
  std::string sql = "UPDATE silence SET ";
  sql.append(change).append(" WHERE id = :id AND ended IS NULL AND ends > :now ").append(condition);
  Query update(impl, sql);
  if (change.contains(":at")) update.with(event.at).with(event.author);
  if (update.with(id).with(event.at).run() != 1) return false;
  event.reference = id;
  put_event(impl, event);
  wake_others(impl);
  transaction.commit();
  return true;
}

// Of an alert that stands.
std::optional<std::string> target_of(Store::Impl& impl, const std::string& alert_id) {
  std::string target;
  Query stands(impl,
               "SELECT target FROM alert WHERE id = :id AND state <> 'inactive' AND state <> 'resolved' ORDER BY id");
  stands.with(alert_id).into(target);
  if (!stands.step()) return std::nullopt;
  stands.run();
  return target;
}

}  // namespace

void put_event(Store::Impl& impl, const AlertEvent& event) {
  Query query(impl,
              "INSERT INTO alert_event (number, at, target, alert_id, kind, receiver, author, note, reference) VALUES "
              "(:number, :at, :target, :alert, :kind, :receiver, :author, :note, :reference)");
  query.with(take(impl, "alert_event")).with(event.at).with(event.target).with(event.alert_id).with(event.kind);
  query.with(event.receiver).with(event.author).with(event.note).with(event.reference).run();
}

Store::Result<std::vector<AlertEvent>> Store::alert_events(const std::optional<std::string>& target, int limit) {
  return attempt(*impl_, "read what happened to alerts", [&] {
    std::string sql = "SELECT at, target, alert_id, kind, receiver, author, note, reference FROM alert_event ";
    if (target) sql += "WHERE target = :target OR target = '' ";
    Query query(*impl_, sql + "ORDER BY number DESC LIMIT :limit");
    if (target) query.with(*target);
    query.with(limit);
    AlertEvent event;
    std::string at;
    query.into(at).into(event.target).into(event.alert_id).into(event.kind).into(event.receiver).into(event.author);
    query.into(event.note).into(event.reference);
    std::vector<AlertEvent> events;
    while (query.step()) {
      event.at = instant_of(at);
      events.push_back(event);
    }
    return events;
  });
}

Store::Result<std::vector<NoticeFate>> Store::notice_fates() {
  return attempt(*impl_, "read how notices fared", [&] {
    NoticeFate fate;
    Query query(*impl_,
                "SELECT t.alert_id, t.receiver, n.kind, n.state, n.attempts, n.last_error FROM told t "
                "JOIN notice n ON n.id = t.notice_id ORDER BY t.alert_id, t.receiver");
    query.into(fate.alert_id).into(fate.receiver).into(fate.kind).into(fate.state).into(fate.attempts);
    query.into(fate.last_error);
    std::vector<NoticeFate> fates;
    while (query.step()) fates.push_back(fate);
    return fates;
  });
}

Store::Result<bool> Store::acknowledge(const Acknowledgement& acknowledgement) {
  return attempt(*impl_, "acknowledge an alert", [&] {
    Transaction transaction(*impl_);
    // A step that resolves the alert either ends before the book is locked, and is seen here, or waits for the lock
    // and then begins anew.
    const auto target = target_of(*impl_, acknowledgement.alert_id);
    if (!target) return false;
    lock_book(*impl_, *target);
    if (!target_of(*impl_, acknowledgement.alert_id)) return false;
    Query query(*impl_,
                "INSERT INTO acknowledgement (alert_id, author, note, at, until) VALUES (:id, :author, :note, :at, "
                ":until) ON CONFLICT (alert_id) DO UPDATE SET author = excluded.author, note = excluded.note, "
                "at = excluded.at, until = excluded.until");
    query.with(acknowledgement.alert_id).with(acknowledgement.author).with(acknowledgement.note);
    query.with(acknowledgement.at).with_or_null(acknowledgement.until).run();
    const std::string until = acknowledgement.until ? trade::format_instant(*acknowledgement.until) : "";
    put_event(*impl_, {acknowledgement.at, *target, acknowledgement.alert_id, "acknowledged", "",
                       acknowledgement.author, acknowledgement.note, until});
    wake_others(*impl_);
    transaction.commit();
    return true;
  });
}

Store::Result<std::vector<Silence>> Store::silences() {
  return attempt(*impl_, "read silences", [&] {
    Silence row;
    std::string starts, ends, created, ended;
    soci::indicator not_ended = soci::i_ok;
    int confirmed = 1;
    Query query(*impl_,
                "SELECT id, target, rule, receiver, starts, ends, author, reason, created, ended, ended_by, confirmed "
                "FROM silence ORDER BY created, id");
    query.into(row.id).into(row.target).into(row.rule).into(row.receiver).into(starts).into(ends).into(row.author);
    query.into(row.reason).into(created).into(ended, not_ended).into(row.ended_by).into(confirmed);
    std::vector<Silence> rows;
    while (query.step()) {
      row.starts = instant_of(starts);
      row.ends = instant_of(ends);
      row.created = instant_of(created);
      row.ended = optional_instant_of(ended, not_ended);
      row.confirmed = confirmed != 0;
      rows.push_back(row);
    }
    return rows;
  });
}

Store::Result<void> Store::add_silence(const Silence& silence) {
  return attempt(*impl_, "add a silence", [&] {
    Transaction transaction(*impl_);
    Query query(*impl_,
                "INSERT INTO silence (id, target, rule, receiver, starts, ends, author, reason, created, ended, "
                "ended_by, confirmed) VALUES (:id, :target, :rule, :receiver, :starts, :ends, :author, :reason, "
                ":created, NULL, '', 1) ON CONFLICT (id) DO NOTHING");
    query.with(silence.id).with(silence.target).with(silence.rule).with(silence.receiver).with(silence.starts);
    query.with(silence.ends).with(silence.author).with(silence.reason).with(silence.created);
    if (query.run() == 1) {
      put_event(*impl_, {silence.created, silence.target, "", "silenced", silence.receiver, silence.author,
                         silence.reason, silence.id});
      wake_others(*impl_);
    }
    transaction.commit();
  });
}

Store::Result<bool> Store::end_silence(const std::string& id, trade::Instant now, const std::string& author) {
  return attempt(*impl_, "end a silence", [&] {
    return change_silence(*impl_, "ended = :at, ended_by = :author", "", id,
                          {.at = now, .kind = "unsilenced", .author = author});
  });
}

Store::Result<bool> Store::confirm_silence(const std::string& id, trade::Instant now, const std::string& author) {
  return attempt(*impl_, "confirm a silence", [&] {
    return change_silence(*impl_, "confirmed = 1", "AND confirmed = 0", id,
                          {.at = now, .kind = "confirmed", .author = author});
  });
}

Store::Result<void> Store::doubt_silences() {
  return attempt(*impl_, "put silences out of force", [&] {
    Transaction transaction(*impl_);
    Query(*impl_, "UPDATE silence SET confirmed = 0 WHERE ended IS NULL").run();
    transaction.commit();
  });
}

}  // namespace tradewatch::storage
