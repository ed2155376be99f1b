// How far the parts of sums have moved, which is what ends the search for a fit.

#include "models/growth/span_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {
namespace {

constexpr GridPoint kNoWalk{.level_sd = 0.0, .irregular_sd = 0.8, .season_sd = 0.2, .walk_share = 0.2};

// Two sums over twelve months.
LogSums two_sums(MonthRange first, double first_usd, MonthRange second, double second_usd) {
  LogSums sums;
  sums.months = sums.end = 12;
  sums.spans = {first, second};
  sums.log_usd = Eigen::Vector2d(std::log(first_usd), std::log(second_usd));
  sums.single_months = false;
  return sums;
}

// With the smooth part the same in all months, and what a fit says of each part: S^-1 residual and precision.
void learn(SpanParts& parts, double level, SpanParts::Irregular as, double solved, double precision) {
  const Eigen::VectorXd x = Eigen::VectorXd::Constant(12, level);
  std::vector<Eigen::VectorXd> share(2);
  Eigen::VectorXd residual(2);
  parts.take(kNoWalk, as);
  parts.linearise(x, share, residual);
  parts.learn(x, Eigen::Vector2d::Constant(solved), Eigen::Vector2d::Constant(precision));
}

TEST(SpanParts, MoveWithTheLargestChangeOfAPartWhereOneSumIsInsideAnother) {
  const LogSums sums = two_sums({0, 6}, 6e6, {0, 12}, 30e6);  // six months of 6 million, six of 24
  const double of_six = std::log(6.0) + LogMean(6.0, kNoWalk.irregular_sd).mean();
  for (const double level : {13.0, 16.0}) {
    SpanParts parts(sums);
    ASSERT_TRUE(parts.nested());
    learn(parts, level, SpanParts::Irregular::gaussian, 0.0, 1.0);
    const double first = std::abs(level + of_six - std::log(6e6)), second = std::abs(level + of_six - std::log(24e6));
    EXPECT_NEAR(parts.move(), std::max(first, second), 1e-12) << level;
  }
}

TEST(SpanParts, DoNotMoveWithTheirSumsWhereNoneIsInsideAnother) {
  const LogSums sums = two_sums({0, 6}, 6e6, {6, 6}, 24e6);
  SpanParts parts(sums);
  ASSERT_FALSE(parts.nested());
  learn(parts, 13.0, SpanParts::Irregular::gaussian, 0.0, 1.0);
  EXPECT_EQ(parts.move(), 0.0);
}

TEST(SpanParts, MoveWithTheGaussiansThatStandForTheirLaw) {
  const LogSums sums = two_sums({0, 6}, 6e6, {6, 6}, 24e6);
  const LogMean law(6.0, kNoWalk.irregular_sd);
  for (const double solved : {-8.0, -0.5, 0.5, 8.0}) {
    SpanParts parts(sums);
    const double precision = 0.5 / law.variance();
    learn(parts, 13.0, SpanParts::Irregular::by_law, solved, precision);
    const LogMean::Stand stand = law.stand_in(law.mean() + solved / precision, 1.0 / precision - law.variance());
    const double by_mean = std::abs(stand.mean - law.mean());
    const double by_variance = std::abs(std::log(stand.variance / law.variance()));
    EXPECT_NEAR(parts.move(), std::max(by_mean, by_variance), 1e-9) << solved << ' ' << by_mean << ' ' << by_variance;
    EXPECT_NEAR(parts.log_gain(), 2.0 * stand.log_gain, 1e-9) << solved;
  }
}

}  // namespace
}  // namespace tradewatch::growth
