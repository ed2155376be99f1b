#include "models/growth/spread_learning.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/growth/backtest.h"
#include "models/growth/calibration.h"
#include "models/growth/forecast.h"
#include "models/growth/log_sums.h"
#include "models/growth/panel_forecast.h"
#include "models/growth/scores.h"

namespace tradewatch::growth {
namespace {

constexpr std::array kFactors = {0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8, 2.0};
constexpr int kPaths = 1000;

enum class History { months, short_months, sums };

using Losses = std::array<double, kFactors.size()>;

// Scaled losses of one forecast at each factor; `offset_usd` of the total.
Losses losses_of(Eigen::ArrayXd log_total, double offset_usd, double outcome_usd, double scale_usd) {
  const std::vector<double> at = quantiles(log_total, kScoredProbabilities);
  const double median = at[at.size() / 2];
  Losses losses{};
  for (std::size_t f = 0; f < kFactors.size(); ++f) {
    std::array<double, kScoredProbabilities.size()> usd{};
    for (std::size_t i = 0; i < at.size(); ++i)
      usd[i] = std::max(0.0, std::exp(median + kFactors[f] * (at[i] - median)) - offset_usd);
    losses[f] = std::min(kScaledScoreCap, quantile_score(usd, outcome_usd) / scale_usd);
  }
  return losses;
}

trade::Series history_of(const trade::Series& flow, trade::Month origin, History kind) {
  switch (kind) {
    case History::months:
      return cut(flow, {flow.observations.front().span.first, origin});
    case History::short_months:
      return cut(flow, {origin - (kShortHistoryMonths - 1), origin});
    case History::sums:
      return as_sums(flow, origin);
  }
  return {};
}

// Of one flow at one origin; nothing where the flow or what came later is not all there.
std::optional<Losses> losses_at(const trade::Series& flow, trade::Month origin, History kind, const PanelPrior& prior) {
  const trade::MonthSpan ahead{origin + 1, origin + 12};
  const auto outcome = trade::total_of(flow, ahead);
  if (!outcome || flow.observations.front().span.first + kRecentMonths > origin) return std::nullopt;
  const trade::Series known = history_of(flow, origin, kind);
  if (known.empty() || *known.last_month() != origin || recent_monthly_mean(known) <= 0.0) return std::nullopt;
  const trade::Series all_months = history_of(flow, origin, History::months);
  const auto scale = mean_absolute_change({&all_months, 1}, origin);
  if (!scale) return std::nullopt;
  ForecastRequest request;
  request.components = {known};
  request.months = ahead;
  request.paths = kPaths;
  request.seed = seed_of(flow.key);
  request.choices.calibrated = false;
  const auto forecast = forecast_target(request, prior);
  if (!forecast) return std::nullopt;
  const double offset = 12.0 * forecast->fits.front().offset_usd;
  return losses_of((totals(forecast->total, ahead) + offset).log(), offset, outcome->value_usd, *scale);
}

std::size_t best_factor(const std::vector<Losses>& years, std::size_t without) {
  Losses sum{};
  for (std::size_t y = 0; y < years.size(); ++y)
    for (std::size_t f = 0; y != without && f < sum.size(); ++f) sum[f] += years[y][f];
  return static_cast<std::size_t>(std::ranges::min_element(sum) - sum.begin());
}

double factor_of(const std::vector<Losses>& years) {
  const auto one = static_cast<std::size_t>(std::ranges::find(kFactors, 1.0) - kFactors.begin());
  int gained = 0;
  for (std::size_t y = 0; y < years.size(); ++y)
    if (years[y][best_factor(years, y)] < years[y][one]) ++gained;
  if (gained < kSpreadOriginsThatMustGain) return 1.0;
  return kFactors[best_factor(years, years.size())];
}

// Mean losses of each origin year that has any.
double learn(const std::vector<const trade::Series*>& flows, trade::Month until, History kind,
             const PanelPrior& prior) {
  std::vector<Losses> years;
  for (int back = kSpreadOrigins; back >= 1; --back) {
    Losses sum{};
    int scored = 0;
    for (const trade::Series* flow : flows) {
      const auto losses = losses_at(*flow, until - 12 * back, kind, prior);
      if (!losses) continue;
      ++scored;
      for (std::size_t f = 0; f < sum.size(); ++f) sum[f] += (*losses)[f];
    }
    if (scored == 0) continue;
    for (double& s : sum) s /= scored;
    years.push_back(sum);
  }
  return factor_of(years);
}

}  // namespace

trade::Series cut(const trade::Series& flow, const trade::MonthSpan& span) {
  trade::Series out;
  out.key = flow.key;
  for (const trade::ObservedSum& o : flow.observations)
    if (span.contains(o.span)) out.observations.push_back(o);
  for (const trade::Piece& p : flow.pieces)
    if (span.contains(p.span)) out.pieces.push_back(p);
  return out;
}

trade::Series as_sums(const trade::Series& flow, trade::Month last) {
  std::vector<trade::KeptFigure> figures;
  const auto add = [&](const trade::MonthSpan& span) {
    const auto total = span.last <= last ? trade::total_of(flow, span) : std::nullopt;
    if (!total) return;
    trade::KeptFigure kept;
    kept.figure.key = flow.key;
    kept.figure.period = span;
    kept.figure.value_usd = total->value_usd;
    kept.figure.published = trade::last_day(last);
    figures.push_back(kept);
  };
  const int years_until = last.year() - 6;
  for (int y = flow.observations.front().span.first.year(); y <= years_until; ++y) add({{y, 1}, {y, 12}});
  trade::Month month(years_until + 1, 1);
  for (; month + 2 <= trade::Month(last.year() - 3, 6); month = month + 3) add({month, month + 2});
  for (; month <= last; month = month + 12)
    for (const int n : {2, 6, 8, 12}) add({month, month + (n - 1)});
  return figures.empty() ? trade::Series{} : trade::make_series(flow.key, figures);
}

void learn_spread(const std::vector<trade::Series>& flows, trade::Month figures_until, PanelPrior& prior) {
  for (PriorStratum& stratum : prior.strata) {
    std::vector<const trade::Series*> members;
    for (const trade::Series& flow : flows)
      if (!flow.empty() && stratum_of(flow) == stratum.name) members.push_back(&flow);
    stratum.spread.months = learn(members, figures_until, History::months, prior);
    stratum.spread.short_months = learn(members, figures_until, History::short_months, prior);
    stratum.spread.sums = learn(members, figures_until, History::sums, prior);
  }
}

}  // namespace tradewatch::growth
