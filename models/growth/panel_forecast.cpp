#include "models/growth/panel_forecast.h"

#include <algorithm>

namespace tradewatch::growth {
namespace {

RowNote note_of(const trade::Series& series, const ComponentFit& fit, trade::Month origin) {
  const bool zero = std::ranges::all_of(series.observations, [](const auto& o) { return o.value_usd == 0.0; });
  if (zero) return RowNote::all_zero;
  if (fit.observations_used < 5 || fit.months_covered < 18) return RowNote::few_figures;
  return origin - *series.last_month() > 3 ? RowNote::figures_stale : RowNote::none;
}

}  // namespace

std::uint64_t seed_of(const trade::FlowKey& key) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : trade::describe(key)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

std::expected<ForecastRow, ForecastError> forecast_row(const trade::Series& series, trade::Month origin, int horizon,
                                                       const PanelPrior& prior, const RowChoices& row_choices) {
  ForecastRequest request;
  request.components = {series};
  request.months = {origin + 1, origin + horizon};
  request.paths = row_choices.paths;
  request.seed = seed_of(series.key);
  request.choices = row_choices.choices;
  const auto forecast = forecast_target(request, prior);
  if (!forecast) return std::unexpected(forecast.error());

  ForecastRow row;
  row.note = note_of(series, forecast->fits.front(), origin);
  Eigen::ArrayXd total = totals(forecast->total, request.months);
  row.mean_usd = total.mean();
  std::ranges::copy(quantiles(total, kScoredProbabilities), row.quantile_usd.begin());
  constexpr std::array kBand = {0.025, 0.5, 0.975};
  for (int h = 0; h < horizon; ++h) {
    Eigen::ArrayXd month = forecast->total.usd.col(h);
    const std::vector<double> band = quantiles(month, kBand);
    row.months.push_back({.median_usd = band[1], .low_usd = band[0], .high_usd = band[2]});
  }
  return row;
}

}  // namespace tradewatch::growth
