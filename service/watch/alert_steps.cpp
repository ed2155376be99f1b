#include "service/watch/alert_steps.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "service/report/assessment_json.h"

namespace tradewatch::watch {
namespace {

using alerts::State;

storage::AlertRow fresh(const targets::Assessment& a, const alerts::Finding& finding) {
  storage::AlertRow row;
  row.target = a.target.id;
  row.rule = alerts::name_of(finding.rule);
  row.id = row.target + "." + row.rule;
  row.state = alerts::name_of(State::inactive);
  return row;
}

// One step of one alert: its row, and the transition where its state is another.
struct Stepped {
  storage::AlertRow row;
  State from = State::inactive;
  bool moved = false;
};

Stepped step_one(storage::AlertRow row, const alerts::Finding& finding, const alerts::Standing& next,
                 const Moment& moment) {
  Stepped out{std::move(row), State::inactive, false};
  out.from = alerts::parse_state(out.row.state).value_or(State::inactive);
  out.moved = next.state != out.from;
  out.row.state = alerts::name_of(next.state);
  out.row.steps = next.steps;
  out.row.severity = alerts::severity_of(finding.rule);
  out.row.value = finding.value;
  out.row.threshold = finding.threshold;
  out.row.reason_json = boost::json::serialize(report::reason_json(finding.reason));
  if (out.moved) out.row.since = moment.now;
  if (out.moved && (out.from == State::inactive || out.from == State::resolved)) out.row.opened = moment.now;
  if (next.state == State::resolved || next.state == State::inactive) out.row.acknowledged.reset();
  return out;
}

storage::TransitionRow transition_of(const Stepped& s, const Moment& moment) {
  return {s.row.id,    s.row.target,   s.row.rule,      std::string(alerts::name_of(s.from)),
          s.row.state, moment.now,     moment.sequence, s.row.reason_json,
          s.row.value, s.row.threshold};
}

// Steps of every finding, and the words that there are to say.
std::vector<Word> step_all(storage::AlertWrite& write, const targets::Assessment& a,
                           std::span<const alerts::Finding> findings, const storage::AlertBook& book,
                           const Moment& moment) {
  std::vector<Word> words;
  for (const alerts::Finding& finding : findings) {
    const auto held = std::ranges::find(book.alerts, alerts::name_of(finding.rule), &storage::AlertRow::rule);
    storage::AlertRow row = held == book.alerts.end() ? fresh(a, finding) : *held;
    State from = alerts::parse_state(row.state).value_or(State::inactive);
    const int persist = alerts::acts_at_once(finding.rule) ? 1 : a.target.alert.persist;
    const bool anew =
        alerts::tells_of_one_release(finding.rule) && from == State::firing && finding.stand == alerts::Stand::holds;
    if (anew) {  // the alert of the release before is over, and this is another
      const Stepped over = step_one(std::move(row), finding, {State::resolved, 0}, moment);
      write.transitions.push_back(transition_of(over, moment));
      row = over.row;
      from = State::resolved;
    }
    const alerts::Standing next = alerts::step({from, row.steps}, finding.stand, persist);
    if (next.state == from && next.steps == row.steps) continue;
    Stepped stepped = step_one(std::move(row), finding, next, moment);
    if (stepped.moved) {
      write.transitions.push_back(transition_of(stepped, moment));
      words.push_back({stepped.row, {finding.rule, stepped.from, next.state, finding.reason}});
    }
    write.states.push_back(std::move(stepped.row));
  }
  return words;
}

storage::AlertWrite open_write(const targets::Assessment& a, const storage::AlertBook& book) {
  storage::AlertWrite write;
  write.target = a.target.id;
  write.book = book.number;
  return write;
}

}  // namespace

storage::AlertWrite step_alerts(const targets::Assessment& a, std::span<const alerts::Finding> findings,
                                const storage::AlertBook& book, std::span<const settings::Receiver> receivers,
                                const Moment& moment) {
  storage::AlertWrite write = open_write(a, book);
  const std::vector<Word> words = step_all(write, a, findings, book, moment);
  Notices notices(a, book, receivers, moment);
  notices.tell(words);
  std::move(notices).finish(write);
  return write;
}

storage::AlertWrite pass_time(const targets::Assessment& a, const storage::AlertBook& book,
                              std::span<const settings::Receiver> receivers, trade::Instant now) {
  storage::AlertWrite write = open_write(a, book);
  const Moment moment{now, a.sequence};
  const trade::Date today = std::chrono::floor<std::chrono::days>(now);
  // Silence is noticed at once: no releases come that could be counted.
  const std::array findings = {alerts::stale_finding(a.due, today)};
  const std::vector<Word> words = step_all(write, a, findings, book, moment);
  Notices notices(a, book, receivers, moment);
  notices.tell(words);
  std::vector<storage::AlertRow> unmoved = book.alerts;
  std::erase_if(unmoved, [&](const storage::AlertRow& row) {
    return std::ranges::any_of(words, [&](const Word& word) { return word.row.id == row.id; });
  });
  notices.catch_up(unmoved);
  std::move(notices).finish(write);
  return write;
}

}  // namespace tradewatch::watch
