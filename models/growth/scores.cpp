#include "models/growth/scores.h"

#include <algorithm>

namespace tradewatch::growth {

double crps(const Eigen::ArrayXd& sorted, double outcome) {
  // With x(i) the i-th smallest of n: 2/n^2 sum (x(i) - y) (n 1{y < x(i)} - i + 1/2), the pairs summed by rank.
  const auto n = static_cast<double>(sorted.size());
  double sum = 0.0;
  for (Eigen::Index i = 0; i < sorted.size(); ++i) {
    const double above = outcome < sorted[i] ? n : 0.0;
    sum += (sorted[i] - outcome) * (above - static_cast<double>(i) - 0.5);
  }
  return 2.0 * sum / (n * n);
}

double pit(const Eigen::ArrayXd& sorted, double outcome) {
  const auto [from, to] = std::equal_range(sorted.begin(), sorted.end(), outcome);
  const auto below = static_cast<double>(from - sorted.begin());
  const auto equal = static_cast<double>(to - from);
  return (below + 0.5 * equal) / static_cast<double>(sorted.size());
}

double share_at_least(const Eigen::ArrayXd& sorted, double amount) {
  const auto from = std::lower_bound(sorted.begin(), sorted.end(), amount);
  return static_cast<double>(sorted.end() - from) / static_cast<double>(sorted.size());
}

double pinball_loss(double p, double quantile, double outcome) {
  return std::max(p * (outcome - quantile), (p - 1.0) * (outcome - quantile));
}

double quantile_score(std::span<const double, kScoredProbabilities.size()> quantiles, double outcome) {
  double sum = 0.0;
  for (std::size_t i = 0; i < quantiles.size(); ++i)
    sum += pinball_loss(kScoredProbabilities[i], quantiles[i], outcome);
  return 2.0 * sum / static_cast<double>(quantiles.size());
}

double interval_score(const CentralBand& band, double outcome) {
  const double missed = std::max(band.low - outcome, 0.0) + std::max(outcome - band.high, 0.0);
  return (band.high - band.low) + 2.0 / (1.0 - band.coverage) * missed;
}

double brier_score(double probability, bool happened) {
  const double error = probability - (happened ? 1.0 : 0.0);
  return error * error;
}

}  // namespace tradewatch::growth
