// SpanGrowth on sums, against identities and numerical integration.

#include "models/growth/span_growth.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <numbers>
#include <numeric>

#include "models/growth/pulling_in.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const GridPoint kPoint{.level_sd = 0.06, .irregular_sd = 0.25, .season_sd = 0.2, .walk_share = 0.2};

TEST(SpanGrowth, OfSpansOfOneMonthIsTheFitOfMonths) {
  const trade::Month first(2012, 1);
  LogSums sums = make_log_sums(monthly(first, wavy(60)), {first + 60, first + 71}, 0.15);
  SpanSystem months(sums, 0.02);
  const double as_months = months.solve(kPoint);
  LogSums as_spans = sums;
  as_spans.single_months = false;  // takes the way of sums: softmax over one month, Gauss-Newton
  SpanSystem spans(as_spans, 0.02);
  EXPECT_NEAR(spans.solve(kPoint), as_months, 1e-8);
  EXPECT_LT((spans.mode() - months.mode()).cwiseAbs().maxCoeff(), 1e-8);
}

TEST(SpanGrowth, IsTheSameFromAnotherStart) {
  std::vector<trade::KeptFigure> figures;
  for (int y = 2005; y < 2015; ++y)
    figures.push_back(figure({trade::Month(y, 1), trade::Month(y, 12)}, 1e7 * (1 + y % 3)));
  const LogSums sums = make_log_sums(from_figures(figures), {trade::Month(2015, 1), trade::Month(2015, 12)}, 0.15);
  SpanSystem fresh(sums, 0.02), warm(sums, 0.02);
  const double cold = fresh.solve(kPoint);
  (void)warm.solve({.level_sd = 0.4, .irregular_sd = 1.5, .season_sd = 0.5, .walk_share = 1.0});
  EXPECT_NEAR(warm.solve(kPoint), cold, 1e-6);
  EXPECT_LT((warm.mode() - fresh.mode()).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(SpanGrowth, AnswersAreThoseOfOtherValuesInTheSameMonths) {
  const trade::Month first(2012, 1);
  const LogSums a = make_log_sums(monthly(first, wavy(40)), {first + 40, first + 40}, 0.15);
  const LogSums b = make_log_sums(monthly(first, wavy(40, 3e9)), {first + 40, first + 40}, 0.30);
  SpanSystem one(a, 0.02), other(b, 0.02);
  (void)one.solve(kPoint);
  EXPECT_NEAR(one.log_likelihood_of(b.log_usd), other.solve(kPoint), 1e-9);
}

// Sum of months 0 and 1, figure of month 2, smooth part of month 3. Reference: given month 2, the log months u0, u1
// (smooth + irregular) and x3 are jointly Gaussian; p(ln S | u0, u1) is normal about ln(e^u0 + e^u1) with the
// revision sd, and everything is integrated over (u0, u1) by the trapezoid rule out to 8 standard deviations.
struct Reference {
  double log_likelihood = 0.0;  // of ln S given month 2
  double mean = 0.0;            // of x3
  double sd = 0.0;
};

Reference integrate(const LogSums& sums, const GridPoint& p, double revision_sd, double mean) {
  SmoothKernel kernel_at(4);
  kernel_at.take(p);
  Eigen::MatrixXd kernel(4, 4);
  kernel_at.fill(kernel);
  const double s2 = p.irregular_sd * p.irregular_sd;
  const Eigen::Vector3d with_month_2(kernel(0, 2), kernel(1, 2), kernel(3, 2));
  const double v2 = kernel(2, 2) + s2 + revision_sd * revision_sd;
  const std::vector<int> asked{0, 1, 3};
  Eigen::Matrix3d cov = kernel(asked, asked);
  cov(0, 0) += s2;
  cov(1, 1) += s2;
  cov -= with_month_2 * with_month_2.transpose() / v2;
  const Eigen::Vector3d centre = (with_month_2 * ((sums.log_usd[1] - mean) / v2)).array() + mean;
  const Eigen::Matrix2d root = cov.topLeftCorner<2, 2>().llt().matrixL();
  const Eigen::RowVector2d gain = cov.block<1, 2>(2, 0) * cov.topLeftCorner<2, 2>().inverse();
  const double left = cov(2, 2) - gain.dot(cov.block<1, 2>(2, 0));
  double mass = 0.0, first = 0.0, second = 0.0;
  const double h = 0.01;
  for (double a = -8.0; a <= 8.0; a += h) {
    for (double b = -8.0; b <= 8.0; b += h) {
      const Eigen::Vector2d d = root * Eigen::Vector2d(a, b);
      const double log_sum = std::log(std::exp(centre[0] + d[0]) + std::exp(centre[1] + d[1]));
      const double e = (sums.log_usd[0] - log_sum) / revision_sd;
      const double w = std::exp(-0.5 * (a * a + b * b + e * e));
      const double x3 = centre[2] + gain.dot(d);
      mass += w;
      first += w * x3;
      second += w * (x3 * x3 + left);
    }
  }
  const double density = mass * h * h / (2.0 * std::numbers::pi) / (revision_sd * std::sqrt(2.0 * std::numbers::pi));
  return {std::log(density), first / mass, std::sqrt(second / mass - first * first / (mass * mass))};
}

struct Found {
  double log_likelihood_error = 0.0, mean_error = 0.0, sd_ratio = 0.0;
};

Found compare(double irregular_sd, double sum_usd, double month_usd) {
  const trade::Month first(2020, 1);
  const trade::Series series =
      from_figures({figure({first, first + 1}, sum_usd), figure({first + 2, first + 2}, month_usd)});
  const LogSums sums = make_log_sums(series, {first + 3, first + 3}, 0.15);
  const GridPoint p{.level_sd = 0.2, .irregular_sd = irregular_sd, .season_sd = 0.1, .walk_share = 1.0};
  const double revision_sd = 0.1;
  SpanSystem system(sums, revision_sd);
  (void)system.solve(p);
  const std::vector<int> asked{3};
  const SmoothPosterior at = system.posterior(asked);
  const double mean = (sums.log_usd[0] - std::log(2.0) + sums.log_usd[1]) / 2.0;
  const Reference exact = integrate(sums, p, revision_sd, mean);
  // The joint density of both figures less that of month 2 alone, which is Gaussian.
  SmoothKernel kernel_at(4);
  kernel_at.take(p);
  Eigen::MatrixXd kernel(4, 4);
  kernel_at.fill(kernel);
  const double v2 = kernel(2, 2) + irregular_sd * irregular_sd + revision_sd * revision_sd;
  const double e2 = sums.log_usd[1] - mean;
  const double month_2 = -0.5 * (std::log(2.0 * std::numbers::pi * v2) + e2 * e2 / v2);
  return {system.gaussian_log_likelihood() - month_2 - exact.log_likelihood, at.mean[0] - exact.mean,
          std::sqrt(at.covariance(0, 0)) / exact.sd};
}

TEST(SpanGrowth, AgreesWithNumericalIntegrationWhenMonthsAreCalm) {
  const Found found = compare(0.25, 3e6, 2e6);
  EXPECT_NEAR(found.log_likelihood_error, 0.0, 0.02);
  EXPECT_NEAR(found.mean_error, 0.0, 0.005);
  EXPECT_NEAR(found.sd_ratio, 1.0, 0.01);
}

TEST(SpanGrowth, StaysNearNumericalIntegrationUpToAnIrregularOfSevenTenths) {
  for (const double month : {2e6, 0.5e6, 8e6}) {
    const Found found = compare(0.7, 3e6, month);
    EXPECT_NEAR(found.log_likelihood_error, 0.0, 0.1) << month;
    EXPECT_NEAR(found.mean_error, 0.0, 0.02) << month;
    EXPECT_NEAR(found.sd_ratio, 1.0, 0.02) << month;
  }
}

TEST(SpanGrowth, IsWithinASixthOfALogUnitOfIntegrationWhenMonthsAreWild) {
  for (const double month : {2e6, 0.5e6, 8e6}) {
    const Found found = compare(1.5, 3e6, month);
    EXPECT_NEAR(found.mean_error, 0.0, 0.16) << month;
    EXPECT_NEAR(found.sd_ratio, 1.0, 0.08) << month;
  }
}

TEST(SpanGrowth, LearnsNothingFromTheSameSumTwice) {
  const trade::Month first(2020, 1);
  LogSums once = make_log_sums(from_figures({figure({first, first + 5}, 6e6)}), {first + 6, first + 6}, 0.15);
  LogSums twice = once;
  twice.spans.push_back(twice.spans[0]);
  twice.log_usd = Eigen::Vector2d::Constant(once.log_usd[0]);
  SpanSystem a(once, 1e-4), b(twice, 1e-4);
  (void)a.solve(kPoint);
  (void)b.solve(kPoint);
  const std::vector<int> asked{6};
  EXPECT_NEAR(a.posterior(asked).covariance(0, 0), b.posterior(asked).covariance(0, 0), 1e-6);
}

// An older vintage is the newer one plus a revision that has already come: given the newer it says nothing, whatever it
// says. The older is ten per cent higher here, for a month and for a sum of six.
TEST(SpanGrowth, LearnsNothingFromAnOlderVintageBesideTheNewer) {
  const trade::Month first(2020, 1);
  for (const int months : {1, 6}) {
    LogSums newer =
        make_log_sums(from_figures({figure({first, first + (months - 1)}, 6e6)}), {first + 8, first + 8}, 0.15);
    LogSums both = newer;
    both.spans.push_back(both.spans[0]);
    both.log_usd = Eigen::Vector2d(newer.log_usd[0], newer.log_usd[0] + 0.1);
    newer.revision_sd = {0.03};
    both.revision_sd = {0.03, 0.08};
    SpanSystem a(newer, 0.02), b(both, 0.02);
    (void)a.solve(kPoint);
    (void)b.solve(kPoint);
    const std::vector<int> asked{0, 8};
    const SmoothPosterior alone = a.posterior(asked), beside = b.posterior(asked);
    // The model's mean is that of the observations, which moves by half of 0.1 and is all but drowned by a vague level.
    EXPECT_NEAR((alone.covariance - beside.covariance).cwiseAbs().maxCoeff(), 0.0, 1e-6) << months;
    EXPECT_NEAR((alone.mean - beside.mean).cwiseAbs().maxCoeff(), 0.0, 0.005) << months;
  }
}

// Two flows of a month's figure, one of them hardly ever revised: the surer one holds the level closer.
TEST(SpanGrowth, TrustsAFigureByItsOwnRevisionNoise) {
  const trade::Month first(2020, 1);
  LogSums sums = make_log_sums(monthly(first, {5e6}), {first, first}, 0.15);
  const auto variance_with = [&](std::vector<std::optional<double>> sd) {
    sums.revision_sd = std::move(sd);
    SpanSystem system(sums, 0.02);
    (void)system.solve(kPoint);
    const std::vector<int> asked{0};
    return system.posterior(asked).covariance(0, 0);
  };
  // One Gaussian observation of variance r of a part with prior variance k: k r / (k + r).
  SmoothKernel kernel(1);
  kernel.take(kPoint);
  const auto closed_form = [&](double sd) {
    const double r = kPoint.irregular_sd * kPoint.irregular_sd + sd * sd;
    return kernel(0, 0) * r / (kernel(0, 0) + r);
  };
  EXPECT_NEAR(variance_with({0.3}), closed_form(0.3), 1e-12);
  EXPECT_NEAR(variance_with({0.0}), closed_form(0.0), 1e-12);
  EXPECT_NEAR(variance_with({std::nullopt}), closed_form(0.02), 1e-12);
  EXPECT_NEAR(variance_with({}), closed_form(0.02), 1e-12);
}

TEST(PullIn, CutsOneWildMonthAndSaysWhich) {
  std::vector<double> usd = wavy(60);
  usd[30] *= 60.0;
  const trade::Month first(2015, 1);
  LogSums sums = make_log_sums(monthly(first, usd), {first + 60, first + 60}, 0.15);
  const double before = sums.log_usd[30];
  EXPECT_EQ(pull_in(sums).observations, std::vector<int>{30});
  EXPECT_LT(sums.log_usd[30], before - 1.0);
}

TEST(PullIn, LeavesShortHistoriesAlone) {
  std::vector<double> usd = wavy(kMinMonthsToPullIn - 1);
  usd[10] *= 60.0;
  const trade::Month first(2015, 1);
  LogSums sums = make_log_sums(monthly(first, usd), {first + 30, first + 30}, 0.15);
  EXPECT_TRUE(pull_in(sums).observations.empty());
}

}  // namespace
}  // namespace tradewatch::growth
