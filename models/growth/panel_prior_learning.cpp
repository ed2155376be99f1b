#include "models/growth/panel_prior_learning.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>

#include "models/growth/log_sums.h"
#include "models/growth/paths.h"
#include "models/growth/pulling_in.h"
#include "models/growth/span_growth.h"
#include "models/growth/spread_learning.h"
#include "models/growth/trailing_growth.h"

namespace tradewatch::growth {
namespace {

constexpr int kRounds = 60;
constexpr double kWholePanelFlows = 20.0;
constexpr double kLeastWeight = 1e-5;
constexpr std::array<std::string_view, 4> kStrata = {"small", "medium", "large", "intermittent"};
constexpr std::array kProbabilities = {0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.995};

// Log likelihoods, a row a flow, a column a grid point. Flows with the same months share the factorisations.
Eigen::ArrayXXd log_likelihoods(const std::vector<trade::Series>& flows, const std::vector<int>& chosen,
                                trade::Month until, const std::vector<GridPoint>& grid,
                                const LearningChoices& choices) {
  std::map<std::vector<int>, std::vector<int>> same_months;  // months of the figures -> rows
  std::vector<LogSums> sums;
  for (std::size_t row = 0; row < chosen.size(); ++row) {
    const trade::Series& flow = flows[static_cast<std::size_t>(chosen[row])];
    sums.push_back(make_log_sums(flow, {until, until}, choices.offset_share));
    if (stratum_of(flow) != "intermittent") pull_in(sums.back());
    std::vector<int> months;
    for (const MonthRange& r : sums.back().spans) months.insert(months.end(), {r.begin, r.count});
    same_months[std::move(months)].push_back(static_cast<int>(row));
  }
  Eigen::ArrayXXd out(static_cast<Eigen::Index>(chosen.size()), static_cast<Eigen::Index>(grid.size()));
  for (const auto& [months, rows] : same_months) {
    const LogSums& first = sums[static_cast<std::size_t>(rows.front())];
    SpanSystem system(first, choices.revision_sd);
    for (std::size_t g = 0; g < grid.size(); ++g) {
      const auto column = static_cast<Eigen::Index>(g);
      out(rows.front(), column) = system.solve(grid[g]);
      for (const int row : rows)
        out(row, column) = system.log_likelihood_of(sums[static_cast<std::size_t>(row)].log_usd);
    }
  }
  return out;
}

// The same for the rates of LogSmoothing; a row of zeros for a flow that cannot be smoothed.
Eigen::ArrayXXd smoothing_likelihoods(const std::vector<trade::Series>& flows, const std::vector<int>& chosen,
                                      trade::Month until, const std::vector<SmoothingPoint>& grid,
                                      double offset_share) {
  Eigen::ArrayXXd out =
      Eigen::ArrayXXd::Zero(static_cast<Eigen::Index>(chosen.size()), static_cast<Eigen::Index>(grid.size()));
  for (std::size_t row = 0; row < chosen.size(); ++row) {
    const trade::Series& flow = flows[static_cast<std::size_t>(chosen[row])];
    const MonthlyLogs logs = monthly_logs(flow, make_log_sums(flow, {until, until}, offset_share).offset_usd);
    if (logs.figures < kMinMonthsToSmooth) continue;
    for (std::size_t g = 0; g < grid.size(); ++g)
      out(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(g)) = smooth(logs, grid[g]).log_likelihood;
  }
  return out;
}

// Shares of the grid that make the rows most likely, with `extra` flows' worth of `prior`.
Eigen::ArrayXd maximise(const Eigen::ArrayXXd& log_likelihood, const std::vector<int>& rows,
                        const Eigen::ArrayXd& prior, double extra) {
  Eigen::ArrayXd weight = prior;
  for (int round = 0; round < kRounds; ++round) {
    Eigen::ArrayXd next = extra * prior;
    for (const int row : rows) {
      Eigen::ArrayXd share = log_likelihood.row(row).transpose() + weight.log();
      share = (share - share.maxCoeff()).exp();
      next += share / share.sum();
    }
    weight = next / next.sum() + kLeastWeight;
    weight /= weight.sum();
  }
  return weight;
}

Eigen::ArrayXd equal_shares(std::size_t points) {
  return Eigen::ArrayXd::Constant(static_cast<Eigen::Index>(points), 1.0 / static_cast<double>(points));
}

std::vector<double> rounded(Eigen::ArrayXd weight) {
  weight = (weight / weight.sum() * 1e6).round().max(1.0);
  Eigen::Index top = 0;
  weight.maxCoeff(&top);
  weight[top] += 1e6 - weight.sum();
  weight /= 1e6;
  return {weight.begin(), weight.end()};
}

void keep_heaviest(PanelPrior& prior, const std::vector<Eigen::ArrayXd>& weights, int most) {
  Eigen::ArrayXd heaviest = weights.front();
  for (const Eigen::ArrayXd& w : weights) heaviest = heaviest.max(w);
  std::vector<int> kept(prior.grid.size());
  std::iota(kept.begin(), kept.end(), 0);
  std::ranges::sort(kept, {}, [&](int g) { return std::pair(-heaviest[g], g); });
  kept.resize(std::min(kept.size(), static_cast<std::size_t>(most)));
  std::ranges::sort(kept);
  std::vector<GridPoint> grid;
  for (const int g : kept) grid.push_back(prior.grid[static_cast<std::size_t>(g)]);
  prior.grid = std::move(grid);
  for (std::size_t s = 0; s < weights.size(); ++s) prior.strata[s].weight = rounded(weights[s](kept));
}

GrowthQuantiles growth_of(const std::vector<trade::Series>& flows, const std::vector<int>& members) {
  std::vector<double> ratios;
  for (const int i : members) {
    const auto own = own_log_ratios({flows[static_cast<std::size_t>(i)]});
    ratios.insert(ratios.end(), own.begin(), own.end());
  }
  GrowthQuantiles growth;
  Eigen::ArrayXd values = Eigen::Map<Eigen::ArrayXd>(ratios.data(), static_cast<Eigen::Index>(ratios.size()));
  if (values.size() == 0) values = Eigen::ArrayXd::Zero(1);
  const double median = quantile(values, 0.5);
  for (const double p : kProbabilities) {
    growth.probability.push_back(p);
    growth.log_ratio.push_back(std::round((quantile(values, p) - median) * 1e6) / 1e6);
  }
  return growth;
}

// `count` of the chosen flows, evenly spaced.
std::vector<trade::Series> evenly(const std::vector<trade::Series>& flows, const std::vector<int>& chosen, int count) {
  const std::size_t n = std::min(chosen.size(), static_cast<std::size_t>(count));
  std::vector<trade::Series> out;
  for (std::size_t k = 0; k < n; ++k)
    out.push_back(flows[static_cast<std::size_t>(chosen[(2 * k + 1) * chosen.size() / (2 * n)])]);
  return out;
}

bool usable(const trade::Series& flow, trade::Month until, int least_months) {
  return static_cast<int>(flow.observations.size()) >= least_months && until - *flow.last_month() < 12 &&
         recent_monthly_mean(flow) > 0.0;
}

}  // namespace

std::vector<GridPoint> full_grid() {
  std::vector<GridPoint> grid;
  for (const double level : {.01, .02, .035, .06, .1, .16, .25, .4})
    for (const double irregular : {.03, .06, .1, .16, .25, .4, .65, 1., 1.5, 2.2})
      for (const double season : {.03, .08, .2, .5})
        for (const double walk : {1., .2}) grid.push_back({level, irregular, season, walk});
  return grid;
}

std::vector<int> choose_flows(const std::vector<trade::Series>& flows, trade::Month figures_until,
                              const LearningChoices& choices) {
  std::vector<std::pair<double, int>> by_size;
  for (std::size_t i = 0; i < flows.size(); ++i)
    if (usable(flows[i], figures_until, choices.least_months))
      by_size.emplace_back(recent_monthly_mean(flows[i]), static_cast<int>(i));
  std::ranges::sort(by_size);
  const std::size_t count = std::min(by_size.size(), static_cast<std::size_t>(choices.flows));
  std::vector<int> chosen;
  for (std::size_t k = 0; k < count; ++k) chosen.push_back(by_size[(2 * k + 1) * by_size.size() / (2 * count)].second);
  return chosen;
}

PanelPrior learn_prior(const std::vector<trade::Series>& flows, trade::Month figures_until,
                       const LearningChoices& choices) {
  PanelPrior prior;
  prior.grid = full_grid();
  prior.figures_until = figures_until;
  const std::vector<int> chosen = choose_flows(flows, figures_until, choices);
  prior.series_used = static_cast<int>(chosen.size());
  const auto likelihood = log_likelihoods(flows, chosen, figures_until, prior.grid, choices);

  std::vector<int> all(chosen.size());
  std::iota(all.begin(), all.end(), 0);
  const Eigen::ArrayXd whole = maximise(likelihood, all, equal_shares(prior.grid.size()), 0.0);
  prior.smoothing = smoothing_grid();
  const auto smoothed = smoothing_likelihoods(flows, chosen, figures_until, prior.smoothing, choices.offset_share);
  const Eigen::ArrayXd whole_smoothed = maximise(smoothed, all, equal_shares(prior.smoothing.size()), 0.0);
  std::vector<Eigen::ArrayXd> weights;
  for (const std::string_view name : kStrata) {
    std::vector<int> rows, members;
    for (std::size_t r = 0; r < chosen.size(); ++r)
      if (stratum_of(flows[static_cast<std::size_t>(chosen[r])]) == name) rows.push_back(static_cast<int>(r));
    for (std::size_t i = 0; i < flows.size(); ++i)
      if (usable(flows[i], figures_until, choices.least_months) && stratum_of(flows[i]) == name)
        members.push_back(static_cast<int>(i));
    weights.push_back(maximise(likelihood, rows, whole, kWholePanelFlows));
    prior.strata.push_back({std::string(name),
                            {},
                            growth_of(flows, members),
                            rounded(maximise(smoothed, rows, whole_smoothed, kWholePanelFlows)),
                            {}});
  }
  keep_heaviest(prior, weights, choices.most_points);
  learn_spread(evenly(flows, chosen, choices.spread_flows), figures_until, prior);
  return prior;
}

}  // namespace tradewatch::growth
