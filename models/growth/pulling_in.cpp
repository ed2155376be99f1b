#include "models/growth/pulling_in.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "models/growth/innovations.h"
#include "models/growth/paths.h"

namespace tradewatch::growth {
namespace {

constexpr GridPoint kReference{.level_sd = 0.06, .irregular_sd = 0.25, .season_sd = 0.3, .walk_share = 1.0};
constexpr double kBound = 8.0;
constexpr double kLeastRobustSd = 0.1;  // a flow steadier than a tenth of the reference has nothing to pull in

std::vector<int> single_months(const LogSums& sums) {
  std::vector<int> at;
  for (int j = 0; j < sums.observations(); ++j)
    if (sums.spans[static_cast<std::size_t>(j)].count == 1) at.push_back(j);
  return at;
}

// The covariance of the months under the reference, factorised.
Innovations reference_covariance(const LogSums& sums, const std::vector<int>& at) {
  std::vector<MonthRange> months;
  for (const int j : at) months.push_back(sums.spans[static_cast<std::size_t>(j)]);
  const auto count = static_cast<Eigen::Index>(months.size());
  Innovations covariance(std::move(months), sums.end);
  covariance.factorise(kReference, {},
                       Eigen::VectorXd::Constant(count, kReference.irregular_sd * kReference.irregular_sd));
  return covariance;
}

}  // namespace

PulledIn pull_in(LogSums& sums, std::optional<double> fixed_bound) {
  const std::vector<int> at = single_months(sums);
  if (static_cast<int>(at.size()) < kMinMonthsToPullIn) return {};
  const Innovations covariance = reference_covariance(sums, at);
  const Eigen::ArrayXd sd = covariance.inverse_diagonal().array().rsqrt();
  Eigen::VectorXd z = sums.log_usd(at);
  Eigen::ArrayXd sorted = z.array();
  Eigen::VectorXd solved = z.array() - quantile(sorted, 0.5);
  covariance.solve(solved);
  Eigen::VectorXd column(z.size());
  std::set<int> changed;
  std::optional<double> bound = fixed_bound;
  // Worst first, one at a time: a wild month also spoils the predictions of its neighbours, which are sound once it is
  // pulled in.
  for (Eigen::Index round = 0; round < z.size() / 4; ++round) {
    const Eigen::ArrayXd error = solved.array() * sd;  // in standard deviations
    Eigen::ArrayXd size = error.abs();
    if (!fixed_bound) bound = kBound * std::max(kLeastRobustSd, 1.4826 * quantile(size, 0.5));
    Eigen::Index worst = 0;
    if (error.abs().maxCoeff(&worst) <= *bound * (1.0 + 1e-9)) break;
    const double excess = (error[worst] - std::copysign(*bound, error[worst])) * sd[worst];
    z[worst] -= excess;
    column.setZero();
    column[worst] = excess;
    covariance.solve(column);
    solved -= column;
    changed.insert(at[static_cast<std::size_t>(worst)]);
  }
  sums.log_usd(at) = z;
  return {{changed.begin(), changed.end()}, bound};
}

}  // namespace tradewatch::growth
