// Quantiles of sample paths, as assessments print them.

#pragma once

#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::targets {

// `values` is not empty and is reordered.
[[nodiscard]] Band band_of(Eigen::ArrayXd& values);

// The share of `totals` that is at least `amount`, 0 to 1.
[[nodiscard]] double share_reaching(const Eigen::ArrayXd& totals, double amount);

[[nodiscard]] std::vector<MonthBandOf> month_bands(const growth::Paths& paths, const trade::MonthSpan& months);

// Of the twelve months that end with each of `months`; the paths begin at least eleven months before the first.
[[nodiscard]] std::vector<MonthBandOf> trailing_bands(const growth::Paths& paths, const trade::MonthSpan& months);

// When the trailing twelve-month total of each path first reaches `amount` after `latest`.
struct Reach {
  std::optional<trade::Month> median;
  double never_share = 1.0;
  std::vector<std::pair<trade::Month, double>> by_month;  // cumulative probability, to `until`
};
[[nodiscard]] Reach reach_of(const growth::Paths& paths, trade::Month latest, trade::Month until, double amount);

}  // namespace tradewatch::targets
