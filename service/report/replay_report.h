// A replay of a target's past: each publication that changed its verdict or an alert, with the figures that did it.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/targets/assessment.h"
#include "service/storage/records.h"

namespace tradewatch::report {

// One day of the replay: figures of the target were published, or were overdue.
struct ReplayStep {
  trade::Date date{};
  std::vector<storage::Vintage> figures;  // published that day, of the components; empty when time alone did it
  std::vector<storage::Vintage> partner_figures;
  targets::Verdict verdict = targets::Verdict::unknown;
  std::string reading;                     // the one that rules that day; empty: the main one
  std::optional<targets::Verdict> before;  // the verdict until then; absent on the first day
  std::optional<double> probability;       // as said that day: absent where the verdict is unknown or arithmetic
  std::optional<double> median_usd;        // of the window's total
  std::optional<trade::Month> latest_month;
  std::vector<targets::Reason> reasons;  // of an unknown or decided verdict, the first tells why
  std::vector<storage::TransitionRow> alerts;

  [[nodiscard]] bool verdict_changed() const { return before != verdict; }
  [[nodiscard]] bool changed() const { return verdict_changed() || !alerts.empty(); }
};

struct Replay {
  targets::Target target;
  std::vector<ReplayStep> steps;  // by date
  int publications = 0;           // days on which figures of the target were published
};

// The steps that changed something.
[[nodiscard]] std::string replay_text(const Replay& replay);

// Those, and every step's verdict, probability and median.
[[nodiscard]] boost::json::object replay_json(const Replay& replay);

}  // namespace tradewatch::report
