#include "models/targets/surprise.h"

#include <algorithm>
#include <array>
#include <set>

namespace tradewatch::targets {
namespace {

using Identity = std::pair<trade::FlowKey, trade::MonthSpan>;

// Those of `now` whose identity was not in force before, and that are not too old to be judged.
std::vector<const trade::Figure*> told_first(const std::vector<trade::KeptFigure>& then,
                                             const std::vector<trade::KeptFigure>& now, trade::Month oldest) {
  std::set<Identity> known;
  for (const trade::KeptFigure& f : then) known.emplace(f.figure.key, f.figure.period);
  std::vector<const trade::Figure*> out;
  for (const trade::KeptFigure& f : now) {
    if (known.contains({f.figure.key, f.figure.period})) continue;
    if (f.figure.value_usd && f.figure.period.first >= oldest) out.push_back(&f.figure);
  }
  std::ranges::sort(out, {}, &trade::Figure::period);
  return out;
}

}  // namespace

std::vector<Surprise> surprises_of(const Target& target, const BeforeRelease& before, const ComponentSeries& now,
                                   const growth::PanelPrior& prior, const EarlierForecast* earlier) {
  std::vector<Surprise> out;
  const ComponentSeries then = earlier != nullptr ? earlier->figures : series_of(before.components);
  if (!then.obstacles.empty() || !then.complete() || !too_little(target, then.series).empty()) return out;
  for (std::size_t c = 0; c < then.series.size() && c < now.used.size(); ++c) {
    if (c >= now.series.size() || now.series[c].key != then.series[c].key) continue;
    const trade::Month oldest = *then.series[c].last_month() - kSurpriseBackMonths;
    const auto figures = told_first(then.used[c], now.used[c], oldest);
    if (figures.empty()) continue;
    growth::ForecastRequest request = window_request(target, {then.series[c]}, kSurprisePaths);
    request.months = figures.front()->period;
    for (const trade::Figure* f : figures) request.months.last = std::max(request.months.last, f->period.last);
    growth::DrawnComponents drawn;
    if (earlier != nullptr) {
      growth::ForecastRequest held = request;
      held.frozen = growth::FrozenForecast{{earlier->forecast.frozen.fits[c]}, {}, {}};
      if (auto made = growth::draw_component(held, 0, prior)) drawn = {std::move(*made)};
    }
    const auto forecast = growth::forecast_target(request, prior, drawn);
    if (!forecast) continue;
    for (const trade::Figure* f : figures) {
      if (!forecast->total.covers(f->period)) continue;
      Eigen::ArrayXd totals = growth::totals(forecast->total, f->period);
      constexpr double kTail = (1.0 - kSurpriseBand) / 2.0;
      const auto band = growth::quantiles(totals, std::array{kTail, 0.5, 1.0 - kTail});
      if (*f->value_usd >= band[0] && *f->value_usd <= band[2]) continue;
      out.push_back(
          {trade::describe(f->key) + " " + trade::format_period(f->period), *f->value_usd, band[0], band[1], band[2]});
    }
  }
  return out;
}

}  // namespace tradewatch::targets
