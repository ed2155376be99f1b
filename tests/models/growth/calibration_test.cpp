// Spread factors: what they do to paths, and whether learning finds forecasts that are too narrow.

#include "models/growth/calibration.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/growth/forecast.h"
#include "models/growth/normal_draws.h"
#include "models/growth/spread_learning.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2000, 1);

PanelPrior spread_of(double months) {
  PanelPrior prior = shipped_prior();
  for (PriorStratum& s : prior.strata) s.spread = {months, 1.0, 1.0};
  return prior;
}

TEST(Calibration, MultipliesEachPathsDistanceFromTheMedianInLogs) {
  ForecastRequest request;
  request.components = {monthly(kFirst, wavy(96))};
  request.months = {kFirst + 90, kFirst + 107};
  request.paths = 2001;  // the median is one of the paths
  const auto narrow = forecast_target(request, spread_of(1.0));
  const auto wide = forecast_target(request, spread_of(1.5));
  const double offset = narrow->fits[0].offset_usd;
  EXPECT_EQ(wide->fits[0].spread, 1.5);
  for (int column = 0; column < 6; ++column)  // published
    EXPECT_TRUE((narrow->total.usd.col(column) == wide->total.usd.col(column)).all());
  for (int column = 6; column < 18; ++column) {
    const Eigen::ArrayXd before = (narrow->total.usd.col(column) + offset).log();
    const Eigen::ArrayXd after = (wide->total.usd.col(column) + offset).log();
    Eigen::ArrayXd ordered = before;
    const double median = quantile(ordered, 0.5);
    const Eigen::ArrayXd expected = (median + 1.5 * (before - median)).max(std::log(offset));  // never below zero
    EXPECT_LT((after - expected).abs().maxCoeff(), 1e-9) << column;
  }
}

TEST(Calibration, ChoosesTheFactorByTheKindOfHistory) {
  PriorStratum stratum;
  stratum.spread = {1.1, 1.2, 1.3};
  EXPECT_EQ(spread_factor(monthly(kFirst, wavy(72)), stratum), 1.1);
  EXPECT_EQ(spread_factor(monthly(kFirst, wavy(36)), stratum), 1.2);
  EXPECT_EQ(spread_factor(from_figures({figure({kFirst, kFirst + 11}, 1e7)}), stratum), 1.3);
}

// Forty large flows of 180 months: a random walk and an irregular of known deviations.
std::vector<trade::Series> made_flows(double level_sd, double irregular_sd) {
  NormalDraws draws(11);
  std::vector<trade::Series> flows;
  for (int k = 0; k < 40; ++k) {
    std::vector<double> usd;
    for (double t = 0, level = 18.0; t < 180; ++t) {
      level += level_sd * draws.next();
      usd.push_back(std::exp(level + irregular_sd * draws.next()));
    }
    flows.push_back(monthly(kFirst, usd));
  }
  return flows;
}

TEST(SpreadLearning, WidensForecastsThatAreTooNarrow) {
  PanelPrior prior = one_point({.level_sd = 0.03, .irregular_sd = 0.05, .season_sd = 0.03, .walk_share = 1.0});
  prior.strata[0].name = "large";
  prior.strata[0].growth.log_ratio = {-0.1, 0.1};
  learn_spread(made_flows(0.06, 0.1), kFirst + 179, prior);
  EXPECT_GE(prior.strata[0].spread.months, 1.45);
}

TEST(SpreadLearning, LeavesForecastsOfTheRightWidthNearlyAlone) {
  PanelPrior prior = one_point({.level_sd = 0.06, .irregular_sd = 0.1, .season_sd = 0.03, .walk_share = 1.0});
  prior.strata[0].name = "large";
  prior.strata[0].growth.log_ratio = {-0.2, 0.2};
  learn_spread(made_flows(0.06, 0.1), kFirst + 179, prior);
  EXPECT_NEAR(prior.strata[0].spread.months, 1.0, 0.1);
}

TEST(SpreadLearning, MakesYearsQuartersAndFiscalSumsOfMonths) {
  const trade::Series sums = as_sums(monthly(kFirst, std::vector<double>(216, 1.0)), {2017, 12});
  ASSERT_FALSE(sums.empty());
  const auto has = [&](const trade::MonthSpan& span) { return trade::total_of(sums, span).has_value(); };
  EXPECT_TRUE(has({{2011, 1}, {2011, 12}}));
  EXPECT_FALSE(has({{2011, 1}, {2011, 3}}));
  EXPECT_TRUE(has({{2012, 1}, {2012, 3}}));
  EXPECT_TRUE(has({{2014, 4}, {2014, 6}}));
  EXPECT_TRUE(has({{2014, 7}, {2014, 8}}));
  EXPECT_TRUE(has({{2016, 9}, {2016, 12}}));
  EXPECT_FALSE(has({{2017, 9}, {2017, 9}}));
  EXPECT_EQ(*sums.last_month(), trade::Month(2017, 12));
  EXPECT_DOUBLE_EQ(trade::total_of(sums, {{2000, 1}, {2017, 12}})->value_usd, 216.0);
}

}  // namespace
}  // namespace tradewatch::growth
