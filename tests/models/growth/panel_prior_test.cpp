// The panel prior as a table, and its learning from made-up flows whose parameters are known.

#include "models/growth/panel_prior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/growth/normal_draws.h"
#include "models/growth/panel_prior_learning.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

TEST(PanelPrior, IsTheSameAfterWritingAndReading) {
  const PanelPrior prior = shipped_prior();
  const PanelPrior again = parse_prior(to_text(prior)).value();
  EXPECT_EQ(again.grid, prior.grid);
  EXPECT_EQ(again.figures_until, prior.figures_until);
  EXPECT_EQ(again.series_used, prior.series_used);
  ASSERT_EQ(again.strata.size(), prior.strata.size());
  for (std::size_t s = 0; s < prior.strata.size(); ++s) {
    EXPECT_EQ(again.strata[s].name, prior.strata[s].name);
    EXPECT_EQ(again.strata[s].weight, prior.strata[s].weight);
    EXPECT_EQ(again.strata[s].growth.probability, prior.strata[s].growth.probability);
    EXPECT_EQ(again.strata[s].growth.log_ratio, prior.strata[s].growth.log_ratio);
  }
}

TEST(PanelPrior, ShippedSawNoFigureAfter2014AndIsSmall) {
  const PanelPrior prior = shipped_prior();
  EXPECT_EQ(prior.figures_until, trade::Month(2014, 12));
  EXPECT_LE(prior.grid.size(), 150u);
  EXPECT_EQ(prior.strata.size(), 4u);
}

TEST(PanelPrior, SaysWhichLineIsWrong) {
  const auto fault_of = [](const char* text) { return parse_prior(text).error(); };
  EXPECT_NE(fault_of("figures_until,2014-13\n").find("line 1"), std::string::npos);
  EXPECT_NE(fault_of("figures_until,2014-12\nstrata,a\npoint,0.1,0.1,0.1,1\n").find("line 3"), std::string::npos);
  EXPECT_NE(fault_of("strata,a\npoint,0.1,0.1,0.1,1,0.5\n").find("add up to 1"), std::string::npos);
  EXPECT_NE(fault_of("strata,a\npoint,0.1,nan,0.1,1,1\n").find("line 2"), std::string::npos);
  EXPECT_NE(fault_of("").find("at least one"), std::string::npos);
}

TEST(PanelPriorLearning, FindsTheDeviationsThatFlowsWereMadeWith) {
  // Forty flows of 120 months: a random walk of 0.06 a month and an irregular of 0.25, no season.
  NormalDraws draws(3);
  std::vector<trade::Series> flows;
  for (int k = 0; k < 40; ++k) {
    std::vector<double> usd;
    for (double t = 0, level = 17.0; t < 120; ++t) {
      level += 0.06 * draws.next();
      usd.push_back(std::exp(level + 0.25 * draws.next()));
    }
    flows.push_back(monthly(trade::Month(2005, 1), usd));
  }
  LearningChoices choices;
  choices.offset_share = 1e-6;
  const PanelPrior prior = learn_prior(flows, trade::Month(2014, 12), choices);
  EXPECT_EQ(prior.series_used, 40);
  const PriorStratum& large = prior.strata[2];
  double level = 0.0, irregular = 0.0, season = 0.0;
  for (std::size_t g = 0; g < prior.grid.size(); ++g) {
    level += large.weight[g] * prior.grid[g].level_sd;
    irregular += large.weight[g] * prior.grid[g].irregular_sd;
    season += large.weight[g] * prior.grid[g].season_sd;
  }
  EXPECT_NEAR(level, 0.06, 0.02);
  EXPECT_NEAR(irregular, 0.25, 0.03);
  EXPECT_LT(season, 0.05);
  for (const PriorStratum& s : prior.strata)
    EXPECT_NEAR(std::accumulate(s.weight.begin(), s.weight.end(), 0.0), 1.0, 1e-9);
}

TEST(PanelPriorLearning, TakesFlowsEvenlyOverTheirSizes) {
  std::vector<trade::Series> flows;
  for (int k = 0; k < 20; ++k)
    flows.push_back(monthly(trade::Month(2005, 1), wavy(k % 2 == 0 ? 120 : 40, 1e6 * (k + 1))));
  LearningChoices choices;
  choices.flows = 5;
  EXPECT_EQ(choose_flows(flows, trade::Month(2014, 12), choices), (std::vector<int>{2, 6, 10, 14, 18}));
}

}  // namespace
}  // namespace tradewatch::growth
