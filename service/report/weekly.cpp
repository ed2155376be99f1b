#include "service/report/weekly.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/report/alert_history.h"
#include "service/report/assessment_json.h"
#include "service/report/tables.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;
using targets::Assessment;

constexpr int kDaysBack = 7;
constexpr std::size_t kNewestFigures = 6;  // of each target

bool stands(const storage::AlertRow& alert) { return alert.state != "inactive" && alert.state != "resolved"; }

bool needs_attention(const Assessment& a) {
  return targets::urgency(a.verdict) <= targets::urgency(targets::Verdict::unknown);
}

// The most urgent first; equally urgent ones by probability, then as the settings have them.
std::vector<const Assessment*> by_urgency(std::span<const Assessment> assessments) {
  std::vector<const Assessment*> out;
  for (const Assessment& a : assessments) out.push_back(&a);
  const auto probability = [](const Assessment* a) { return a->forecast ? a->forecast->probability : 0.0; };
  std::ranges::stable_sort(out, [&](const Assessment* a, const Assessment* b) {
    return std::pair(targets::urgency(a->verdict), probability(a)) <
           std::pair(targets::urgency(b->verdict), probability(b));
  });
  return out;
}

std::vector<storage::AlertRow> standing_alerts(const WeeklyInput& in) {
  std::vector<storage::AlertRow> out;
  std::ranges::copy_if(in.alerts, std::back_inserter(out), stands);
  return out;
}

std::vector<storage::TransitionRow> recent(const WeeklyInput& in) {
  std::vector<storage::TransitionRow> out;
  std::ranges::copy_if(in.transitions, std::back_inserter(out), [&](const storage::TransitionRow& t) {
    return t.at >= trade::Instant(in.today - std::chrono::days(kDaysBack));
  });
  return out;
}

// Of all components, newest release first; within one release the latest months first.
std::vector<const trade::KeptFigure*> newest_figures(const Assessment& a) {
  std::vector<const trade::KeptFigure*> out;
  for (const auto& component : a.used) {
    for (const trade::KeptFigure& f : component) out.push_back(&f);
  }
  std::ranges::stable_sort(out, [](const trade::KeptFigure* f, const trade::KeptFigure* g) {
    return std::pair(f->figure.published, f->figure.period.last) >
           std::pair(g->figure.published, g->figure.period.last);
  });
  if (out.size() > kNewestFigures) out.resize(kNewestFigures);
  return out;
}

std::string heading(const std::string& text) { return "\n" + text + "\n" + std::string(text.size(), '-') + "\n"; }

std::string attention(const WeeklyInput& in) {
  std::string out;
  for (const Assessment* a : by_urgency(in.assessments)) {
    if (needs_attention(*a)) out += bullet("*", printable(wording::headline(*a)), 0);
  }
  return out.empty() ? "Nothing: every target is on track or achieved.\n" : out;
}

std::string block(const Assessment& a) {
  std::string out = heading(printable(a.target.title.empty() ? a.target.id : a.target.title));
  out += wrapped(printable(wording::headline(a)), 0);
  for (const std::string& paragraph : wording::paragraphs(a)) out += "\n" + wrapped(printable(paragraph), 0);
  const auto newest = newest_figures(a);
  if (newest.empty()) return out;
  out += "\nNewest figures\n";
  TextTable table(
      {{"  series"}, {"period"}, {"value", TextTable::Align::right}, {"unit"}, {"published"}, {"document"}});
  for (const trade::KeptFigure* f : newest) {
    table.add({"  " + trade::describe(f->figure.key), trade::format_period(f->figure.period), f->figure.value_text,
               f->figure.unit, trade::format_date(f->figure.published), printable(f->document_name)});
  }
  return out + table.text();
}

object figure_json(const trade::KeptFigure& f) {
  return {{"series", trade::describe(f.figure.key)},
          {"period", trade::format_period(f.figure.period)},
          {"value", f.figure.value_text},
          {"unit", f.figure.unit},
          {"published", trade::format_date(f.figure.published)},
          {"document", f.document_name}};
}

object transition_json(const storage::TransitionRow& t) {
  object out = {{"alert", t.alert_id}, {"target", t.target}, {"rule", t.rule}, {"from", t.from}, {"to", t.to}};
  out["at"] = trade::format_instant(t.at);
  out["sequence"] = t.sequence;
  return out;
}

object target_json(const Assessment& a, const std::vector<storage::AlertRow>& standing) {
  Standing own;
  for (const storage::AlertRow& alert : standing) {
    if (alert.target == a.target.id) own.alerts.push_back(alert);
  }
  object out = assessment_json(a, own);
  array paragraphs;
  for (const std::string& text : wording::paragraphs(a)) paragraphs.emplace_back(text);
  out["paragraphs"] = std::move(paragraphs);
  array figures;
  for (const trade::KeptFigure* f : newest_figures(a)) figures.push_back(figure_json(*f));
  out["newest_figures"] = std::move(figures);
  return out;
}

}  // namespace

std::string weekly_text(const WeeklyInput& in) {
  const std::string title = "Trade targets, " + wording::date_name(in.today);
  std::string out = title + "\n" + std::string(title.size(), '=') + "\n";
  out += heading("Needs attention") + (in.assessments.empty() ? "No target is set.\n" : attention(in));
  for (const Assessment* a : by_urgency(in.assessments)) out += block(*a);
  out += heading("Alerts that stand") + alerts_table(standing_alerts(in));
  const std::vector<storage::TransitionRow> changes = recent(in);
  out += heading("Changes of the last seven days") + history_table(history_of(changes, {}, changes.size()));
  return out;
}

object weekly_json(const WeeklyInput& in) {
  const auto standing = standing_alerts(in);
  object out;
  out["date"] = trade::format_date(in.today);
  array attention;
  array blocks;
  for (const Assessment* a : by_urgency(in.assessments)) {
    if (needs_attention(*a)) attention.push_back({{"id", a->target.id}, {"headline", wording::headline(*a)}});
    blocks.push_back(target_json(*a, standing));
  }
  out["attention"] = std::move(attention);
  out["targets"] = std::move(blocks);
  array alerts;
  for (const storage::AlertRow& alert : standing) alerts.push_back(alert_json(alert));
  out["alerts"] = std::move(alerts);
  array changes;
  for (const storage::TransitionRow& t : recent(in)) changes.push_back(transition_json(t));
  out["changes"] = std::move(changes);
  return out;
}

}  // namespace tradewatch::report
