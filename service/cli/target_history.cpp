#include "service/cli/target_history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "models/alerts/track_record.h"
#include "service/report/reliability_chart_of.h"
#include "service/settings/assessment_digest.h"
#include "service/watch/embedded.h"
#include "service/watch/ended_targets.h"
#include "service/web/labels.h"
#include "service/wording/event_words.h"
#include "service/wording/known.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/page_words.h"
#include "service/wording/replay_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

using report::ReplayStep;
using web::label;
using web::NamedTable;
using wording::Language;

constexpr int kBrierDecimals = 3;

std::string probability_words(const ReplayStep& step, Language l) {
  if (wording::is_decided(step.verdict)) return wording::verdict_words(step.verdict, l);
  return step.probability ? wording::percent(*step.probability, l) : label("history_none", l);
}

std::string changes_of(const ReplayStep& step, Language l) {
  std::string text;
  if (step.verdict_changed()) text = wording::verdict_change(step.before, step.verdict, step.reading, l) + ".";
  for (const storage::TransitionRow& t : step.alerts) {
    text += (text.empty() ? "" : " ") + wording::alert_change(t.rule, t.from, t.to, l);
  }
  return text;
}

NamedTable replay_table(const report::Replay& replay, Language l) {
  NamedTable table{label("table_replay", l),
                   {label("figures_published", l), label("verdict", l), label("probability", l),
                    label("reading_median", l), label("latest", l), label("alert_change", l)},
                   {}};
  for (auto step = replay.steps.rbegin(); step != replay.steps.rend(); ++step) {
    table.rows.push_back({wording::date_name(step->date, l), wording::verdict_words(step->verdict, l),
                          step->probability ? wording::percent(*step->probability, l) : "",
                          step->median_usd ? wording::money_short(*step->median_usd, l) : "",
                          step->latest_month ? wording::month_name(*step->latest_month, l) : "", changes_of(*step, l)});
  }
  return table;
}

// Since the first of the last steps that agree.
std::string since_of(const report::Replay& replay, bool shortened, Language l) {
  if (replay.steps.empty()) return wording::replay_without_figures(l);
  auto first = replay.steps.end() - 1;
  while (first != replay.steps.begin() && (first - 1)->verdict == first->verdict) --first;
  return wording::known_since_sentences({.verdict = first->verdict,
                                         .date = first->date,
                                         .latest_month = first->latest_month,
                                         .probability = first->probability,
                                         .or_earlier = shortened && first == replay.steps.begin()},
                                        l);
}

NamedTable said_table(const std::vector<storage::AssessmentRow>& rows, Language l) {
  NamedTable table{label("table_said", l),
                   {label("alert_at", l), label("verdict", l), label("probability", l), label("release", l)},
                   {}};
  const std::size_t shown = std::min(rows.size(), kMaxAssessmentsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const storage::AssessmentRow& row = rows[rows.size() - 1 - i];
    const auto verdict = targets::parse_verdict(row.verdict);
    table.rows.push_back({wording::moment_name(row.at, l), verdict ? wording::verdict_words(*verdict, l) : row.verdict,
                          row.probability ? wording::percent(*row.probability, l) : "",
                          row.release ? wording::date_name(*row.release, l) : ""});
  }
  return table;
}

web::PageSection record_section(const alerts::TrackRecord& record, Language l) {
  if (!record.brier) return {"record", {label("record_none", l)}, {}};
  web::PageSection section{"record",
                           {label("record_text", l,
                                  {{"targets", std::to_string(record.targets)},
                                   {"met", std::to_string(record.met)},
                                   {"assessments", std::to_string(record.assessments)},
                                   {"brier", wording::decimal(*record.brier, kBrierDecimals, l)}})},
                           {}};
  if (record.classes.empty()) return section;
  NamedTable table{label("table_record", l),
                   {label("record_said", l), label("record_assessments", l), label("record_targets", l),
                    label("record_mean", l), label("record_met", l)},
                   {}};
  for (const alerts::TrackClass& c : record.classes) {
    table.rows.push_back({wording::likelihood_words(c.likelihood, l), std::to_string(c.assessments),
                          std::to_string(c.targets), wording::percent(c.mean_probability, l),
                          wording::share(c.met_share, l)});
  }
  section.tables.push_back(std::move(table));
  return section;
}

charts::Provenance provenance_of(const report::Replay& replay) {
  std::set<std::string> sources;
  for (const ReplayStep& step : replay.steps) {
    for (const storage::Vintage& v : step.figures) sources.insert(v.kept.figure.key.source);
  }
  charts::Provenance out;
  out.source = fmt::format("{}", fmt::join(sources, ", "));
  if (!replay.steps.empty()) {
    out.known = replay.steps.back().date;
    out.vintage = "each day as published by then, to " + trade::format_date(replay.steps.back().date);
  }
  return out;
}

}  // namespace

web::HistoryPage history_of(const report::Replay& replay, bool shortened, Language l) {
  web::HistoryPage page;
  page.id = replay.target.id;
  page.title = replay.target.title;
  page.since = since_of(replay, shortened, l);
  charts::StepChart& chart = page.chart;
  chart.id = "history-" + page.id;
  chart.title = label("history_unit", l) + ": " + (page.title.empty() ? page.id : page.title);
  chart.note = wording::own_line(l, page.since);
  chart.unit = wording::own_line(l, label("history_unit", l));
  chart.date = label("figures_published", l);
  chart.empty = wording::own_line(l, label("history_none", l));
  for (const targets::Verdict verdict : {targets::Verdict::at_risk, targets::Verdict::off_track}) {
    const double below = verdict == targets::Verdict::at_risk ? targets::kOnTrackFrom : targets::kAtRiskFrom;
    chart.thresholds.push_back({below, wording::own_line(l, wording::verdict_threshold_words(verdict, below, l))});
  }
  for (const ReplayStep& step : replay.steps) {
    chart.steps.push_back(
        {step.date, wording::is_decided(step.verdict) ? std::nullopt : step.probability, probability_words(step, l)});
  }
  chart.provenance = provenance_of(replay);
  if (!chart.steps.empty()) {
    chart.description = wording::probability_course_sentence(chart.steps.front().value, chart.steps.front().date,
                                                             chart.steps.back().value, chart.steps.back().date, l);
    page.sections.push_back({"replay", {wording::replay_head(replay.target, l)}, {replay_table(replay, l)}});
  }
  return page;
}

std::expected<web::HistoryPage, storage::StoreFault> TargetHistories::page_of(storage::Store& store,
                                                                              const targets::Target& target,
                                                                              const targets::Runner& run,
                                                                              trade::Date today, Language l) {
  const auto rows = store.assessments(target.id);
  if (!rows) return std::unexpected(rows.error());
  const auto newest = rows->empty() ? std::int64_t{0} : rows->back().sequence;
  const std::string key = fmt::format("{} {}", newest, settings::assessment_digest(target));
  auto kept = kept_.find(target.id);
  if (kept == kept_.end() || kept->second.key != key) {
    auto publications = watch::publications_of(store, target, {});
    if (!publications) return std::unexpected(publications.error());
    const bool shortened = publications->size() > kMaxPublications;
    if (shortened) publications->erase(publications->begin(), publications->end() - kMaxPublications);
    auto walked = watch::replay(store, target, {}, std::move(*publications), watch::shipped_prior(), run, [] {});
    if (!walked) return std::unexpected(walked.error());
    if (kept_.size() >= kMaxHistoriesKept && kept == kept_.end()) kept_.erase(kept_.begin());
    kept = kept_.insert_or_assign(target.id, Kept{key, std::move(*walked), shortened}).first;
  }
  web::HistoryPage page = history_of(kept->second.walked, kept->second.shortened, l);
  page.chart.until = today;
  if (!rows->empty()) page.sections.push_back({"said", {label("history_said_note", l)}, {said_table(*rows, l)}});
  const auto ended = watch::ended_targets(store);
  if (!ended) return std::unexpected(ended.error());
  const alerts::TrackRecord record = alerts::track_record(*ended);
  page.sections.push_back(record_section(record, l));
  if (!record.classes.empty()) page.record = report::reliability_chart(record, l);
  return page;
}

}  // namespace tradewatch::cli
