// The forecast of a target: each component's months as joint sample paths, added up, and the members they come from.
//
// A pure function: same observations, same choices and same seed give the same paths, bit for bit on one build,
// whatever the number of threads. Months that figures already determine keep their published totals on every path
// (up to the revision noise asked for); months inside a published sum that the request cuts are split path by path.
// A month has the same draws whatever figures are known, so two forecasts differ by their figures, little by chance.

#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/growth/panel_prior.h"
#include "models/growth/paths.h"
#include "models/trade/revision_noise.h"
#include "models/trade/series.h"

namespace tradewatch::growth {

// The growth models whose paths are pooled.
enum class MemberModel { span_growth, log_smoothing, trailing_growth };
inline constexpr std::array kMemberModels = {MemberModel::span_growth, MemberModel::log_smoothing,
                                             MemberModel::trailing_growth};
[[nodiscard]] std::string_view name_of(MemberModel model);

// The share of the paths that comes from each model, in the order of kMemberModels: not negative, not all zero, and
// in any scale.
using MemberShares = std::array<double, kMemberModels.size()>;
[[nodiscard]] MemberShares only(MemberModel model);

// What figures cannot settle, so that a caller can vary it and show the range.
struct Choices {
  double offset_share = 0.15;                      // c of ln(usd + c), as a share of the recent monthly mean
  double revision_sd = trade::kDefaultRevisionSd;  // of ln(final / this), for sums whose series does not say
  // Near equal between the two that fit the flow; where no component can be smoothed, SpanGrowth has that share too.
  // Chosen on flows outside the benchmark, origins 2012-12 to 2015-12.
  MemberShares member_shares = {0.55, 0.35, 0.1};
  bool calibrated = true;  // the spread corrected as the panel prior says
};

// A month that was pulled in, as ln(usd + c): frozen, it is cut to `to` again while it lies beyond it on that side.
struct CutMonth {
  trade::Month month;
  double from = 0.0;
  double to = 0.0;
};

// What the figures of one component decided before anything was drawn. News holds it fixed: figures that come then
// move the forecast through the posterior alone, and what a new fit would change is told apart.
struct FrozenFit {
  std::string stratum;
  double offset_usd = 0.0;               // c
  double log_mean = 0.0;                 // of x, about which the smooth part varies
  std::vector<double> weight;            // of each grid point; empty: nothing was fitted, so there is nothing to hold
  std::vector<double> smoothing_weight;  // of each rate of LogSmoothing, or empty
  double spread = 1.0;                   // calibration factor
  std::optional<double> pulling_bound;
  std::vector<CutMonth> cut;
  double month_cap_usd = 0.0;  // no month of a path goes above it; 0 for a flow of zeros
};

struct FrozenForecast {
  std::vector<FrozenFit> fits;             // one a component
  std::vector<double> trailing_log_ratio;  // the growth quantiles of TrailingGrowth, or empty: as fitted
  MemberShares member_shares{};            // those that were used: a model without a say has none
};

class NormalTape;
// What components draw first, where it was drawn already: by place.
using DrawTapes = std::vector<std::shared_ptr<const NormalTape>>;

struct ForecastRequest {
  std::vector<trade::Series> components;  // one or more, none empty
  trade::MonthSpan months;                // of the paths: may begin before the last figure
  int paths = 20000;                      // >= 100
  std::uint64_t seed = 1;
  Choices choices;
  std::optional<FrozenForecast> frozen;  // of an earlier forecast of the same components, choices and prior
  DrawTapes tapes = {};                  // one of another seed or number of paths is not used
};

// For forecasts that differ from `request` in their figures, choices or fits, and draw alike.
[[nodiscard]] DrawTapes record_draws(const ForecastRequest& request);

// One grid point and its share after the series' own figures were seen.
struct WeighedPoint {
  GridPoint point;
  double prior_weight = 0.0;
  double weight = 0.0;
};

// The same for rates of LogSmoothing.
struct WeighedRates {
  SmoothingPoint rates;
  double prior_weight = 0.0;
  double weight = 0.0;
};

// What the models made of one component; for `explain`.
struct ComponentFit {
  trade::FlowKey key;
  std::string stratum;
  double offset_usd = 0.0;  // c, US dollars a month
  int observations_used = 0;
  int months_covered = 0;
  std::vector<WeighedPoint> points;  // heaviest first, all with weight >= 0.001
  GridPoint mean_point;              // weighted mean of the grid, for a reader
  std::vector<WeighedRates> rates;   // of LogSmoothing; empty where it has no say
  double spread = 1.0;               // calibration factor, see calibration.h
  std::vector<trade::Month> months;  // fitted months, from the first observed to the last requested
  std::vector<double> median_usd;    // of each fitted month: exp(mean of the log level) - c, weighted over the grid
  // Months of observations that were pulled in because they lie beyond 8 robust sd of what the others say.
  std::vector<trade::MonthSpan> pulled_in;
};

struct Member {
  MemberModel model = MemberModel::span_growth;
  double weight = 0.0;  // share of the paths
};

// One component as SpanGrowth and its figures have it, before the other members are laid over its rows.
struct ComponentPaths {
  Paths paths;
  ComponentFit fit;
  FrozenFit frozen;
};

using DrawnComponent = std::shared_ptr<const ComponentPaths>;
using DrawnComponents = std::vector<DrawnComponent>;  // by place; null where a forecast has to fit and draw its own

struct Forecast {
  Paths total;                     // sum of the components
  std::vector<Paths> components;   // same order as the request
  std::vector<ComponentFit> fits;  // same order
  std::vector<Member> members;
  FrozenForecast frozen;  // to make another forecast with nothing fitted anew
};

struct ForecastError {
  enum class Why {
    no_component,
    no_observation,        // a component without a single figure
    range_before_figures,  // the request ends before a component's first figure
  };
  Why why = Why::no_component;
  int component = 0;
};

// Component `k` of a request, for forecasts that have it in common: those that differ in the members' shares, or in
// other components, only.
[[nodiscard]] std::expected<DrawnComponent, ForecastError> draw_component(const ForecastRequest& request, std::size_t k,
                                                                          const PanelPrior& prior);

// `drawn` holds components of a request with the same months, paths, seed and choices (but for the members' shares),
// each at its place here; shorter lists are as if filled with null. The bits are those of a forecast without it.
[[nodiscard]] std::expected<Forecast, ForecastError> forecast_target(const ForecastRequest& request,
                                                                     const PanelPrior& prior,
                                                                     const DrawnComponents& drawn = {});

}  // namespace tradewatch::growth
