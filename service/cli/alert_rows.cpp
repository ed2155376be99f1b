#include "service/cli/alert_rows.h"

#include <algorithm>
#include <string>
#include <vector>

#include "models/alerts/rule.h"
#include "service/report/alert_history.h"
#include "service/report/assessment_json.h"
#include "service/report/text_layout.h"
#include "service/web/labels.h"
#include "service/wording/event_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

using report::printable;
using web::label;
using web::NamedTable;
using wording::Language;

std::string rule_of(const std::string& name, Language l) {
  const auto rule = alerts::parse_rule(name);
  return rule ? wording::rule_words(*rule, l) : name;
}

// The rule of an alert that an event names by its id alone; a silence may be of any.
std::string rule_of(const storage::AlertEvent& event, const Background& background, Language l) {
  if (event.alert_id.empty()) return label("alert_any", l);
  const auto standing = std::ranges::find(background.standing.alerts, event.alert_id, &storage::AlertRow::id);
  if (standing != background.standing.alerts.end()) return rule_of(standing->rule, l);
  const auto changed = std::ranges::find(background.transitions, event.alert_id, &storage::TransitionRow::alert_id);
  return changed == background.transitions.end() ? printable(event.alert_id) : rule_of(changed->rule, l);
}

std::vector<std::string> row_of(const storage::TransitionRow& t, Language l) {
  return {wording::moment_name(t.at, l), rule_of(t.rule, l), wording::state_change_words(t.from, t.to, l),
          printable(wording::sentence(report::reason_of(t.reason_json), l))};
}

std::vector<std::string> row_of(const storage::AlertEvent& e, const Background& background, Language l) {
  return {wording::moment_name(e.at, l), rule_of(e, background, l), wording::happening_words(e.kind, l),
          printable(wording::happening_sentence({e.kind, e.receiver, e.author, e.note, e.reference}, l))};
}

}  // namespace

NamedTable alerts_table(const Background& background, Language l) {
  NamedTable table{label("table_alerts", l),
                   {label("alert_rule", l), label("alert_state", l), label("alert_severity", l),
                    label("alert_since", l), label("alert_why", l)},
                   {}};
  for (const storage::AlertRow& a : background.standing.alerts) {
    const auto state = alerts::parse_state(a.state);
    table.rows.push_back({rule_of(a.rule, l), state ? wording::state_words(*state, l) : a.state,
                          wording::severity_words(a.severity, l), wording::moment_name(a.since, l),
                          wording::sentence(report::reason_of(a.reason_json), l)});
  }
  return table;
}

NamedTable alert_history_table(const Background& background, Language l) {
  NamedTable table{label("table_alert_history", l),
                   {label("alert_at", l), label("alert_rule", l), label("alert_change", l), label("alert_why", l)},
                   {}};
  for (const auto& entry : report::history_of(background.transitions, background.events, kAlertChangesShown)) {
    table.rows.push_back(entry.transition != nullptr ? row_of(*entry.transition, l)
                                                     : row_of(*entry.event, background, l));
  }
  return table;
}

}  // namespace tradewatch::cli
