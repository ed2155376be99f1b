#include "service/cli/target_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/alerts/track_record.h"
#include "service/report/alert_history.h"
#include "service/report/text_layout.h"
#include "service/settings/assessment_digest.h"
#include "service/watch/embedded.h"
#include "service/watch/ended_targets.h"
#include "service/web/labels.h"
#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/page_words.h"
#include "service/wording/replay_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

using report::ReplayStep;
using web::label;
using web::NamedTable;

std::string probability_words(const ReplayStep& step) {
  if (wording::is_decided(step.verdict)) return wording::verdict_words(step.verdict, wording::Language::en);
  return step.probability ? wording::percent(*step.probability) : label("history_none");
}

std::string changes_of(const ReplayStep& step) {
  std::string text;
  if (step.verdict_changed()) text = wording::verdict_change(step.before, step.verdict, step.reading) + ".";
  for (const storage::TransitionRow& t : step.alerts) {
    text += (text.empty() ? "" : " ") + wording::alert_change(t.rule, t.from, t.to);
  }
  return text;
}

NamedTable replay_table(const report::Replay& replay) {
  NamedTable table{label("table_replay"),
                   {label("figures_published"), label("verdict"), label("probability"), label("reading_median"),
                    label("latest"), label("alert_change")},
                   {}};
  for (auto step = replay.steps.rbegin(); step != replay.steps.rend(); ++step) {
    table.rows.push_back({trade::format_date(step->date), wording::verdict_words(step->verdict, wording::Language::en),
                          step->probability ? wording::percent(*step->probability) : "",
                          step->median_usd ? wording::money(*step->median_usd) : "",
                          step->latest_month ? trade::format_month(*step->latest_month) : "", changes_of(*step)});
  }
  return table;
}

// Since the first of the last steps that agree.
std::string since_of(const report::Replay& replay, bool shortened) {
  if (replay.steps.empty()) return wording::replay_without_figures();
  auto first = replay.steps.end() - 1;
  while (first != replay.steps.begin() && (first - 1)->verdict == first->verdict) --first;
  return wording::known_since_sentence({.verdict = first->verdict,
                                        .date = first->date,
                                        .latest_month = first->latest_month,
                                        .probability = first->probability,
                                        .or_earlier = shortened && first == replay.steps.begin()});
}

NamedTable said_table(const std::vector<storage::AssessmentRow>& rows) {
  NamedTable table{
      label("table_said"), {label("alert_at"), label("verdict"), label("probability"), label("release")}, {}};
  const std::size_t shown = std::min(rows.size(), kMaxAssessmentsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const storage::AssessmentRow& row = rows[rows.size() - 1 - i];
    const auto verdict = targets::parse_verdict(row.verdict);
    table.rows.push_back({report::to_second(row.at),
                          verdict ? wording::verdict_words(*verdict, wording::Language::en) : row.verdict,
                          row.probability ? wording::percent(*row.probability) : "",
                          row.release ? trade::format_date(*row.release) : ""});
  }
  return table;
}

web::PageSection record_section(const alerts::TrackRecord& record) {
  const std::string text = report::record_table(record);
  web::PageSection section{"record", {text.substr(0, text.find('\n'))}, {}};
  if (record.classes.empty()) return section;
  NamedTable table{label("table_record"),
                   {label("record_said"), label("record_assessments"), label("record_targets"), label("record_mean"),
                    label("record_met")},
                   {}};
  for (const alerts::TrackClass& c : record.classes) {
    table.rows.push_back({std::string(targets::name_of(c.likelihood)), std::to_string(c.assessments),
                          std::to_string(c.targets), wording::percent(c.mean_probability),
                          wording::share(c.met_share)});
  }
  section.tables.push_back(std::move(table));
  return section;
}

}  // namespace

web::HistoryPage history_of(const report::Replay& replay, bool shortened) {
  web::HistoryPage page;
  page.id = replay.target.id;
  page.title = replay.target.title;
  page.since = since_of(replay, shortened);
  charts::StepChart& chart = page.chart;
  chart.id = "history-" + page.id;
  chart.title = label("history_unit") + ": " + (page.title.empty() ? page.id : page.title);
  chart.note = page.since;
  chart.unit = label("history_unit");
  chart.date = label("figures_published");
  chart.empty = label("history_none");
  for (const targets::Verdict verdict : {targets::Verdict::at_risk, targets::Verdict::off_track}) {
    const double below = verdict == targets::Verdict::at_risk ? targets::kOnTrackFrom : targets::kAtRiskFrom;
    chart.thresholds.push_back({below, wording::verdict_threshold_words(verdict, below)});
  }
  for (const ReplayStep& step : replay.steps) {
    chart.steps.push_back(
        {step.date, wording::is_decided(step.verdict) ? std::nullopt : step.probability, probability_words(step)});
  }
  if (!chart.steps.empty()) {
    chart.description = wording::probability_course_sentence(chart.steps.front().value, chart.steps.front().date,
                                                             chart.steps.back().value, chart.steps.back().date);
    page.sections.push_back({"replay", {wording::replay_head(replay.target)}, {replay_table(replay)}});
  }
  return page;
}

std::expected<web::HistoryPage, storage::StoreFault> TargetHistories::page_of(storage::Store& store,
                                                                              const targets::Target& target,
                                                                              const targets::Runner& run,
                                                                              trade::Date today) {
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
    const auto walked = watch::replay(store, target, {}, std::move(*publications), watch::shipped_prior(), run, [] {});
    if (!walked) return std::unexpected(walked.error());
    if (kept_.size() >= kMaxHistoriesKept && kept == kept_.end()) kept_.erase(kept_.begin());
    kept = kept_.insert_or_assign(target.id, Kept{key, history_of(*walked, shortened)}).first;
  }
  web::HistoryPage page = kept->second.page;
  page.chart.until = today;
  if (!rows->empty()) page.sections.push_back({"said", {label("history_said_note")}, {said_table(*rows)}});
  const auto ended = watch::ended_targets(store);
  if (!ended) return std::unexpected(ended.error());
  page.sections.push_back(record_section(alerts::track_record(*ended)));
  return page;
}

}  // namespace tradewatch::cli
