#include "models/growth/forecast.h"

#include <algorithm>
#include <optional>
#include <tuple>

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

// The rows of each model. Each row goes to the model that is furthest behind its share, so rows of the members are
// mixed and any block of rows holds the pool's shares to within one.
std::array<std::vector<int>, kMemberModels.size()> deal_to_members(int rows, const MemberShares& shares) {
  double sum = 0.0;
  for (const double share : shares) sum += share;
  std::array<std::vector<int>, kMemberModels.size()> rows_of;
  for (int r = 0; r < rows; ++r) {
    std::size_t next = 0;
    double most = -1.0;
    for (std::size_t m = 0; m < shares.size(); ++m) {
      const double behind = shares[m] / sum * (r + 1) - static_cast<double>(rows_of[m].size());
      if (behind > most) std::tie(next, most) = std::pair(m, behind);
    }
    rows_of[next].push_back(r);
  }
  return rows_of;
}

// The stratum of the largest component, which is what the total mostly is.
const PriorStratum& stratum_of_total(const std::vector<trade::Series>& components, const PanelPrior& prior) {
  const auto largest = std::ranges::max_element(components, {}, recent_monthly_mean);
  return stratum_for(*largest, prior);
}

}  // namespace

std::string_view name_of(MemberModel model) {
  switch (model) {
    case MemberModel::span_growth:
      return "span_growth";
    case MemberModel::trailing_growth:
      return "trailing_growth";
  }
  return "";
}

MemberShares only(MemberModel model) {
  MemberShares shares{};
  shares[static_cast<std::size_t>(model)] = 1.0;
  return shares;
}

std::expected<Forecast, ForecastError> forecast_target(const ForecastRequest& request, const PanelPrior& prior) {
  if (const auto error = check(request)) return std::unexpected(*error);
  const auto rows_of = deal_to_members(request.paths, request.choices.member_shares);
  std::vector<ComponentPaths> components;
  for (std::size_t k = 0; k < request.components.size(); ++k) {
    NormalDraws draws(stream_seed(request.seed, k + 1));
    components.push_back(span_growth_paths(request.components[k], request, prior,
                                           rows_of[static_cast<std::size_t>(MemberModel::span_growth)], draws));
  }
  Forecast forecast;
  const std::vector<int>& rows = rows_of[static_cast<std::size_t>(MemberModel::trailing_growth)];
  if (!rows.empty()) {
    const auto quantiles =
        growth_quantiles(stratum_of_total(request.components, prior).growth, own_log_ratios(request.components));
    NormalDraws draws(stream_seed(request.seed, 0));
    trail(request.components, GrowthCurve(quantiles), rows, draws, components);
    forecast.trailing_log_ratio = quantiles.log_ratio;
  }
  for (std::size_t m = 0; m < kMemberModels.size(); ++m)
    forecast.members.push_back({kMemberModels[m], static_cast<double>(rows_of[m].size()) / request.paths});
  forecast.total = {request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
  for (ComponentPaths& component : components) {
    forecast.total.usd += component.paths.usd;
    forecast.components.push_back(std::move(component.paths));
    forecast.fits.push_back(std::move(component.fit));
  }
  return forecast;
}

}  // namespace tradewatch::growth
