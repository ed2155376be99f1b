// The weekly report: what needs attention first, every target, the alerts that stand, and what changed.

#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>

#include "models/targets/assessment.h"
#include "service/storage/records.h"

namespace tradewatch::report {

struct WeeklyInput {
  std::span<const targets::Assessment> assessments;     // of every target, in the order of the settings
  std::span<const storage::AlertRow> alerts;            // all that are known
  std::span<const storage::TransitionRow> transitions;  // older ones than seven days are left out here
  trade::Date today{};
};

[[nodiscard]] std::string weekly_text(const WeeklyInput& input);
[[nodiscard]] boost::json::object weekly_json(const WeeklyInput& input);

}  // namespace tradewatch::report
