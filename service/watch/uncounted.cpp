#include "service/watch/uncounted.h"

#include <algorithm>

namespace tradewatch::watch {
namespace {

using alerts::Stand;
using alerts::State;

bool differ(Stand stand, State state) {
  const bool at_rest = state == State::inactive || state == State::resolved;
  return (stand == Stand::holds && at_rest) || (stand == Stand::clear && state == State::firing);
}

}  // namespace

std::vector<alerts::Rule> uncounted(const targets::Assessment& assessment, std::span<const storage::AlertRow> alerts) {
  std::vector<alerts::Rule> rules;
  for (const alerts::Finding& finding : alerts::findings_of(assessment)) {
    const auto held = std::ranges::find(alerts, alerts::name_of(finding.rule), &storage::AlertRow::rule);
    const State state =
        held == alerts.end() ? State::inactive : alerts::parse_state(held->state).value_or(State::inactive);
    if (differ(finding.stand, state)) rules.push_back(finding.rule);
  }
  return rules;
}

}  // namespace tradewatch::watch
