// One row of a forecast file: the months after an origin of one flow, and their total.
//
// Always an answer, finite and not negative, for one figure, for zeros only and for a flow that never moved. Where
// figures end before the origin the months between are forecast too and take no part in the total. The seed is made
// of the key, so a row does not depend on its place in the file or on its neighbours.

#pragma once

#include <array>
#include <expected>
#include <vector>

#include "models/growth/forecast.h"
#include "models/growth/scores.h"

namespace tradewatch::growth {

struct MonthBand {
  double median_usd = 0.0;
  double low_usd = 0.0;   // 2.5 % quantile
  double high_usd = 0.0;  // 97.5 % quantile
};

enum class RowNote {
  none,
  all_zero,       // every figure is zero, and so is the forecast
  few_figures,    // fewer than 5 figures or 18 months: the band is mostly the panel's
  figures_stale,  // the last figure is more than three months before the origin
};

struct ForecastRow {
  double mean_usd = 0.0;
  std::array<double, kScoredProbabilities.size()> quantile_usd{};  // of the total
  std::vector<MonthBand> months;                                   // one for each of the horizon
  RowNote note = RowNote::none;
};

struct RowChoices {
  int paths = 4000;
  Choices choices;
};

// `series` holds figures up to `origin` only; `horizon` >= 1 months after it are forecast.
[[nodiscard]] std::expected<ForecastRow, ForecastError> forecast_row(const trade::Series& series, trade::Month origin,
                                                                     int horizon, const PanelPrior& prior,
                                                                     const RowChoices& row_choices = {});

// FNV-1a of the key's words, in their order.
[[nodiscard]] std::uint64_t seed_of(const trade::FlowKey& key);

}  // namespace tradewatch::growth
