// What must hold of a life: after every step, and in the end.

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "tests/simulation/life.h"

namespace tradewatch::simulation {
namespace {

bool is_watched(const std::string& rule) {
  return std::ranges::any_of(kWatched, [&](Watched w) { return name_of(w) == rule; });
}

std::string text_of(const std::vector<Spoken>& words) {
  std::string text;
  for (const auto& [at, receiver, kind, rule] : words)
    text += fmt::format("\n    {} to {}: {} {}", at, receiver, rule, kind);
  return text.empty() ? "\n    nothing" : text;
}

}  // namespace

void Life::compare(const std::string& after) {
  const auto rows = store_->alerts(std::string("t"));
  if (!rows) return wrong("alerts cannot be read after " + after);
  for (const Watched rule : kWatched) {
    const auto row = std::ranges::find(*rows, name_of(rule), &storage::AlertRow::rule);
    const std::string state = row == rows->end() ? "inactive" : row->state;
    if (state != model_.state_of(rule))
      wrong(fmt::format("after {} {} is {}, and must be {}", after, name_of(rule), state, model_.state_of(rule)));
    const bool acknowledged = row != rows->end() && row->acknowledged;
    if (acknowledged != model_.is_acknowledged(rule))
      wrong(fmt::format("after {} {} is {}acknowledged", after, name_of(rule), acknowledged ? "" : "not "));
  }
  compare_words(after);
}

// What was queued since the last time: said to those who must hear it, and nothing inside a silence.
void Life::compare_words(const std::string& after) {
  std::vector<Spoken> spoken;
  for (const auto& row : query(
           "SELECT number, queued, receiver, kind, body FROM notice WHERE number > ? ORDER BY number", seen_notice_)) {
    seen_notice_ = row[0];
    ++tally_.notices;
    const auto body = boost::json::parse(row[4]);
    for (const auto& alert : body.at("alerts").as_array()) {
      const std::string rule(alert.at("rule").as_string());
      if (model_.is_silent(rule, row[2], clock_.now())) wrong(rule + " was told to " + row[2] + " inside a silence");
      if (is_watched(rule)) spoken.emplace_back(row[1], row[2], row[3], rule);
    }
  }
  std::ranges::sort(spoken);
  const auto must = model_.spoken();
  if (spoken != must) wrong(fmt::format("after {} was said:{}\n  must be:{}", after, text_of(spoken), text_of(must)));
}

void Life::check_transitions() {
  std::map<std::string, std::string> states;
  for (const auto& row : query("SELECT alert_id, state_from, state_to FROM transition ORDER BY number")) {
    ++tally_.transitions;
    std::string& state = states.emplace(row[0], "inactive").first->second;
    if (row[1] != state) wrong(row[0] + " leaves " + row[1] + " and was " + state);
    if (row[1] == row[2]) wrong(row[0] + " goes from " + row[1] + " to itself");
    state = row[2];
  }
  const auto alerts = store_->alerts(std::string("t")).value();
  for (const storage::AlertRow& row : alerts) {
    if (states.contains(row.id) && states[row.id] != row.state) wrong(row.id + " is not where its transitions lead");
  }
  const auto verified = store_->verify();
  if (!verified || !verified->faults.empty()) wrong("the store is not sound");
}

// Each receiver has every notice that was not given up, in order; a repeat has the same bytes.
void Life::check_deliveries() {
  for (const auto& [name, hearing] : hearings_) {
    std::vector<std::string> order;
    std::map<std::string, std::string> bytes;
    for (const auto& [id, body] : hearing.notices) {
      const auto [it, first] = bytes.emplace(id, body);
      if (first) order.push_back(id);
      if (!first) ++tally_.repeats;
      if (it->second != body) wrong("notice " + id + " came with other bytes");
    }
    std::vector<std::string> must;
    for (const auto& row :
         query("SELECT id, body, state, attempts FROM notice WHERE receiver = ? ORDER BY number", name)) {
      if (row[2] == "given_up") {
        if (std::stoi(row[3]) < delivery::kMinTries) wrong("notice " + row[0] + " was given up after " + row[3]);
        std::erase(order, row[0]);  // it may have been taken without a word
        continue;
      }
      must.push_back(row[0]);
      if (bytes[row[0]] != row[1]) wrong("notice " + row[0] + " was told otherwise than it is kept");
    }
    if (order != must)
      wrong(fmt::format("{} took {} notices of {}, or in another order", name, order.size(), must.size()));
  }
}

void Life::check_last_words() {
  std::map<std::pair<std::string, std::string>, std::string> last;  // by receiver and alert
  std::set<std::pair<std::string, std::string>> unsure;             // the last word was given up
  for (const auto& row : query("SELECT receiver, kind, body, state FROM notice ORDER BY number")) {
    const auto body = boost::json::parse(row[2]);
    for (const auto& alert : body.at("alerts").as_array()) {
      const std::pair<std::string, std::string> key{row[0], std::string(alert.at("id").as_string())};
      last[key] = row[1];
      if (row[3] == "given_up")
        unsure.insert(key);
      else
        unsure.erase(key);
    }
  }
  const auto alerts = store_->alerts(std::string("t")).value();
  for (const storage::AlertRow& row : alerts) {
    for (const settings::Receiver& receiver : settings_.receivers) {
      const std::pair<std::string, std::string> key{receiver.name, row.id};
      const bool heard = last.contains(key) && last[key] != "resolved";
      const bool severe = receiver.severity != settings::Severity::critical || row.severity == "critical";
      const bool asked = receiver.rules.empty() || row.rule == "stale" || row.rule == "off_track";
      const bool stands = (row.state == "firing" || row.state == "recovering") && severe && asked;
      if (heard != stands && !unsure.contains(key))
        wrong(fmt::format("{} is {}, and the last word to {} was '{}'", row.id, row.state, receiver.name, last[key]));
    }
  }
}

// `parameter` is bound where the text has a place for it. Statements are kept, since a life asks the same thousands of
// times.
Life::Table Life::query(const std::string& sql, const std::string& parameter) {
  Table table;
  if (reader_ == nullptr) sqlite3_open_v2((folder_.path() / "s.db").c_str(), &reader_, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_stmt*& statement = questions_[sql];
  if (statement == nullptr) sqlite3_prepare_v2(reader_, sql.c_str(), -1, &statement, nullptr);
  sqlite3_bind_text(statement, 1, parameter.c_str(), -1, SQLITE_TRANSIENT);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    auto& row = table.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const unsigned char* text = sqlite3_column_text(statement, i);
      row.emplace_back(text == nullptr ? "" : reinterpret_cast<const char*>(text));
    }
  }
  sqlite3_reset(statement);
  return table;
}

std::string Life::rows() {
  std::string text;
  for (const char* sql :
       {"SELECT target, sequence, settings_digest, at, verdict, probability, release, json FROM assessment ORDER BY "
        "number",
        "SELECT alert_id, state_from, state_to, at, sequence, value, threshold, reason_json FROM transition "
        "ORDER BY number",
        "SELECT id, target, alert_id, kind, receiver, body, queued FROM notice ORDER BY number"}) {
    for (const auto& row : query(sql)) {
      for (const std::string& cell : row) text += cell + "|";
      text += "\n";
    }
  }
  return text;
}

std::string Life::heard() const {
  std::string text;
  for (const auto& [name, hearing] : hearings_) {
    for (const auto& [id, body] : hearing.notices) text += name + " " + id + "\n";
  }
  return text;
}

}  // namespace tradewatch::simulation
