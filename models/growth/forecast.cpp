#include "models/growth/forecast.h"

#include <algorithm>
#include <optional>

#include "models/growth/normal_draws.h"
#include "models/growth/span_paths.h"
#include "models/growth/trailing_growth.h"

namespace tradewatch::growth {
namespace {

std::optional<ForecastError> check(const ForecastRequest& request) {
  if (request.components.empty()) return ForecastError{ForecastError::Why::no_component, 0};
  for (std::size_t k = 0; k < request.components.size(); ++k) {
    const trade::Series& series = request.components[k];
    if (series.empty()) return ForecastError{ForecastError::Why::no_observation, static_cast<int>(k)};
    if (request.months.last < series.observations.front().span.first)
      return ForecastError{ForecastError::Why::range_before_figures, static_cast<int>(k)};
  }
  return std::nullopt;
}

// Every n-th row, evenly: rows of the members are mixed, so any block of rows holds the pool's shares.
std::vector<int> trailing_rows(int rows, double share) {
  std::vector<int> chosen;
  for (int r = 0; r < rows; ++r)
    if (static_cast<int>((r + 1) * share) > static_cast<int>(r * share)) chosen.push_back(r);
  return chosen;
}

// The stratum of the largest component, which is what the total mostly is.
const PriorStratum& stratum_of_total(const std::vector<trade::Series>& components, const PanelPrior& prior) {
  const auto largest = std::ranges::max_element(components, {}, recent_monthly_mean);
  return stratum_for(*largest, prior);
}

}  // namespace

std::expected<Forecast, ForecastError> forecast_target(const ForecastRequest& request, const PanelPrior& prior) {
  if (const auto error = check(request)) return std::unexpected(*error);
  std::vector<ComponentPaths> components;
  for (std::size_t k = 0; k < request.components.size(); ++k) {
    NormalDraws draws(stream_seed(request.seed, k + 1));
    components.push_back(span_growth_paths(request.components[k], request, prior, draws));
  }
  Forecast forecast;
  const double trailing_share = 1.0 - std::clamp(request.choices.span_growth_weight, 0.0, 1.0);
  const std::vector<int> rows = trailing_rows(request.paths, trailing_share);
  if (!rows.empty()) {
    const auto quantiles =
        growth_quantiles(stratum_of_total(request.components, prior).growth, own_log_ratios(request.components));
    NormalDraws draws(stream_seed(request.seed, 0));
    trail(request.components, GrowthCurve(quantiles), rows, draws, components);
    forecast.trailing_log_ratio = quantiles.log_ratio;
  }
  const double used = static_cast<double>(rows.size()) / request.paths;
  forecast.members = {{"span_growth", 1.0 - used}, {"trailing_growth", used}};
  forecast.total = {request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
  for (ComponentPaths& component : components) {
    forecast.total.usd += component.paths.usd;
    forecast.components.push_back(std::move(component.paths));
    forecast.fits.push_back(std::move(component.fit));
  }
  return forecast;
}

}  // namespace tradewatch::growth
