#include "models/growth/smoothing_paths.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {
namespace {

std::vector<double> posterior(const std::vector<SmoothedState>& states, const std::vector<double>& prior_weight) {
  Eigen::ArrayXd weight(static_cast<Eigen::Index>(states.size()));
  for (std::size_t g = 0; g < states.size(); ++g)
    weight[static_cast<Eigen::Index>(g)] = states[g].log_likelihood + std::log(prior_weight[g]);
  weight = (weight - weight.maxCoeff()).exp();
  weight /= weight.sum();
  return {weight.begin(), weight.end()};
}

std::vector<WeighedRates> listed(const PanelPrior& prior, const std::vector<double>& prior_weight,
                                 const std::vector<double>& weight) {
  std::vector<WeighedRates> rates;
  for (std::size_t g = 0; g < weight.size(); ++g)
    if (weight[g] >= 0.001) rates.push_back({prior.smoothing[g], prior_weight[g], weight[g]});
  std::ranges::sort(rates, std::greater{}, &WeighedRates::weight);
  return rates;
}

}  // namespace

bool can_smooth(const trade::Series& series, const PanelPrior& prior) {
  return !prior.smoothing.empty() && monthly_logs(series, 1.0).figures > 0;
}

void smooth_ahead(const trade::Series& series, const PanelPrior& prior, const std::vector<int>& rows,
                  NormalDraws& draws, ComponentPaths& component) {
  if (component.frozen.month_cap_usd == 0.0 || rows.empty() || prior.smoothing.empty()) return;
  const double offset_usd = component.fit.offset_usd;
  const MonthlyLogs logs = monthly_logs(series, offset_usd);
  if (logs.figures == 0) return;
  std::vector<SmoothedState> states;
  states.reserve(prior.smoothing.size());
  for (const SmoothingPoint& point : prior.smoothing) states.push_back(smooth(logs, point));
  const std::vector<double>& prior_weight = stratum_for(series, prior).smoothing_weight;
  std::vector<double>& weight = component.frozen.smoothing_weight;
  if (weight.empty()) weight = posterior(states, prior_weight);
  component.fit.rates = listed(prior, prior_weight, weight);

  Paths& paths = component.paths;
  const trade::Month next = logs.first + static_cast<int>(logs.value.size());
  const int horizon = paths.last() - next + 1;
  if (horizon <= 0) return;
  const int from = next - paths.first;  // column of the month after the last figure; before 0: not asked for
  const double log_cap = std::log(component.frozen.month_cap_usd + offset_usd);
  const std::vector<int> point_of_row = deal_rows(weight, static_cast<int>(rows.size()), draws);
  // From the last month backwards, so that a month has the same draws whatever figures are known.
  Eigen::MatrixXd uniform(horizon, static_cast<Eigen::Index>(rows.size()));
  for (int h = horizon - 1; h >= 0; --h)
    for (double& u : uniform.row(h)) u = draws.uniform();
  Eigen::ArrayXXd usd(horizon, static_cast<Eigen::Index>(rows.size()));  // their logs first
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto g = static_cast<std::size_t>(point_of_row[i]);
    const auto row = static_cast<Eigen::Index>(i);
    draw_months(states[g], prior.smoothing[g], next, uniform.col(row), usd.matrix().col(row));
  }
  usd = (usd.min(log_cap).exp() - offset_usd).max(0.0);
  const int asked = std::max(0, -from);  // of the months ahead, the first that was asked for
  paths.usd(rows, Eigen::seqN(from + asked, horizon - asked)) = usd.bottomRows(horizon - asked).transpose();
}

}  // namespace tradewatch::growth
