// The published sums of several components as sums of their total.
//
// A span's total is known only when every component's is: one flow published and the other not is a partial month,
// never a fall. Spans are the finest whose two ends all components share.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::targets {

struct CombinedSum {
  trade::MonthSpan span;
  double value_usd = 0.0;
};

// Disjoint, sorted by time.
[[nodiscard]] std::vector<CombinedSum> combine(std::span<const trade::Series> components);

// The total of `span` when consecutive sums tile it exactly.
[[nodiscard]] std::optional<double> total_of(std::span<const CombinedSum> sums, const trade::MonthSpan& span);

// The highest total of exactly twelve months, and the highest monthly average of any one span, on record.
[[nodiscard]] std::optional<CombinedSum> best_twelve_months(std::span<const CombinedSum> sums);
[[nodiscard]] std::optional<CombinedSum> best_monthly_average(std::span<const CombinedSum> sums);

}  // namespace tradewatch::targets
