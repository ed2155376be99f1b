#include "models/targets/sensitivity.h"

#include <algorithm>
#include <tuple>

#include "models/targets/bands.h"
#include "models/trade/sum_noise.h"

namespace tradewatch::targets {
namespace {

struct Trial {
  Variation variation;
  growth::ForecastRequest request;
  growth::DrawnComponents drawn;  // what it has in common with the headline
  bool made = false;
};

std::string figure_name(const trade::KeptFigure& f) {
  return trade::describe(f.figure.key) + " " + trade::format_period(f.figure.period) + " published " +
         trade::format_date(f.figure.published);
}

void change_offset(const growth::ForecastRequest& request, std::vector<Trial>& trials) {
  for (const auto& [share, name] : {std::pair{0.05, "0.05"}, std::pair{0.40, "0.40"}}) {
    Trial trial{{"offset", name, 0.0, 0.0}, request, {}};
    trial.request.choices.offset_share = share;
    trials.push_back(std::move(trial));
  }
}

// One trial for each of the newest figures, its component's series made again without it.
void leave_out_figures(const Assessment& a, const RangeDraws& draws, std::vector<Trial>& trials) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t c = 0; c < a.used.size(); ++c) {
    for (std::size_t i = 0; i < a.used[c].size(); ++i) places.emplace_back(c, i);
  }
  std::ranges::sort(places, [&](const auto& x, const auto& y) {
    const trade::Figure& f = a.used[x.first][x.second].figure;
    const trade::Figure& g = a.used[y.first][y.second].figure;
    return std::tuple(g.period.last, g.published, x) < std::tuple(f.period.last, f.published, y);
  });
  if (places.size() > kFiguresLeftOut) places.resize(kFiguresLeftOut);
  for (const auto& [c, i] : places) {
    std::vector<trade::KeptFigure> rest = a.used[c];
    const std::string name = figure_name(rest[i]);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    trade::Series series = trade::make_series(a.series[c].key, rest);
    trade::put_noise(series, rest, a.revision_noise[c]);
    if (series.observations.size() < 2) continue;
    Trial trial{{"without_figure", name, 0.0, 0.0}, draws.request, draws.drawn};
    trial.request.components[c] = std::move(series);
    trial.drawn[c].reset();
    trials.push_back(std::move(trial));
  }
}

void add_variations(Assessment& a, std::vector<Trial>& trials, const growth::PanelPrior& prior, const Runner& run) {
  run(trials.size(), [&](std::size_t k) {
    Trial& trial = trials[k];
    const auto again = growth::forecast_target(trial.request, prior, trial.drawn);
    if (!again) return;
    Eigen::ArrayXd totals = growth::totals(again->total, a.target.window);
    trial.variation.probability = share_reaching(totals, a.target.amount_usd);
    trial.variation.median_usd = growth::quantile(totals, 0.5);
    trial.made = true;
  });
  TargetForecast& f = *a.forecast;
  for (const Trial& trial : trials) {
    if (!trial.made) continue;
    f.variations.push_back(trial.variation);
    f.probability_low = std::min(f.probability_low, trial.variation.probability);
    f.probability_high = std::max(f.probability_high, trial.variation.probability);
  }
}

}  // namespace

void vary_members(Assessment& a, const RangeDraws& draws, const growth::PanelPrior& prior, const Runner& run) {
  std::vector<Trial> trials;
  for (const growth::MemberModel model : growth::kMemberModels) {
    Trial trial{{"member", std::string(growth::name_of(model)), 0.0, 0.0}, draws.request, draws.drawn};
    trial.request.choices.member_shares = growth::only(model);
    trials.push_back(std::move(trial));
  }
  a.forecast->probability_low = a.forecast->probability_high = a.forecast->probability;
  add_variations(a, trials, prior, run);
}

void vary_the_rest(Assessment& a, const RangeDraws& draws, const growth::PanelPrior& prior, const Runner& run) {
  std::vector<Trial> trials;
  change_offset(draws.request, trials);
  leave_out_figures(a, draws, trials);
  add_variations(a, trials, prior, run);
}

double members_apart(const TargetForecast& forecast) {
  double low = 1.0;
  double high = 0.0;
  for (const Variation& v : forecast.variations) {
    if (v.kind != "member") continue;
    low = std::min(low, v.probability);
    high = std::max(high, v.probability);
  }
  return std::max(high - low, 0.0);
}

}  // namespace tradewatch::targets
