// The forecasts that an assessment of one target is made of, each from as little work as the others leave it.
//
//   near     the headline: kHeadlinePaths of the window
//   far      the long view: kLongViewPaths of months before the window to ten years ahead
//   earlier  the headline as it was before the newest release, for news
//   range    what the range over choices is drawn from: kRangePaths of the window
//
// What is known now is fitted once, for near: the long view and the range hold that fit. Surprises hold the fit of
// `earlier` in the same way. Headlines of both moments draw alike, and so do all forecasts of the range.

#pragma once

#include <optional>
#include <vector>

#include "models/growth/forecast.h"
#include "models/targets/component_series.h"
#include "models/targets/news.h"
#include "models/targets/runner.h"
#include "models/targets/surprise.h"
#include "models/targets/target.h"

namespace tradewatch::targets {

inline constexpr int kHeadlinePaths = 20000;
inline constexpr int kRangePaths = 5000;
inline constexpr int kLongViewPaths = 4000;  // for the reach month, ten years ahead
inline constexpr int kReachMonths = 120;

// How much an assessment is asked for. Verdict and probability have the same bits with each.
enum class Asked {
  everything,
  no_news,        // which cost a forecast a line
  verdict_alone,  // no surprises either, and of the range over choices what each member says alone
};

// What the range is drawn from: the headline's request with fewer paths, and its components: what a variation leaves as
// it is stands on the headline's own fit.
struct RangeDraws {
  growth::ForecastRequest request;
  growth::DrawnComponents drawn;
};

struct TargetForecasts {
  std::optional<growth::Forecast> near;
  std::optional<growth::Forecast> far;
  std::optional<EarlierForecast> earlier;
  RangeDraws range;
  std::vector<Surprise> surprises;  // of the newest release
};

// `now` is complete. `before`: where there was a release. News costs a forecast of `earlier`, so it is made only to
// tell them.
[[nodiscard]] TargetForecasts forecasts_of(const Target& target, const ComponentSeries& now,
                                           const std::optional<BeforeRelease>& before, Asked asked,
                                           const growth::PanelPrior& prior, const Runner& run);

}  // namespace tradewatch::targets
