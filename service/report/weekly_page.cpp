#include "service/report/weekly_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "service/report/assessment_json.h"
#include "service/report/fan_chart_of.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"
#include "service/wording/week_words.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;
using wording::isolated;
using wording::Language;
using wording::message;
using wording::plural;
using wording::say;

constexpr std::size_t kFiguresShown = 60;  // a backfill may bring thousands

std::string title_of(const Assessment& a) { return a.target.title.empty() ? a.target.id : a.target.title; }

std::string about(const Assessment& a, const std::string& text, Language l) {
  return say(l, message("weekly report", "{title}. {text}"), {{"title", title_of(a)}, {"text", text}});
}

bool needs_attention(const Assessment& a) {
  return targets::urgency(a.verdict) <= targets::urgency(targets::Verdict::unknown);
}

bool is_overdue(const Assessment& a, trade::Date day) { return a.due && a.due->due < day; }

std::string change_of(const TargetWeek& week, Language l) {
  const Assessment& a = week.assessment;
  std::string text =
      wording::verdict_move_sentence({week.before->verdict, a.verdict, week.before->provisional, a.provisional}, l);
  if (a.news && a.forecast && a.verdict != targets::Verdict::unknown)
    text += " " + wording::week_news_sentence(*a.news, l);
  if (a.verdict == targets::Verdict::unknown && !a.reasons.empty())
    text += " " + wording::sentence(a.reasons.front(), l);
  return about(a, text, l);
}

std::string alert_line(const std::string& rule, const std::string& state, trade::Date since,
                       const std::string& reason_json, Language l) {
  const std::string line = wording::alert_sentence(rule, state, since, l);
  const targets::Reason reason = reason_of(reason_json);
  return reason.code.empty() ? line : line + " " + wording::sentence(reason, l);
}

PageSection changes_section(const WeeklySnapshot& s, Language l) {
  PageSection section;
  section.heading = say(l, message("weekly report", "What changed this week"));
  section.points = changes_of(s, l);
  if (section.points.empty())
    section.paragraphs.push_back(
        say(l, message("weekly report", "Nothing: no figure of a target came in, and no alert changed.")));
  return section;
}

PageSection attention_section(const WeeklySnapshot& s, Language l) {
  PageSection section;
  section.heading = say(l, message("weekly report", "What needs attention"));
  section.points = attention_of(s, l);
  if (s.targets.empty()) {
    section.paragraphs.push_back(say(l, message("weekly report", "No target is set.")));
  } else if (section.points.empty()) {
    section.paragraphs.push_back(
        say(l, message("weekly report", "Nothing: every target is on track or achieved, and no figure is overdue.")));
  }
  return section;
}

// The news stand under "What changed", of the week as a whole.
std::vector<std::string> paragraphs_without_news(const Assessment& a, Language l) {
  std::vector<std::string> paragraphs = wording::paragraphs(a, l);
  std::erase(paragraphs, wording::news_sentence(a, l));
  return paragraphs;
}

PageSection target_section(const WeeklySnapshot& s, const TargetWeek& week, Language l) {
  const Assessment& a = week.assessment;
  PageSection section;
  section.heading = title_of(a);
  section.verdict = targets::name_of(a.verdict);
  section.paragraphs = paragraphs_without_news(a, l);
  // One that cannot be judged says why in its first paragraph: the headline would say it twice.
  if (a.verdict != targets::Verdict::unknown) {
    section.paragraphs.insert(section.paragraphs.begin(), wording::headline(a, l));
  }
  section.chart = fan_chart(a, l);
  section.chart->id = "week-" + a.target.id;
  for (const storage::AlertRow& alert : week.alerts) {
    std::string line = alert_line(alert.rule, alert.state, s.zone.day_of(alert.since), alert.reason_json, l);
    if (alert.acknowledged) {
      const storage::Acknowledgement& seen = *alert.acknowledged;
      const auto until = seen.until ? std::optional(s.zone.day_of(*seen.until)) : std::nullopt;
      line += " " + wording::acknowledged_sentence(seen.author, seen.note, s.zone.day_of(seen.at), until, l);
    }
    section.points.push_back(std::move(line));
  }
  return section;
}

std::string change_cell(const storage::Vintage& v, Language l) {
  std::string change = wording::change_words(v.change, l);
  if (!v.previous_value_usd || v.change == trade::Change::first) return change;
  return say(l, message("weekly report", "{change}, was {amount}"),
             {{"change", change}, {"amount", wording::money(*v.previous_value_usd, l)}});
}

std::string source_cell(const storage::Vintage& v, Language l) {
  return isolated(l, fmt::format("{}: {}, {}", v.kept.figure.key.source, v.kept.document_name, v.kept.figure.line));
}

PageSection figures_section(const WeeklySnapshot& s, Language l) {
  PageSection section;
  section.heading = say(l, message("weekly report", "Figures that came in"));
  const auto figures = figures_of(s);
  if (figures.empty()) {
    section.paragraphs.push_back(say(l, message("weekly report", "None in this week.")));
    return section;
  }
  PageTable table;
  table.header = {say(l, message("column", "Figure")),     say(l, message("column", "Period")),
                  say(l, message("column", "Value")),      say(l, message("column", "Published")),
                  say(l, message("column", "What it is")), say(l, message("column", "Source: document, line"))};
  for (const storage::Vintage* v : figures) {
    if (table.rows.size() == kFiguresShown) break;
    const trade::Figure& f = v->kept.figure;
    table.rows.push_back({wording::series_words(f.key, l), wording::span_name(f.period, l),
                          f.value_usd ? isolated(l, f.value_text + " " + f.unit) : "",
                          wording::date_name(f.published, l), change_cell(*v, l), source_cell(*v, l)});
  }
  if (figures.size() > kFiguresShown) {
    table.note = say(l, plural("weekly report", "{count} more figure came in.", "{count} more figures came in."),
                     static_cast<int>(figures.size() - kFiguresShown));
  }
  section.table = std::move(table);
  return section;
}

PageSection due_section(const WeeklySnapshot& s, Language l) {
  PageSection section;
  section.heading = say(l, message("weekly report", "Figures that are due"));
  PageTable table;
  table.header = {say(l, message("column", "Target")), say(l, message("column", "Due first")),
                  say(l, message("column", "Newest published")), say(l, message("column", "Next due by")),
                  say(l, message("column", "Known from"))};
  for (const TargetWeek& week : s.targets) {
    const Assessment& a = week.assessment;
    if (!a.due) continue;
    std::string due = wording::date_name(a.due->due, l);
    if (is_overdue(a, s.zone.day_of(s.end)))
      due = say(l, message("weekly report", "{date} (overdue)"), {{"date", due}});
    const std::string how =
        a.due->learned
            ? say(l, plural("weekly report", "{count} earlier release", "{count} earlier releases"), a.due->releases)
            : say(l, message("weekly report", "the settings"));
    table.rows.push_back(
        {isolated(l, title_of(a)), due_series(a, l), wording::date_name(a.due->published, l), std::move(due), how});
  }
  if (table.rows.empty()) {
    section.paragraphs.push_back(say(l, message("weekly report", "No target has figures yet.")));
  } else {
    section.table = std::move(table);
  }
  return section;
}

}  // namespace

std::vector<std::string> changes_of(const WeeklySnapshot& s, Language l) {
  std::vector<std::string> out;
  for (const TargetWeek& week : s.targets) {
    if (week.before) out.push_back(change_of(week, l));
  }
  for (const TargetWeek& week : s.targets) {
    for (const storage::TransitionRow& t : week.transitions)
      out.push_back(about(week.assessment, alert_line(t.rule, t.to, s.zone.day_of(t.at), t.reason_json, l), l));
  }
  return out;
}

std::vector<std::string> attention_of(const WeeklySnapshot& s, Language l) {
  std::vector<std::string> out;
  int unseen = 0;
  for (const TargetWeek& week : s.targets) {
    const Assessment& a = week.assessment;
    if (needs_attention(a)) out.push_back(wording::headline(a, l));
    unseen += static_cast<int>(std::ranges::count_if(
        week.alerts, [](const storage::AlertRow& alert) { return alert.state == "firing" && !alert.acknowledged; }));
  }
  for (const TargetWeek& week : s.targets) {
    const Assessment& a = week.assessment;
    if (is_overdue(a, s.zone.day_of(s.end)))
      out.push_back(about(a, wording::overdue_sentence(due_series(a, l), a.due->due, l), l));
  }
  if (unseen > 0) out.push_back(wording::unacknowledged_sentence(unseen, l));
  return out;
}

std::vector<const storage::Vintage*> figures_of(const WeeklySnapshot& s) {
  std::vector<const storage::Vintage*> out;
  std::set<std::int64_t> seen;
  for (const TargetWeek& week : s.targets) {
    for (const storage::Vintage& v : week.came_in) {
      if (seen.insert(v.kept.id).second) out.push_back(&v);
    }
  }
  std::ranges::stable_sort(out, std::greater{}, [](const storage::Vintage* v) { return v->kept.figure.published; });
  return out;
}

std::string due_series(const Assessment& a, Language l) {
  for (const targets::Component& c : a.target.components) {
    if (targets::describe(c) != a.due->component) continue;
    std::string flow = wording::flow_words(c.reporter, c.flow, c.partner, l);
    if (!c.source) return flow;
    return say(l, message("series", "{series} ({more})"), {{"series", flow}, {"more", *c.source}});
  }
  return isolated(l, a.due->component);
}

WeeklyPage weekly_page(const WeeklySnapshot& s, Language l) {
  WeeklyPage page;
  page.title = wording::week_title(s.week, l);
  page.days = wording::week_days(s.monday, s.sunday, s.zone.name(), s.over, l);
  page.sections.push_back(changes_section(s, l));
  page.sections.push_back(attention_section(s, l));
  for (const TargetWeek& week : s.targets) page.sections.push_back(target_section(s, week, l));
  page.sections.push_back(figures_section(s, l));
  page.sections.push_back(due_section(s, l));
  page.foot.push_back(wording::likelihood_key(l));
  page.foot.push_back(say(l, message("weekly report",
                                     "Made by tradewatch from published figures; `tradewatch explain` names every "
                                     "figure, model and formula behind a number.")));
  return page;
}

}  // namespace tradewatch::report
