// Which figures moved the forecast of a window since the release before, and by how much.
//
// Two moments are compared: the figures in force just before the newest release of the target's components, and
// those in force now. Revisions come first (withdrawals among them), then figures told for the first time, each in
// the order of publication, those of one day by their months; the order is part of the definition. Figures enter one
// after the other while everything that the earlier fit decided stays fixed (growth::FrozenForecast: weights of the
// grids, c, the mean, bounds, growth quantiles, members' shares, calibration, seed; and the noise of revisions that the
// source had shown by then), so each moves the forecast through the posterior alone:
//
//   effect of figure i = median(figures up to i) - median(figures up to i - 1),   and likewise for the probability.
//
// What fitting everything anew then changes is the last line, `re-estimation`. In the linear Gaussian case this is the
// decomposition of Banbura and Modugno (2014), figure by figure; the tests compare it with statsmodels' `news`.
//
// The lines are whole US dollars and millionths of probability, and add up exactly to the difference between the two
// headlines as they are printed. So re-estimation also holds what rounding leaves, what figures changed that only
// round otherwise (they have no line), and what kNewsPaths paths see otherwise than kHeadlinePaths do: effects share
// their draws month by month, which leaves an error of about a hundredth of the standard deviation of the total.
//
// Cost: one forecast of kHeadlinePaths for the earlier headline, and one of kNewsPaths for each line. Lines are at most
// kNewsLines: where a release brings more figures, the first of them in order are one line together.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/growth/forecast.h"
#include "models/targets/component_series.h"
#include "models/targets/runner.h"

namespace tradewatch::targets {

inline constexpr int kNewsPaths = 4000;
inline constexpr std::size_t kNewsLines = 16;  // of figures; re-estimation comes beside them

// The figures in force just before the newest release.
struct BeforeRelease {
  trade::Date release{};                     // when the newest release was published
  std::vector<ComponentFigures> components;  // in the target's order
  std::vector<trade::KeptFigure> withdrawn;  // vintages without a value that came with or after the release
};

enum class NewsKind { revision, release, re_estimation };
[[nodiscard]] std::string_view name_of(NewsKind kind);  // "revision", "release", "re-estimation"

// A figure as it is in force now.
struct FigureAt {
  std::size_t component = 0;
  int figure = 0;  // index in ComponentSeries::used of the component
};

struct NewsLine {
  NewsKind kind = NewsKind::release;
  std::string figure;                    // "sbp PAK export KAZ 2025-11"; how many, where it is more than one; or empty
  std::optional<trade::Date> published;  // of the newest of them
  std::int64_t effect_on_median_usd = 0;
  double effect_on_probability = 0.0;  // a whole number of millionths
  std::vector<FigureAt> figures;       // withdrawn ones are not there any more
  bool withdrawn = false;              // the source took the figure back
};

struct News {
  trade::Date published{};  // of the newest release
  std::int64_t median_before_usd = 0;
  std::int64_t median_after_usd = 0;
  double probability_before = 0.0;
  double probability_after = 0.0;
  std::vector<NewsLine> lines;  // re-estimation last
};

// The headline as it was before the release.
struct EarlierForecast {
  ComponentSeries figures;
  growth::Forecast forecast;
};

// Nothing where the figures of then were too little to forecast from. `tapes` as in ForecastRequest.
[[nodiscard]] std::optional<EarlierForecast> forecast_before(const Target& target, const BeforeRelease& before,
                                                             const growth::PanelPrior& prior, int paths,
                                                             const growth::DrawTapes& tapes = {});

// The median and the probability of the window's total.
struct WindowOutcome {
  double median_usd = 0.0;
  double probability = 0.0;
};
[[nodiscard]] WindowOutcome outcome_of(const Target& target, const growth::Paths& total);

// `now` is complete and `headline` is the forecast of it. No line but re-estimation where no figure changed, or where a
// component is now another series.
[[nodiscard]] News news_of(const Target& target, const BeforeRelease& before, const EarlierForecast& earlier,
                           const ComponentSeries& now, const WindowOutcome& headline, const growth::PanelPrior& prior,
                           const Runner& run);

}  // namespace tradewatch::targets
