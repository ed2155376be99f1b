// The state-space form of SpanGrowth against the dense system of the same model, and its covariance algebra against
// matrices. (kalman_test.cpp holds both forms against statsmodels.)

#include "models/growth/span_filter.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/growth/smooth_kernel.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2001, 5);

// A calm point, a wild one, one whose level always returns and one that has no season to speak of.
const std::vector<GridPoint> kPoints = {{.level_sd = 0.06, .irregular_sd = 0.25, .season_sd = 0.2, .walk_share = 0.2},
                                        {.level_sd = 0.4, .irregular_sd = 2.2, .season_sd = 0.5, .walk_share = 1.0},
                                        {.level_sd = 0.16, .irregular_sd = 0.03, .season_sd = 0.5, .walk_share = 0.0},
                                        {.level_sd = 0.01, .irregular_sd = 0.65, .season_sd = 0.03, .walk_share = 0.2}};

std::vector<int> range(int from, int to) {
  std::vector<int> months(static_cast<std::size_t>(to - from));
  std::iota(months.begin(), months.end(), from);
  return months;
}

void expect_near(const SmoothPosterior& a, const SmoothPosterior& b, double bound) {
  EXPECT_LT((a.mean - b.mean).cwiseAbs().maxCoeff(), bound);
  EXPECT_LT((a.covariance - b.covariance).cwiseAbs().maxCoeff(), bound);
}

// One point after another in one model: each starts from the mode of the one before, in both forms.
void expect_agreement(const trade::Series& series, int ahead) {
  const trade::Month last = *series.last_month();
  const LogSums sums = make_log_sums(series, {last + 1, last + ahead}, 0.15);
  ASSERT_TRUE(SpanFilter::takes(sums));
  SpanFilter filter(sums, 0.02);
  SpanSystem dense(sums, 0.02);
  for (const GridPoint& point : kPoints) {
    SCOPED_TRACE(testing::Message() << "irregular sd " << point.irregular_sd);
    const double likelihood = dense.solve(point);
    EXPECT_NEAR(filter.solve(point), likelihood, 1e-8 * std::abs(likelihood));
    const double gaussian = dense.gaussian_log_likelihood();
    EXPECT_NEAR(filter.gaussian_log_likelihood(), gaussian, 1e-8 * std::abs(gaussian));
    EXPECT_LT((filter.mode() - dense.mode()).cwiseAbs().maxCoeff(), 1e-8);
    expect_near(filter.posterior(range(sums.end, sums.months)), dense.posterior(range(sums.end, sums.months)), 1e-8);
    expect_near(filter.posterior(range(0, sums.months)), dense.posterior(range(0, sums.months)), 1e-8);
  }
}

TEST(SpanFilter, IsTheDenseSystemOnMonths) { expect_agreement(monthly(kFirst, wavy(130)), 14); }

TEST(SpanFilter, IsTheDenseSystemOnMonthsWithGaps) {
  std::vector<double> usd = wavy(90);
  for (const std::size_t gap : {1U, 2U, 3U, 4U, 6U, 20U, 41U, 42U, 85U}) usd[gap] = -1.0;
  for (std::size_t gap = 50; gap < 77; ++gap) usd[gap] = -1.0;  // more than two years
  expect_agreement(monthly(kFirst, usd), 14);
}

TEST(SpanFilter, IsTheDenseSystemOnOneMonth) { expect_agreement(monthly(kFirst, {3e6}), 12); }

TEST(SpanFilter, IsTheDenseSystemOnOneYear) {
  expect_agreement(from_figures({figure({kFirst, kFirst + 11}, 5e7)}), 12);
}

// Calendar years, a gap, quarters, sums of two and four months, a sum over thirty months, months.
TEST(SpanFilter, IsTheDenseSystemOnSumsOfAllLengths) {
  std::vector<trade::KeptFigure> figures;
  trade::Month at = kFirst;
  int k = 0;
  const auto add = [&](int months) {
    figures.push_back(figure({at, at + (months - 1)}, months * 4e6 * std::exp(0.3 * std::sin(2.9 * k * k) + 0.03 * k)));
    at = at + months;
    ++k;
  };
  for (int y = 0; y < 5; ++y) add(12);
  at = at + 7;
  for (int q = 0; q < 6; ++q) add(3);
  for (const int months : {2, 4, 2, 4, 30, 1, 1, 6, 1, 13, 1}) add(months);
  expect_agreement(from_figures(figures), 16);
}

TEST(SpanFilter, LeavesSumsThatShareMonthsToTheDenseSystem) {
  const trade::Month start(2019, 1);
  auto older = figure({start, start + 5}, 5e6);
  older.figure.published = trade::last_day(trade::Month(2019, 8));
  const LogSums sums = make_log_sums(from_figures({older, figure({start, start + 7}, 7e6)}), {start, start}, 0.15);
  EXPECT_FALSE(SpanFilter::takes(sums));
  EXPECT_NE(dynamic_cast<SpanSystem*>(span_model(sums, 0.02).get()), nullptr);
}

struct Case {
  std::vector<MonthRange> spans;
  std::vector<Eigen::VectorXd> share;
  Eigen::VectorXd noise;
  Eigen::MatrixXd weights;     // H, sums x months
  Eigen::MatrixXd covariance;  // H K H' + R
  Eigen::MatrixXd kernel;      // K
};

Case weighted_sums(const GridPoint& point) {
  Case c;
  c.spans = {{0, 1}, {1, 5}, {9, 1}, {10, 12}, {40, 1}, {41, 26}, {67, 1}};
  const int months = 70;
  c.noise = Eigen::VectorXd::LinSpaced(7, 0.01, 0.3);
  c.weights = Eigen::MatrixXd::Zero(7, months);
  for (std::size_t j = 0; j < c.spans.size(); ++j) {
    Eigen::VectorXd w = Eigen::VectorXd::LinSpaced(c.spans[j].count, 1.0, 1.0 + static_cast<double>(j));
    c.share.push_back(w / w.sum());
    c.weights.row(static_cast<Eigen::Index>(j)).segment(c.spans[j].begin, c.spans[j].count) = c.share[j].transpose();
  }
  SmoothKernel kernel(months);
  kernel.take(point);
  c.kernel.resize(months, months);
  kernel.fill(c.kernel);
  c.covariance = c.weights * c.kernel * c.weights.transpose();
  c.covariance.diagonal() += c.noise;
  return c;
}

TEST(Innovations, FactoriseTheCovarianceOfWeightedSums) {
  for (const GridPoint& point : kPoints) {
    const Case c = weighted_sums(point);
    Innovations innovations(c.spans, static_cast<int>(c.kernel.rows()));
    innovations.factorise(point, c.share, c.noise);
    const Eigen::MatrixXd inverse = c.covariance.inverse();
    EXPECT_NEAR(innovations.half_log_det(), 0.5 * std::log(c.covariance.determinant()), 1e-9);
    Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(7, -2.0, 3.0), solved = x;
    innovations.solve(solved);
    EXPECT_LT((solved - inverse * x).cwiseAbs().maxCoeff(), 1e-9);
    EXPECT_LT((innovations.inverse_diagonal() - inverse.diagonal()).cwiseAbs().maxCoeff(), 1e-9);
  }
}

// The closed form of smooth_kernel.h, written out.
double closed_form(const GridPoint& p, int s, int t) {
  const int lag = std::abs(s - t);
  const double level = p.walk_share * (std::min(s, t) + 1) + (1.0 - p.walk_share) * 9.0 * std::exp(-lag / 18.0);
  const double season = (lag % 12 == 0 ? 1.0 : -1.0 / 11.0) * std::exp(-lag / 240.0);
  return 4.0 + p.level_sd * p.level_sd * level + p.season_sd * p.season_sd * season;
}

TEST(SmoothKernel, IsItsClosedFormAndAppliesWithoutBeingFormed) {
  for (const GridPoint& point : kPoints) {
    SmoothKernel kernel(70);
    kernel.take(point);
    Eigen::MatrixXd whole(70, 70);
    kernel.fill(whole);
    for (int s = 0; s < 70; ++s) {
      for (int t = 0; t < 70; ++t) {
        ASSERT_NEAR(kernel(s, t), closed_form(point, s, t), 1e-13);
        ASSERT_EQ(whole(s, t), kernel(s, t));
      }
    }
    const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(70, -1.0, 2.0).array().square();
    Eigen::VectorXd y;
    kernel.apply(x, y);
    EXPECT_LT((y - whole * x).cwiseAbs().maxCoeff(), 1e-10);
  }
}

}  // namespace
}  // namespace tradewatch::growth
