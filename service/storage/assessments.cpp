// The store's calls about assessments.

#include <fmt/format.h>

#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

// False when this target was assessed at this sequence with these settings before.
bool insert(Store::Impl& impl, const AssessmentRow& row) {
  std::optional<std::string> release;
  if (row.release) release = trade::format_date(*row.release);
  Query query(impl,
              "INSERT INTO assessment (number, target, sequence, settings_digest, at, verdict, probability, release, "
              "json) VALUES (:number, :target, :sequence, :settings, :at, :verdict, :probability, :release, :json) "
              "ON CONFLICT (target, sequence, settings_digest) DO NOTHING");
  query.with(take(impl, "assessment")).with(row.target).with(row.sequence).with(row.settings_digest).with(row.at);
  query.with(row.verdict).with_or_null(row.probability).with_or_null(release).with(row.json);
  return query.run() == 1;
}

std::vector<AssessmentRow> read_assessments(Query& query) {
  AssessmentRow row;
  std::string at, release;
  double probability = 0.0;
  soci::indicator no_probability = soci::i_ok, no_release = soci::i_ok;
  query.into(row.target).into(row.sequence).into(row.settings_digest).into(at).into(row.verdict);
  query.into(probability, no_probability).into(release, no_release).into(row.json);
  std::vector<AssessmentRow> rows;
  while (query.step()) {
    row.at = instant_of(at);
    row.probability = optional_of(probability, no_probability);
    row.release = no_release == soci::i_ok ? std::optional(date_of(release)) : std::nullopt;
    rows.push_back(row);
  }
  return rows;
}

std::vector<VerdictChange> read_changes(Query& query) {
  VerdictChange row;
  std::string at, before, release;
  double probability = 0.0;
  soci::indicator no_before = soci::i_ok, no_probability = soci::i_ok, no_release = soci::i_ok;
  query.into(row.target).into(row.sequence).into(row.settings_digest).into(at).into(before, no_before);
  query.into(row.verdict).into(probability, no_probability).into(release, no_release);
  std::vector<VerdictChange> rows;
  while (query.step()) {
    row.at = instant_of(at);
    row.before = no_before == soci::i_ok ? std::optional(before) : std::nullopt;
    row.probability = optional_of(probability, no_probability);
    row.release = no_release == soci::i_ok ? std::optional(date_of(release)) : std::nullopt;
    rows.push_back(row);
  }
  return rows;
}

constexpr std::string_view kSelect =
    "SELECT target, sequence, settings_digest, at, verdict, probability, release, json FROM assessment "
    "WHERE target = :target ";

}  // namespace

Store::Result<WriteResult> Store::write_assessment(const AssessmentWrite& write) {
  return attempt(*impl_, fmt::format("write the assessment of '{}'", write.assessment.target), [&] {
    Transaction transaction(*impl_);
    if (!insert(*impl_, write.assessment)) return WriteResult::already_there;
    if (!put_alerts(*impl_, write.alerts)) return WriteResult::alerts_moved;
    wake_others(*impl_);
    transaction.commit();
    return WriteResult::written;
  });
}

Store::Result<std::vector<std::string>> Store::assessed_targets() {
  return attempt(*impl_, "list assessed targets", [&] {
    std::string target;
    Query query(*impl_, "SELECT DISTINCT target FROM assessment ORDER BY target");
    query.into(target);
    std::vector<std::string> out;
    while (query.step()) out.push_back(target);
    return out;
  });
}

Store::Result<std::vector<AssessmentRow>> Store::assessments(const std::string& target) {
  return attempt(*impl_, "read assessments", [&] {
    Query query(*impl_, fmt::format("{}ORDER BY number", kSelect));
    query.with(target);
    return read_assessments(query);
  });
}

Store::Result<std::optional<AssessmentRow>> Store::last_assessment(const std::string& target,
                                                                   const std::optional<std::string>& settings_digest) {
  return attempt(*impl_, "read the last assessment", [&]() -> std::optional<AssessmentRow> {
    const std::string_view settings = settings_digest ? "AND settings_digest = :settings " : "";
    Query query(*impl_, fmt::format("{}{}ORDER BY number DESC LIMIT 1", kSelect, settings));
    query.with(target);
    if (settings_digest) query.with(*settings_digest);
    auto rows = read_assessments(query);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
  });
}

Store::Result<std::vector<VerdictChange>> Store::verdict_changes(const std::optional<std::string>& target, int limit) {
  return attempt(*impl_, "read changes of verdicts", [&] {
    Query query(*impl_,
                fmt::format("SELECT target, sequence, settings_digest, at, former, verdict, probability, release FROM "
                            "(SELECT number, target, sequence, settings_digest, at, verdict, probability, release, "
                            "LAG(verdict) OVER (PARTITION BY target ORDER BY number) AS former FROM assessment{}) "
                            "AS step WHERE former IS NULL OR former <> verdict ORDER BY number DESC LIMIT :limit",
                            target ? " WHERE target = :target" : ""));
    if (target) query.with(*target);
    query.with(limit);
    return read_changes(query);
  });
}

}  // namespace tradewatch::storage
