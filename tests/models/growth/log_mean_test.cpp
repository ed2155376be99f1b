// LogMean beside numerical integration.
#include "models/growth/log_mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

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
  }
}

}  // namespace
}  // namespace tradewatch::growth
