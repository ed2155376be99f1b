#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "service/report/assessment_json.h"
#include "service/report/changed_figures_json.h"
#include "service/report/json_values.h"
#include "service/report/replay_report.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;

// What every change of one day carries.
void put_day(object& out, const ReplayStep& step) {
  out["date"] = trade::format_date(step.date);
  if (!step.reading.empty()) out["reading"] = step.reading;
  put_number(out, "probability", step.probability);
  put_usd(out, "median_usd", step.median_usd);
}

void put_cause(object& out, const ReplayStep& step) {
  out["figures"] = changed_figures_json(step.figures);
  if (!step.partner_figures.empty()) out["partner_figures"] = changed_figures_json(step.partner_figures);
}

void add_changes(array& out, const ReplayStep& step) {
  if (step.verdict_changed()) {
    object o;
    o["kind"] = "verdict";
    put_day(o, step);
    if (step.before) o["from"] = targets::name_of(*step.before);
    o["to"] = targets::name_of(step.verdict);
    if (!step.reasons.empty()) o["reason"] = reason_json(step.reasons.front());
    put_cause(o, step);
    out.push_back(std::move(o));
  }
  for (const storage::TransitionRow& t : step.alerts) {
    object o;
    o["kind"] = "alert";
    put_day(o, step);
    o["rule"] = t.rule;
    o["from"] = t.from;
    o["to"] = t.to;
    put_number(o, "value", t.value);
    put_number(o, "threshold", t.threshold);
    boost::system::error_code failed;
    boost::json::value reason = boost::json::parse(t.reason_json, failed);
    if (!failed && reason.is_object()) o["reason"] = std::move(reason);
    put_cause(o, step);
    out.push_back(std::move(o));
  }
}

object step_json(const ReplayStep& step) {
  object o;
  put_day(o, step);
  o["verdict"] = targets::name_of(step.verdict);
  if (step.latest_month) o["latest_month"] = trade::format_month(*step.latest_month);
  o["figures"] = step.figures.size() + step.partner_figures.size();
  o["changed"] = step.changed();
  return o;
}

}  // namespace

object replay_json(const Replay& replay) {
  const targets::Target& t = replay.target;
  object out;
  out["id"] = t.id;
  out["title"] = t.title;
  put_usd(out, "amount_usd", t.amount_usd);
  out["announced"] = trade::format_date(t.announced);
  out["window"] = object{{"from", trade::format_month(t.window.first)}, {"to", trade::format_month(t.window.last)}};
  out["publications"] = replay.publications;
  array changes, steps;
  for (const ReplayStep& step : replay.steps) {
    add_changes(changes, step);
    steps.push_back(step_json(step));
  }
  out["changes"] = std::move(changes);
  out["steps"] = std::move(steps);
  return out;
}

}  // namespace tradewatch::report
