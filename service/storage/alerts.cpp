// The store's calls about alerts. Their texts and rules are the models' affair; here they are rows.

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

void upsert(Store::Impl& impl, const AlertRow& row) {
  Query query(impl,
              "INSERT INTO alert (id, target, rule, state, severity, since, opened, steps, value, threshold, "
              "acknowledged_by, reason_json) VALUES (:id, :target, :rule, :state, :severity, :since, :opened, :steps, "
              ":value, :threshold, :by, :reason) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
              "severity = excluded.severity, since = excluded.since, opened = excluded.opened, steps = excluded.steps, "
              "value = excluded.value, threshold = excluded.threshold, acknowledged_by = excluded.acknowledged_by, "
              "reason_json = excluded.reason_json");
  query.with(row.id).with(row.target).with(row.rule).with(row.state).with(row.severity).with(row.since);
  query.with(row.opened).with(row.steps).with_or_null(row.value).with_or_null(row.threshold).with(row.acknowledged_by);
  query.with(row.reason_json).run();
}

void append(Store::Impl& impl, const TransitionRow& row) {
  Query query(impl,
              "INSERT INTO transition (number, alert_id, target, rule, state_from, state_to, at, sequence, value, "
              "threshold, reason_json) VALUES (:number, :alert, :target, :rule, :from, :to, :at, :sequence, :value, "
              ":threshold, :reason)");
  query.with(take(impl, "transition")).with(row.alert_id).with(row.target).with(row.rule).with(row.from).with(row.to);
  query.with(row.at).with(row.sequence).with_or_null(row.value).with_or_null(row.threshold).with(row.reason_json).run();
}

}  // namespace

void put_alerts(Store::Impl& impl, std::span<const AlertRow> states, std::span<const TransitionRow> transitions,
                std::span<const NoticeRow> notices) {
  for (const AlertRow& row : states) upsert(impl, row);
  for (const TransitionRow& row : transitions) append(impl, row);
  queue_notices(impl, notices);
}

Store::Result<void> Store::write_alerts(std::span<const AlertRow> states, std::span<const TransitionRow> transitions,
                                        std::span<const NoticeRow> notices) {
  return attempt(*impl_, "write alerts", [&] {
    Transaction transaction(*impl_);
    put_alerts(*impl_, states, transitions, notices);
    transaction.commit();
  });
}

Store::Result<std::vector<AlertRow>> Store::alerts(const std::optional<std::string>& target) {
  return attempt(*impl_, "read alerts", [&] {
    std::string sql =
        "SELECT id, target, rule, state, severity, since, opened, steps, value, threshold, acknowledged_by, "
        "reason_json FROM alert ";
    if (target) sql += "WHERE target = :target ";
    Query query(*impl_, sql + "ORDER BY target, rule, id");
    if (target) query.with(*target);
    AlertRow row;
    std::string since, opened;
    double value = 0.0, threshold = 0.0;
    soci::indicator no_value = soci::i_ok, no_threshold = soci::i_ok;
    query.into(row.id).into(row.target).into(row.rule).into(row.state).into(row.severity).into(since).into(opened);
    query.into(row.steps).into(value, no_value).into(threshold, no_threshold).into(row.acknowledged_by);
    query.into(row.reason_json);
    std::vector<AlertRow> rows;
    while (query.step()) {
      row.since = instant_of(since);
      row.opened = instant_of(opened);
      row.value = optional_of(value, no_value);
      row.threshold = optional_of(threshold, no_threshold);
      rows.push_back(row);
    }
    return rows;
  });
}

Store::Result<std::vector<TransitionRow>> Store::transitions(const std::optional<std::string>& target, int limit) {
  return attempt(*impl_, "read transitions", [&] {
    std::string sql =
        "SELECT alert_id, target, rule, state_from, state_to, at, sequence, value, threshold, reason_json "
        "FROM transition ";
    if (target) sql += "WHERE target = :target ";
    Query query(*impl_, sql + "ORDER BY number DESC LIMIT :limit");
    if (target) query.with(*target);
    query.with(limit);
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
  });
}

}  // namespace tradewatch::storage
