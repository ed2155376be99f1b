// SpanGrowth on months, in both its forms, against a Kalman filter and smoother of the same model by statsmodels
// (oracle_kalman.py).

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iomanip>
#include <numeric>

#include "models/growth/span_filter.h"
#include "tests/models/growth/growth_series.h"
#include "tests/models/growth/oracle.h"

namespace tradewatch::growth {
namespace {

constexpr double kRevisionSd = 0.02;

// The oracle's numbers for `sums` at `point`: log likelihood, then mean and variance of each month.
std::vector<double> oracle(const LogSums& sums, const GridPoint& p, const std::string& name) {
  std::vector<double> value(static_cast<std::size_t>(sums.months), std::nan(""));
  for (int j = 0; j < sums.observations(); ++j)
    value[static_cast<std::size_t>(sums.spans[static_cast<std::size_t>(j)].begin)] = sums.log_usd[j];
  const std::string file = testing::TempDir() + "kalman_" + name + ".txt";
  std::ofstream out(file);
  out << std::setprecision(17) << p.level_sd << ' ' << p.irregular_sd << ' ' << p.season_sd << ' ' << p.walk_share
      << ' ' << kRevisionSd << ' ' << sums.log_usd.mean() << '\n';
  for (const double v : value) (std::isnan(v) ? out << "nan" : out << v) << '\n';
  out.close();
  return oracle_numbers("oracle_kalman.py", file);
}

void expect_months(const SmoothPosterior& at, const Eigen::VectorXd& mode, const std::vector<double>& reference) {
  for (Eigen::Index t = 0; t < mode.size(); ++t) {
    const auto row = 1 + 2 * static_cast<std::size_t>(t);
    EXPECT_NEAR(at.mean[t], reference[row], 1e-8) << "month " << t;
    EXPECT_NEAR(mode[t], reference[row], 1e-8) << "month " << t;
    EXPECT_NEAR(at.covariance(t, t), reference[row + 1], 1e-8) << "month " << t;
  }
}

void expect_agreement(const LogSums& sums, const GridPoint& point, const std::string& name) {
  const std::vector<double> reference = oracle(sums, point, name);
  ASSERT_EQ(reference.size(), 1 + 2 * static_cast<std::size_t>(sums.months));
  std::vector<int> months(static_cast<std::size_t>(sums.months));
  std::iota(months.begin(), months.end(), 0);
  SpanSystem dense(sums, kRevisionSd);
  SpanFilter filter(sums, kRevisionSd);
  for (SpanModel* model : {static_cast<SpanModel*>(&dense), static_cast<SpanModel*>(&filter)}) {
    (void)model->solve(point);
    EXPECT_NEAR(model->gaussian_log_likelihood(), reference[0], 1e-8 * std::abs(reference[0]));
    expect_months(model->posterior(months), model->mode(), reference);
  }
}

LogSums sums_of(const std::vector<double>& usd, int ahead) {
  const trade::Month first(2010, 3);
  const trade::Month end = first + static_cast<int>(usd.size());
  return make_log_sums(monthly(first, usd), {end, end + (ahead - 1)}, 0.15);
}

TEST(SpanGrowthOnMonths, AgreesWithAKalmanSmoother) {
  expect_agreement(sums_of(wavy(90), 12), {.level_sd = 0.06, .irregular_sd = 0.25, .season_sd = 0.2, .walk_share = 0.2},
                   "wavy");
}

TEST(SpanGrowthOnMonths, AgreesWithAKalmanSmootherAcrossGaps) {
  std::vector<double> usd = wavy(70);
  for (const std::size_t gap : {1U, 2U, 3U, 4U, 6U, 20U, 41U, 42U, 65U}) usd[gap] = -1.0;
  expect_agreement(sums_of(usd, 16), {.level_sd = 0.16, .irregular_sd = 0.65, .season_sd = 0.08, .walk_share = 1.0},
                   "gaps");
}

TEST(SpanGrowthOnMonths, AgreesWithAKalmanSmootherWhenMonthsAreWild) {
  expect_agreement(sums_of(wavy(216), 12), {.level_sd = 0.4, .irregular_sd = 2.2, .season_sd = 0.5, .walk_share = 0.2},
                   "wild");
}

}  // namespace
}  // namespace tradewatch::growth
