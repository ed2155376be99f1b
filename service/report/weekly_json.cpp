#include "service/report/assessment_json.h"
#include "service/report/json_values.h"
#include "service/report/weekly_page.h"
#include "service/wording/sentences.h"
#include "service/wording/week_words.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;
using targets::Assessment;
using wording::Language;

array texts(const std::vector<std::string>& lines) {
  array out;
  for (const std::string& line : lines) out.emplace_back(line);
  return out;
}

object before_json(const Before& before) {
  object out = {{"verdict", targets::name_of(before.verdict)}};
  if (before.provisional) out["provisional"] = true;
  put_number(out, "probability", before.probability);
  return out;
}

object transition_json(const storage::TransitionRow& t) {
  object out = {{"alert", t.alert_id}, {"rule", t.rule}, {"from", t.from}, {"to", t.to}};
  out["at"] = trade::format_instant(t.at);
  out["reason"] = reason_json(reason_of(t.reason_json));
  return out;
}

object target_json(const TargetWeek& week, Language l) {
  const Assessment& a = week.assessment;
  object out = assessment_json(a, {std::nullopt, week.alerts});
  out["headline"] = wording::headline(a, l);
  out["paragraphs"] = texts(wording::paragraphs(a, l));
  if (week.before) out["before"] = before_json(*week.before);
  array transitions;
  for (const storage::TransitionRow& t : week.transitions) transitions.push_back(transition_json(t));
  out["transitions"] = std::move(transitions);
  return out;
}

object figure_json(const storage::Vintage& v, Language l) {
  const trade::Figure& f = v.kept.figure;
  object out = {{"series", trade::describe(f.key)}, {"name", wording::series_words(f.key, l)}};
  out["source"] = f.key.source;
  out["period"] = trade::format_period(f.period);
  if (f.value_usd) out["value"] = f.value_text;
  out["unit"] = f.unit;
  put_usd(out, "value_usd", f.value_usd);
  put_usd(out, "previous_value_usd", v.previous_value_usd);
  out["published"] = trade::format_date(f.published);
  out["change"] = trade::name_of(v.change);
  out["document"] = v.kept.document_name;
  out["line"] = f.line;
  return out;
}

object due_json(const Assessment& a, trade::Date today, Language l) {
  object out = {{"target", a.target.id}, {"series", a.due->component}, {"name", due_series(a, l)}};
  out["published"] = trade::format_date(a.due->published);
  out["due"] = trade::format_date(a.due->due);
  out["overdue"] = a.due->due < today;
  out["learned"] = a.due->learned;
  return out;
}

}  // namespace

object weekly_json(const WeeklySnapshot& s, Language l) {
  object out;
  out["week"] = trade::format_iso_week(s.week);
  out["from"] = trade::format_date(s.monday);
  out["to"] = trade::format_date(s.sunday);
  out["over"] = s.over;
  out["time_zone"] = s.zone.name();
  out["as_of"] = trade::format_instant(s.end);
  out["language"] = wording::name_of(l);
  out["title"] = wording::week_title(s.week, l);
  out["changed"] = texts(changes_of(s, l));
  out["attention"] = texts(attention_of(s, l));
  array targets, due, figures;
  for (const TargetWeek& week : s.targets) {
    targets.push_back(target_json(week, l));
    if (week.assessment.due) due.push_back(due_json(week.assessment, s.zone.day_of(s.end), l));
  }
  for (const storage::Vintage* v : figures_of(s)) figures.push_back(figure_json(*v, l));
  out["targets"] = std::move(targets);
  out["figures"] = std::move(figures);
  out["due"] = std::move(due);
  boost::json::value whole = std::move(out);
  translate_reasons(whole, l);
  return std::move(whole.as_object());
}

}  // namespace tradewatch::report
