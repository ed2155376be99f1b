// A backtest as text for a terminal and as JSON.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/growth/backtest_summary.h"
#include "models/growth/early_warning.h"

namespace tradewatch::report {

struct BacktestReport {
  std::string name;                   // the target's id, or the panel's file
  std::string title;                  // the target's; empty for a panel
  std::string reading;                // of the target; empty: the main one
  std::vector<trade::Month> origins;  // ascending
  growth::BacktestChoices choices;
  int series = 1;                            // of a panel
  std::vector<growth::OriginScores> scores;  // of a target: told one by one
  growth::BacktestSummary summary;
  std::optional<growth::WarningSummary> early_warning;
};

[[nodiscard]] std::string backtest_text(const BacktestReport& report);

// Scores to six decimals, dollars whole; what could not be scored is counted by its reason.
[[nodiscard]] boost::json::object backtest_json(const BacktestReport& report);

// "nothing_known", ...: the codes of the JSON.
[[nodiscard]] std::string_view code_of(growth::NotScored why);

}  // namespace tradewatch::report
