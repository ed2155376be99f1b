// LogMean beside numerical integration.
#include "models/growth/log_mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "models/growth/log_mean_table.h"

namespace tradewatch::growth {
namespace {

// Density of ln((exp a + exp b) / 2), a and b ~ N(0, sd^2): an integral over a - b.
double density_of_two(double x, double sd) {
  const double h = 0.01, l = x + std::numbers::ln2;
  double sum = 0.0;
  for (double t = -30.0; t <= 30.0; t += h) {
    const double a = l - std::log1p(std::exp(-t)), b = l - std::log1p(std::exp(t));
    sum += std::exp(-0.5 * (a * a + b * b) / (sd * sd)) * h;
  }
  return sum / (2.0 * std::numbers::pi * sd * sd);
}

TEST(LogMean, OfTwoMonthsIsTheirDensityByIntegration) {
  for (const double sd : {0.5, 1.0, 2.0}) {
    const LogMean law(2.0, sd);
    double mass = 0.0, mean = 0.0, square = 0.0;
    const double h = 0.05 * sd;
    for (double x = -8.0 * sd; x <= 8.0 * sd; x += h) {
      const double p = density_of_two(x, sd) * h;
      mass += p;
      mean += p * x;
      square += p * x * x;
    }
    EXPECT_NEAR(law.mean(), mean / mass, 2e-3 * sd);
    EXPECT_NEAR(law.variance(), square / mass - mean * mean / (mass * mass), 2e-3 * sd * sd);
    for (const double z : {-3.0, -1.0, 0.0, 1.0, 3.0}) {
      const double x = law.mean() + z * std::sqrt(law.variance());
      EXPECT_NEAR(law.log_density(x), std::log(density_of_two(x, sd)), 0.06) << sd << ' ' << z;
    }
  }
}

TEST(LogMean, OfOneMonthIsGaussian) {
  LogMean law(1.0, 0.5);
  law.shift(2.0);
  EXPECT_TRUE(law.gaussian());
  for (const double x : {-1.0, 2.0, 2.7})
    EXPECT_NEAR(law.log_density(x), -2.0 * (x - 2.0) * (x - 2.0) - 0.5 * std::log(std::numbers::pi / 2.0), 1e-12) << x;
}

TEST(LogMean, HasAStandInWithTheMomentsOfItsProductWithAGaussian) {
  const LogMean law(6.0, 1.5);
  for (const double centre : {-3.0, 0.5, 4.0}) {
    const double variance = 0.8, h = 0.002;
    double mass = 0.0, mean = 0.0, square = 0.0;
    for (double x = -15.0; x <= 15.0; x += h) {
      const double p = std::exp(law.log_density(x) - 0.5 * (x - centre) * (x - centre) / variance) * h;
      mass += p;
      mean += p * x;
      square += p * x * x;
    }
    mean /= mass;
    const LogMean::Stand stand = law.stand_in(centre, variance);
    const double together = 1.0 / (1.0 / stand.variance + 1.0 / variance);
    EXPECT_NEAR(together * (stand.mean / stand.variance + centre / variance), mean, 1e-6);
    EXPECT_NEAR(together, square / mass - mean * mean, 1e-6);
    const double both = stand.variance + variance, apart = stand.mean - centre;
    EXPECT_NEAR(stand.log_gain - 0.5 * (apart * apart / both + std::log(both / variance)), std::log(mass), 1e-6);
  }
}

// What Fenton's mean and variance are times, by the tables between rows and columns.
struct Factors {
  double mean = 0.0, variance = 0.0;
};

Factors factors(const LogMean& law, double months, double sd) {
  const double fenton = std::log1p(std::expm1(sd * sd) / months);
  return {law.mean() / ((sd * sd - fenton) / 2.0), law.variance() / fenton};
}

TEST(LogMean, HasTheTablesFactorsAtEachOfTheirPlaces) {
  for (std::size_t r = 0; r < kLogMeanMonths.size(); ++r) {
    for (std::size_t c = 0; c < kLogMeanSds; ++c) {
      const double sd = 0.25 * static_cast<double>(c + 1);
      const Factors found = factors(LogMean(kLogMeanMonths[r], sd), kLogMeanMonths[r], sd);
      EXPECT_NEAR(found.mean, kLogMeanMean[r][c], 1e-12) << r << ' ' << c;
      EXPECT_NEAR(found.variance, kLogMeanVariance[r][c], 1e-12) << r << ' ' << c;
    }
  }
}

TEST(LogMean, IsInterpolatedInTheLogarithmOfMonthsAndInTheSd) {
  const double months = 6.0 * std::pow(8.0 / 6.0, 0.25);
  const auto expected = [](const LogMeanTable& t) {
    return 0.75 * (0.8 * t[3][4] + 0.2 * t[3][5]) + 0.25 * (0.8 * t[4][4] + 0.2 * t[4][5]);
  };
  const Factors found = factors(LogMean(months, 1.30), months, 1.30);
  EXPECT_NEAR(found.mean, expected(kLogMeanMean), 1e-12);
  EXPECT_NEAR(found.variance, expected(kLogMeanVariance), 1e-12);
}

TEST(LogMean, HoldsOnAtTheEdgesOfTheTables) {
  EXPECT_NEAR(factors(LogMean(1.5, 1.0), 1.5, 1.0).variance, kLogMeanVariance.front()[3], 1e-12);
  EXPECT_NEAR(factors(LogMean(500.0, 1.0), 500.0, 1.0).variance, kLogMeanVariance.back()[3], 1e-12);
  EXPECT_NEAR(factors(LogMean(12.0, 0.1), 12.0, 0.1).variance, kLogMeanVariance[5].front(), 1e-12);
  EXPECT_NEAR(factors(LogMean(12.0, 3.5), 12.0, 3.5).variance, kLogMeanVariance[5].back(), 1e-12);
}

// ln Phi(t): erfc in the wider exponent of long double, as far as it reaches.
long double log_below(long double t) { return std::log(0.5L * std::erfc(-t / std::numbers::sqrt2_v<long double>)); }

// The density of log_mean.h with the parameters that mean, variance and the table of thresholds give it.
TEST(LogMean, HasItsDensityFarOnTheLeft) {
  ASSERT_NEAR(static_cast<double>(log_below(-40.0L)), -804.6084420137538, 1e-12);
  const long double sd = 1.0L, tau = -static_cast<long double>(kLogMeanThreshold[0][3]) * std::sqrt(2.0L);
  const LogMean law(2.0, 1.0);
  const long double first =
      std::exp(-0.5L * tau * tau - log_below(tau)) / std::sqrt(2.0L * std::numbers::pi_v<long double>);
  const long double delta2 = (law.variance() / (sd * sd) - 1.0L) / (-first * (tau + first));
  const long double steepness = 1.0L / std::sqrt(1.0L - delta2), slope = std::sqrt(delta2) * steepness / sd;
  const long double location = law.mean() - sd * std::sqrt(delta2) * first;
  for (const double t : {-1.0, -10.0, -16.0, -29.5, -30.5, -40.0, -80.0}) {
    const auto x = static_cast<double>(location + (t - tau * steepness) / slope);
    const long double off = x - location;
    const long double expected =
        -0.5L * (off * off / (sd * sd) + std::log(2.0L * std::numbers::pi_v<long double> * sd * sd)) +
        log_below(tau * steepness + slope * off) - log_below(tau);
    EXPECT_NEAR(law.log_density(x), static_cast<double>(expected), 2e-11) << t;
  }
}

TEST(LogMean, OfManyQuietMonthsHasTheMassMeanAndVarianceThatItSays) {
  LogMean law(192.0, 0.25);  // its threshold is 120 sd on the left
  law.shift(0.5);
  const double sd = std::sqrt(law.variance()), h = 0.02 * sd;
  double mass = 0.0, mean = 0.0, square = 0.0, product = 0.0, product_mean = 0.0;
  const double centre = law.mean() - 3.0 * sd, variance = 2.0 * sd * sd;
  for (double z = -12.0; z <= 12.0; z += 0.02) {
    const double x = law.mean() + z * sd, p = std::exp(law.log_density(x)) * h;
    mass += p;
    mean += p * z;
    square += p * z * z;
    const double q = p * std::exp(-0.5 * (x - centre) * (x - centre) / variance);
    product += q;
    product_mean += q * x;
  }
  EXPECT_NEAR(mass, 1.0, 1e-8);
  EXPECT_NEAR(mean, 0.0, 1e-6);
  EXPECT_NEAR(square, 1.0, 1e-6);
  const LogMean::Stand stand = law.stand_in(centre, variance);
  const double together = 1.0 / (1.0 / stand.variance + 1.0 / variance);
  EXPECT_NEAR(together * (stand.mean / stand.variance + centre / variance), product_mean / product, 1e-6 * sd);
}

}  // namespace
}  // namespace tradewatch::growth
