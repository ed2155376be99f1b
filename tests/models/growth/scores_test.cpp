// Scores against closed forms and sums done by hand. Samples are stratified, the normal quantiles at (i - 1/2) / n, so
// that what is left is the error of n slices and not of dice.

#include "models/growth/scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/growth/normal_draws.h"
#include "models/growth/reliability.h"

namespace tradewatch::growth {
namespace {

constexpr int kSlices = 20000;

double density(double z) { return std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi); }
double distribution(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2.0; }

Eigen::ArrayXd normal_sample(double mean, double sd) {
  Eigen::ArrayXd x(kSlices);
  for (int i = 0; i < kSlices; ++i) x[i] = mean + sd * inverse_normal((i + 0.5) / kSlices);
  return x;
}

// Gneiting and Raftery 2007, equation 21.
TEST(Crps, OfANormalIsItsClosedForm) {
  const double mean = 3.0, sd = 2.0;
  const Eigen::ArrayXd x = normal_sample(mean, sd);
  for (const double outcome : {-4.0, 2.0, 3.0, 3.7, 9.5}) {
    const double z = (outcome - mean) / sd;
    const double closed =
        sd * (z * (2.0 * distribution(z) - 1.0) + 2.0 * density(z) - 1.0 / std::sqrt(std::numbers::pi));
    EXPECT_NEAR(crps(x, outcome), closed, 2e-4 * sd) << outcome;
  }
}

// Baran and Lerch 2015, appendix.
TEST(Crps, OfALogNormalIsItsClosedForm) {
  const double mu = 1.0, sigma = 0.8;
  const Eigen::ArrayXd x = normal_sample(mu, sigma).exp();
  for (const double outcome : {0.4, 2.0, std::exp(1.0), 6.0, 25.0}) {
    const double z = (std::log(outcome) - mu) / sigma;
    const double closed = outcome * (2.0 * distribution(z) - 1.0) -
                          2.0 * std::exp(mu + sigma * sigma / 2.0) *
                              (distribution(z - sigma) + distribution(sigma / std::numbers::sqrt2) - 1.0);
    EXPECT_NEAR(crps(x, outcome), closed, 1e-3) << outcome;
  }
}

// The definition, all pairs.
TEST(Crps, ByRanksIsTheSumOverPairs) {
  NormalDraws draws(20260204);
  Eigen::ArrayXd x(57);
  for (double& v : x) v = std::round(8.0 * draws.next()) / 8.0;  // with ties
  std::sort(x.begin(), x.end());
  for (const double outcome : {-9.0, x[20], 0.03, 9.0}) {
    double to_outcome = 0.0, to_each_other = 0.0;
    for (const double a : x) {
      to_outcome += std::abs(a - outcome);
      for (const double b : x) to_each_other += std::abs(a - b);
    }
    EXPECT_NEAR(crps(x, outcome), to_outcome / 57.0 - to_each_other / (2.0 * 57.0 * 57.0), 1e-12);
  }
}

TEST(Crps, OfOneNumberIsItsAbsoluteError) {
  EXPECT_DOUBLE_EQ(crps(Eigen::ArrayXd::Constant(1, 4.0), 6.5), 2.5);
  EXPECT_NEAR(crps(Eigen::ArrayXd::Constant(300, 4.0), 1.0), 3.0, 1e-12);
}

// CRPS = 2 integral of the pinball loss over p (Laio and Tamea 2007), here at the middle of each slice.
TEST(Crps, IsTwiceTheMeanPinballLossOverAllQuantiles) {
  const Eigen::ArrayXd x = normal_sample(0.0, 1.0);
  for (const double outcome : {-1.3, 0.2, 2.5}) {
    double sum = 0.0;
    for (int i = 0; i < kSlices; ++i) sum += pinball_loss((i + 0.5) / kSlices, x[i], outcome);
    EXPECT_NEAR(crps(x, outcome), 2.0 * sum / kSlices, 2e-4);
  }
}

TEST(QuantileScore, OfOneNumberIsItsAbsoluteErrorBecauseTheProbabilitiesAreSymmetric) {
  std::array<double, kScoredProbabilities.size()> q{};
  q.fill(8.0);
  EXPECT_NEAR(quantile_score(q, 10.0), 2.0, 1e-12);
  EXPECT_NEAR(quantile_score(q, 5.0), 3.0, 1e-12);
}

TEST(QuantileScore, IsTheSumDoneByHand) {
  // Outcome 4 over quantiles 1 to 7: losses .025 x 3, .1 x 2, .25 x 1, 0, .25 x 1, .1 x 2, .025 x 3, twice their mean.
  const std::array<double, kScoredProbabilities.size()> q = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0};
  EXPECT_NEAR(quantile_score(q, 4.0), 2.0 * 1.05 / 7.0, 1e-12);
}

TEST(Pit, IsUniformWhenTheForecastKnowsTheDistribution) {
  // Outcomes at the quantiles of the same normal: their PIT are the probabilities themselves.
  const Eigen::ArrayXd x = normal_sample(10.0, 3.0);
  for (const double p : {0.01, 0.2, 0.5, 0.77, 0.999})
    EXPECT_NEAR(pit(x, 10.0 + 3.0 * inverse_normal(p)), p, 1.0 / kSlices);
}

TEST(Pit, CountsHalfOfATie) {
  Eigen::ArrayXd x(4);
  x << 0.0, 0.0, 0.0, 5.0;
  EXPECT_DOUBLE_EQ(pit(x, 0.0), 1.5 / 4.0);
  EXPECT_DOUBLE_EQ(pit(x, 5.0), 3.5 / 4.0);
  EXPECT_DOUBLE_EQ(pit(x, 4.0), 3.0 / 4.0);
  EXPECT_DOUBLE_EQ(pit(x, -1.0), 0.0);
  EXPECT_DOUBLE_EQ(pit(Eigen::ArrayXd::Zero(9), 0.0), 0.5);
}

TEST(ShareAtLeast, CountsTheAmountItself) {
  Eigen::ArrayXd x(4);
  x << 1.0, 2.0, 2.0, 3.0;
  EXPECT_DOUBLE_EQ(share_at_least(x, 2.0), 0.75);
  EXPECT_DOUBLE_EQ(share_at_least(x, 2.1), 0.25);
  EXPECT_DOUBLE_EQ(share_at_least(x, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(share_at_least(x, 4.0), 0.0);
}

TEST(IntervalScore, IsTheWidthAndTwoOverAlphaTimesTheMiss) {
  const CentralBand band{0.8, 10.0, 14.0};
  EXPECT_NEAR(interval_score(band, 12.0), 4.0, 1e-12);
  EXPECT_NEAR(interval_score(band, 9.0), 4.0 + 10.0, 1e-12);
  EXPECT_NEAR(interval_score(band, 16.5), 4.0 + 25.0, 1e-12);
  EXPECT_TRUE(band.holds(10.0) && band.holds(14.0));
  EXPECT_FALSE(band.holds(14.1));
}

// Of the true band of a standard normal with half-width z it is 4 density(z) / alpha on average.
TEST(IntervalScore, OfTheTrueBandHasItsClosedMeanAndOtherBandsAreWorse) {
  const Eigen::ArrayXd outcomes = normal_sample(0.0, 1.0);
  const auto mean = [&](double half) {
    double sum = 0.0;
    for (const double y : outcomes) sum += interval_score({0.8, -half, half}, y);
    return sum / kSlices;
  };
  const double z = inverse_normal(0.9);
  EXPECT_NEAR(mean(z), 4.0 * density(z) / 0.2, 1e-3);
  EXPECT_LT(mean(z), mean(0.8 * z));
  EXPECT_LT(mean(z), mean(1.2 * z));
}

TEST(Brier, IsTheSquaredError) {
  EXPECT_NEAR(brier_score(0.3, false), 0.09, 1e-15);
  EXPECT_NEAR(brier_score(0.8, true), 0.04, 1e-15);
  EXPECT_EQ(brier_score(1.0, true), 0.0);
  EXPECT_EQ(brier_score(1.0, false), 1.0);
}

TEST(Reliability, PutsEveryProbabilityIntoItsBinAndBothEndsToo) {
  const std::vector<Call> calls = {{0.0, false, 2010}, {0.0999, false, 2010}, {0.1, true, 2010}, {1.0, true, 2011}};
  const auto bins = reliability_of(calls);
  ASSERT_EQ(bins.size(), 10u);
  EXPECT_EQ(bins[0].calls, 2);
  EXPECT_EQ(bins[1].calls, 1);
  EXPECT_EQ(bins[9].calls, 1);
  EXPECT_DOUBLE_EQ(bins[9].happened_share, 1.0);
  EXPECT_EQ(bins[5].calls, 0);
}

TEST(Reliability, OfABinIsTheSumDoneByHand) {
  // Five calls of 0.2, in one year two of two happened, in the other none of three: share 0.4, gap 0.2. Deviations
  // from the gap sum to 2 (0.8 - 0.2) = 1.2 and 3 (-0.2 - 0.2) = -1.2: error sqrt(2 (1.44 + 1.44)) / 5 = 0.48.
  const std::vector<Call> calls = {
      {0.2, true, 2012}, {0.2, true, 2012}, {0.2, false, 2013}, {0.2, false, 2013}, {0.2, false, 2013}};
  const auto bins = reliability_of(calls);
  EXPECT_EQ(bins[2].calls, 5);
  EXPECT_EQ(bins[2].years, 2);
  EXPECT_NEAR(bins[2].happened_share, 0.4, 1e-12);
  EXPECT_NEAR(bins[2].mean_probability, 0.2, 1e-12);
  EXPECT_NEAR(bins[2].gap_error.value(), 0.48, 1e-12);
  EXPECT_NEAR(reliability_gap(bins).value(), 0.2, 1e-12);
}

TEST(Reliability, OfOneYearHasNoErrorAndOfNoCallNoGap) {
  const std::vector<Call> calls = {{0.2, true, 2012}, {0.25, false, 2012}};
  EXPECT_FALSE(reliability_of(calls)[2].gap_error);
  EXPECT_FALSE(reliability_gap(reliability_of({})));
}

}  // namespace
}  // namespace tradewatch::growth
