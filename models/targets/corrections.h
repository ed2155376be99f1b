// What a release corrected of what was known before: figures with another value, figures taken back, and sums that a
// newer sum contradicts.
//
// The trailing total is held before and after over the same twelve months, those that ended with the newest month of
// then; where figures of then or of now do not determine it, only single figures speak.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/targets/news.h"

namespace tradewatch::targets {

// One figure that is not what it was.
struct Correction {
  std::string figure;  // "sbp PAK export KAZ 2025-11"
  trade::MonthSpan months;
  double before_usd = 0.0;
  double after_usd = 0.0;  // 0 when it was taken back
  bool withdrawn = false;
  std::string contradicted_by;  // a sum of more months that is smaller; empty: its own newer vintage
};

struct Corrections {
  trade::MonthSpan trailing;  // the twelve months that ended with the newest month before the release
  std::optional<double> trailing_before_usd;
  std::optional<double> trailing_after_usd;
  std::vector<Correction> figures;  // inside the trailing months, roundings left out; by months
};

// Nothing where a component had no figures before the release, or is another series now.
[[nodiscard]] std::optional<Corrections> corrections_of(const BeforeRelease& before, const ComponentSeries& now);

}  // namespace tradewatch::targets
