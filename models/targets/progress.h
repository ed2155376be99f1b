// Progress of the window's known months, by the two published methods, always named beside their category.
//
// Eurostat (SDG monitoring, "Sustainable development in the European Union", methodology annex): R = actual annual
//   growth / required annual growth; >= 0.95 on track, 0.60 to 0.95 moderate, 0 to 0.60 insufficient, < 0 moving away.
// United Nations (SDG Progress Chart, technical note): q = (expected - baseline) / (amount - baseline), where
//   expected is what the present trend brings by the end; >= 0.95 on track, 0.10 to 0.95 some progress, < 0.10 none.
//
// Window months are compared with the same months of the baseline, since a trailing total still holds months from
// before the window. Under six known months the category is "unable to assess".

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/targets/reason.h"

namespace tradewatch::targets {

inline constexpr int kMonthsToAssessProgress = 6;

struct Progress {
  std::string method;                   // "eurostat" or "un"
  std::optional<double> actual_annual;  // growth a year, 0.10 is 10 %
  std::optional<double> required_annual;
  std::optional<double> ratio;   // R or q
  std::string category;          // "on track", "moderate", ..., "unable to assess"
  std::optional<Reason> reason;  // why it cannot be assessed
};

struct ProgressInput {
  int known_months = 0;                            // of the window, complete
  double window_to_date_usd = 0.0;                 // total of those months
  std::optional<double> same_months_baseline_usd;  // the same calendar months of the baseline
  int months_between = 0;                          // from the baseline's start to the window's start
  std::optional<double> baseline_usd;
  double amount_usd = 0.0;
  std::optional<double> expected_usd;  // median of the window's total
};

[[nodiscard]] std::vector<Progress> progress_of(const ProgressInput& input);

}  // namespace tradewatch::targets
