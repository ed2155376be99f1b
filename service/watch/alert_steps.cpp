#include "service/watch/alert_steps.h"

#include <algorithm>
#include <boost/json.hpp>

#include "service/intake/digest.h"
#include "service/report/assessment_json.h"
#include "service/report/changed_figures_json.h"
#include "service/wording/sentences.h"

namespace tradewatch::watch {
namespace {

namespace json = boost::json;
using alerts::State;

storage::AlertRow fresh(const targets::Assessment& a, const alerts::Finding& finding) {
  storage::AlertRow row;
  row.target = a.target.id;
  row.rule = alerts::name_of(finding.rule);
  row.id = row.target + "." + row.rule;
  row.state = alerts::name_of(State::inactive);
  row.severity = alerts::severity_of(finding.rule);
  return row;
}

// The notice that a transition calls for, or nothing: people are told that it fires and that it is over.
std::string_view notice_kind(State from, State to) {
  if (to == State::firing && from != State::recovering) return "firing";
  return to == State::resolved ? "resolved" : "";
}

json::object notice_body(const targets::Assessment& a, const alerts::Finding& finding, State from, State to,
                         const Moment& moment, std::string_view kind) {
  json::object body;
  body["kind"] = kind;
  body["target"] = a.target.id;
  body["title"] = a.target.title;
  body["rule"] = alerts::name_of(finding.rule);
  body["from"] = alerts::name_of(from);
  body["state"] = alerts::name_of(to);
  body["severity"] = alerts::severity_of(finding.rule);
  body["at"] = trade::format_instant(moment.now);
  body["text"] = wording::alert_message(a, finding.rule, from, to, finding.reason);
  body["reason"] = report::reason_json(finding.reason);
  if (finding.value) body["value"] = *finding.value;
  if (finding.threshold) body["threshold"] = *finding.threshold;
  body["verdict"] = targets::name_of(a.verdict);
  if (a.forecast) body["probability"] = a.forecast->probability;
  body["sequence"] = moment.sequence;
  body["figures"] = report::changed_figures_json(moment.caused_by);
  return body;
}

int rank(std::string_view severity) { return severity == "critical" ? 2 : severity == "warning" ? 1 : 0; }

bool wants(const settings::Receiver& receiver, const storage::AlertRow& row) {
  const bool rule = receiver.rules.empty() ||
                    std::ranges::any_of(receiver.rules, [&](alerts::Rule r) { return alerts::name_of(r) == row.rule; });
  const bool target =
      receiver.targets.empty() || std::ranges::find(receiver.targets, row.target) != receiver.targets.end();
  return rule && target && rank(row.severity) >= rank(settings::name_of(receiver.severity));
}

void queue_notices(AlertSteps& steps, const storage::AlertRow& row, const json::object& body,
                   std::span<const settings::Receiver> receivers, const Moment& moment, std::string_view kind) {
  for (const settings::Receiver& receiver : receivers) {
    if (!wants(receiver, row)) continue;
    const std::string id = intake::sha256_hex(row.id + "|" + row.state + "|" + std::to_string(moment.sequence) + "|" +
                                              trade::format_instant(moment.now) + "|" + receiver.name)
                               .substr(0, 32);
    json::object mine;
    mine["id"] = id;
    for (const auto& [key, value] : body) mine[key] = value;
    steps.notices.push_back(
        {id, row.target, row.id, std::string(kind), receiver.name, json::serialize(mine), moment.now});
  }
}

}  // namespace

AlertSteps step_alerts(const targets::Assessment& a, std::span<const alerts::Finding> findings,
                       std::span<const storage::AlertRow> before, std::span<const settings::Receiver> receivers,
                       const Moment& moment) {
  AlertSteps steps;
  for (const alerts::Finding& finding : findings) {
    const auto held = std::ranges::find(before, alerts::name_of(finding.rule), &storage::AlertRow::rule);
    storage::AlertRow row = held == before.end() ? fresh(a, finding) : *held;
    const State from = alerts::parse_state(row.state).value_or(State::inactive);
    const alerts::Standing next = alerts::step({from, row.steps}, finding.stand, moment.persist);
    const bool moved = next.state != from;
    if (!moved && next.steps == row.steps) continue;
    row.state = alerts::name_of(next.state);
    row.steps = next.steps;
    row.value = finding.value;
    row.threshold = finding.threshold;
    row.reason_json = json::serialize(report::reason_json(finding.reason));
    if (moved) row.since = moment.now;
    const bool opens = from == State::inactive || from == State::resolved;
    if (moved && opens) row.opened = moment.now;
    if (next.state == State::resolved) row.acknowledged_by.clear();
    if (moved) {
      steps.transitions.push_back({row.id, row.target, row.rule, std::string(alerts::name_of(from)), row.state,
                                   moment.now, moment.sequence, row.reason_json, row.value, row.threshold});
      if (const std::string_view kind = notice_kind(from, next.state); !kind.empty()) {
        queue_notices(steps, row, notice_body(a, finding, from, next.state, moment, kind), receivers, moment, kind);
      }
    }
    steps.states.push_back(std::move(row));
  }
  return steps;
}

}  // namespace tradewatch::watch
