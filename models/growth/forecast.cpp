#include "models/growth/forecast.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "models/growth/calibration.h"
#include "models/growth/normal_draws.h"
#include "models/growth/smoothing_paths.h"
#include "models/growth/span_paths.h"
#include "models/growth/trailing_growth.h"

namespace tradewatch::growth {
namespace {

std::optional<ForecastError> check(const ForecastRequest& request, std::size_t k) {
  const trade::Series& series = request.components[k];
  if (series.empty()) return ForecastError{ForecastError::Why::no_observation, static_cast<int>(k)};
  if (request.months.last < series.observations.front().span.first)
    return ForecastError{ForecastError::Why::range_before_figures, static_cast<int>(k)};
  return std::nullopt;
}

std::optional<ForecastError> check(const ForecastRequest& request) {
  if (request.components.empty()) return ForecastError{ForecastError::Why::no_component, 0};
  for (std::size_t k = 0; k < request.components.size(); ++k)
    if (const auto error = check(request, k)) return error;
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

// The shares asked for; those of a model that has no say on any component go to SpanGrowth.
MemberShares shares_of(const ForecastRequest& request, const PanelPrior& prior) {
  if (request.frozen) return request.frozen->member_shares;
  MemberShares shares = request.choices.member_shares;
  const auto smoothed = [&](const trade::Series& series) { return can_smooth(series, prior); };
  if (std::ranges::any_of(request.components, smoothed)) return shares;
  double& smoothing = shares[static_cast<std::size_t>(MemberModel::log_smoothing)];
  shares[static_cast<std::size_t>(MemberModel::span_growth)] += smoothing;
  smoothing = 0.0;
  return shares;
}

std::uint64_t seed_of(const ForecastRequest& request, std::size_t k) { return stream_seed(request.seed, k + 1); }

NormalDraws draws_of(const ForecastRequest& request, std::size_t k) {
  const NormalTape* tape = k < request.tapes.size() ? request.tapes[k].get() : nullptr;
  const auto paths = static_cast<std::size_t>(request.paths);
  const bool fits = tape != nullptr && tape->seed() == seed_of(request, k) && tape->shuffled() == paths;
  return fits ? NormalDraws(*tape) : NormalDraws(seed_of(request, k));
}

ComponentPaths component_paths(const ForecastRequest& request, std::size_t k, const PanelPrior& prior) {
  NormalDraws draws = draws_of(request, k);
  const FrozenFit* frozen = request.frozen ? &request.frozen->fits[k] : nullptr;
  return span_growth_paths(request.components[k], request, prior, draws, frozen);
}

constexpr std::uint64_t kSmoothingStream = 1000;  // of seeds; a target has fewer components

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
    case MemberModel::log_smoothing:
      return "log_smoothing";
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

DrawTapes record_draws(const ForecastRequest& request) {
  // A normal for each month of a path; a revision of each of the months that figures tell comes from the tape's end on.
  const auto paths = static_cast<std::size_t>(request.paths);
  const auto normals = paths * static_cast<std::size_t>(request.months.months());
  DrawTapes tapes;
  for (std::size_t k = 0; k < request.components.size(); ++k)
    tapes.push_back(std::make_shared<const NormalTape>(seed_of(request, k), paths, normals));
  return tapes;
}

std::expected<DrawnComponent, ForecastError> draw_component(const ForecastRequest& request, std::size_t k,
                                                            const PanelPrior& prior) {
  if (const auto error = check(request, k)) return std::unexpected(*error);
  return std::make_shared<const ComponentPaths>(component_paths(request, k, prior));
}

std::expected<Forecast, ForecastError> forecast_target(const ForecastRequest& request, const PanelPrior& prior,
                                                       const DrawnComponents& drawn) {
  if (const auto error = check(request)) return std::unexpected(*error);
  std::vector<ComponentPaths> components;
  for (std::size_t k = 0; k < request.components.size(); ++k)
    components.push_back(k < drawn.size() && drawn[k] ? *drawn[k] : component_paths(request, k, prior));
  Forecast forecast;
  forecast.frozen.member_shares = shares_of(request, prior);
  const auto rows_of = deal_to_members(request.paths, forecast.frozen.member_shares);
  for (std::size_t k = 0; k < components.size(); ++k) {
    NormalDraws draws(stream_seed(request.seed, kSmoothingStream + k));
    smooth_ahead(request.components[k], prior, rows_of[static_cast<std::size_t>(MemberModel::log_smoothing)], draws,
                 components[k]);
  }
  const std::vector<int>& rows = rows_of[static_cast<std::size_t>(MemberModel::trailing_growth)];
  if (!rows.empty()) {
    auto quantiles =
        growth_quantiles(stratum_of_total(request.components, prior).growth, own_log_ratios(request.components));
    if (request.frozen && !request.frozen->trailing_log_ratio.empty())
      quantiles.log_ratio = request.frozen->trailing_log_ratio;
    NormalDraws draws(stream_seed(request.seed, 0));
    trail(request.components, GrowthCurve(quantiles), rows, draws, components);
    forecast.frozen.trailing_log_ratio = quantiles.log_ratio;
  }
  for (std::size_t k = 0; k < components.size(); ++k) {
    const trade::Series& series = request.components[k];
    double factor = 1.0;
    if (request.choices.calibrated) factor = spread_factor(series, stratum_for(series, prior));
    if (request.frozen && !request.frozen->fits[k].weight.empty()) factor = request.frozen->fits[k].spread;
    spread(series, factor, components[k]);
  }
  for (std::size_t m = 0; m < kMemberModels.size(); ++m)
    forecast.members.push_back({kMemberModels[m], static_cast<double>(rows_of[m].size()) / request.paths});
  forecast.total = {request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
  for (ComponentPaths& component : components) {
    forecast.total.usd += component.paths.usd;
    forecast.components.push_back(std::move(component.paths));
    forecast.fits.push_back(std::move(component.fit));
    forecast.frozen.fits.push_back(std::move(component.frozen));
  }
  return forecast;
}

}  // namespace tradewatch::growth
