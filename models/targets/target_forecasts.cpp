#include "models/targets/target_forecasts.h"

#include <algorithm>

namespace tradewatch::targets {
namespace {

using trade::Month;

constexpr int kHistoryMonths = 36;  // that the long view goes back, where figures reach

trade::MonthSpan long_view_of(const Target& target, const std::vector<trade::Series>& series) {
  const Month latest = latest_month(series);
  const Month wanted =
      std::min({latest - (kHistoryMonths - 1), baseline_months(target).first, target.window.first - 12});
  const Month first = std::max(wanted, std::min(earliest_common_month(series), latest - 11));
  return {first, std::max(target.window.last, latest + kReachMonths)};
}

}  // namespace

TargetForecasts forecasts_of(const Target& target, const ComponentSeries& now,
                             const std::optional<BeforeRelease>& before, Asked asked, const growth::PanelPrior& prior,
                             const Runner& run) {
  TargetForecasts out;
  growth::ForecastRequest near = window_request(target, now.series, kHeadlinePaths);
  near.tapes = record_draws(near);
  run(2, [&](std::size_t k) {
    if (k == 0) {
      if (auto forecast = forecast_target(near, prior)) out.near = std::move(*forecast);
    } else if (before && asked == Asked::everything) {
      out.earlier = forecast_before(target, *before, prior, kHeadlinePaths, near.tapes);
    }
  });

  growth::ForecastRequest far = window_request(target, now.series, kLongViewPaths);
  far.months = long_view_of(target, now.series);
  growth::ForecastRequest& range = out.range.request;
  range = window_request(target, now.series, kRangePaths);
  range.tapes = record_draws(range);
  out.range.drawn.resize(now.series.size());
  if (out.near) far.frozen = range.frozen = out.near->frozen;
  run(3, [&](std::size_t k) {
    if (k == 0 && out.near) {
      if (auto forecast = forecast_target(far, prior)) out.far = std::move(*forecast);
    } else if (k == 1 && out.near) {
      for (std::size_t c = 0; c < now.series.size(); ++c)
        out.range.drawn[c] = draw_component(range, c, prior).value_or(nullptr);
    } else if (k == 2 && before && asked != Asked::verdict_alone) {
      out.surprises = surprises_of(target, *before, now, prior, out.earlier ? &*out.earlier : nullptr);
    }
  });
  range.frozen.reset();
  return out;
}

}  // namespace tradewatch::targets
