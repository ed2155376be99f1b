// Early warning: leads and false calls of walks made by hand, and walks that see nothing of the months to come.

#include "models/growth/early_warning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "models/targets/verdict.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2010, 1);

static_assert(kOffTrackBelow == targets::kAtRiskFrom, "off track means the same everywhere");

Subject subject_of(const std::vector<double>& usd) {
  Subject subject{"flow", 7, {{}}};
  for (std::size_t i = 0; i < usd.size(); ++i) {
    const trade::Month m = kFirst + static_cast<int>(i);
    if (usd[i] >= 0.0) subject.components[0].push_back(figure({m, m}, usd[i]));
  }
  return subject;
}

// A hundred before; the window's total, and with how many known months the probability first falls to 0.2 (12: never).
WindowWalk walk_of(double outcome, int falls_at, double trailing_each_month) {
  WindowWalk walk;
  walk.subject = std::to_string(outcome) + "/" + std::to_string(falls_at);
  walk.before_usd = 100.0;
  walk.outcome_usd = outcome;
  for (int j = 0; j < kWindowMonths; ++j) {
    const auto at = static_cast<std::size_t>(j);
    walk.probability[at].fill(j >= falls_at ? 0.2 : 0.9);
    walk.trailing_usd[at] = 100.0 + trailing_each_month * j;
  }
  return walk;
}

TEST(EurostatRatio, IsTheAnnualisedGrowthOverTheRequired) {
  EXPECT_NEAR(eurostat_ratio(125.0, 100.0, 12, 1.25), 1.0, 1e-12);
  EXPECT_NEAR(eurostat_ratio(110.0, 100.0, 6, 1.5), 0.42, 1e-12);  // 1.1^2 = 1.21
  EXPECT_NEAR(eurostat_ratio(90.0, 100.0, 6, 1.5), -0.38, 1e-12);
}

TEST(EarlyWarning, CountsLeadsAndFalseCallsDoneByHand) {
  // 1.25 times: two targets are met, one of them called; three are missed, called with 12, 7 and 0 months to go.
  const std::vector<WindowWalk> walks = {walk_of(130.0, 12, 2.0), walk_of(130.0, 5, 1.0), walk_of(105.0, 0, 0.1),
                                         walk_of(105.0, 5, 0.1), walk_of(105.0, 12, 0.1)};
  const WarningSummary s = summarise(walks);
  EXPECT_EQ(s.walked, 5);
  const WarningRow& row = s.rows.at(2);
  EXPECT_THAT(row.multiple, testing::Optional(1.25));
  EXPECT_EQ(row.met, 2);
  EXPECT_EQ(row.missed, 3);
  const CallRate& forecast = row.rules.at(0);
  EXPECT_EQ(forecast.median_lead_months, 7.0);
  EXPECT_NEAR(forecast.mean_lead_months, 19.0 / 3.0, 1e-12);
  EXPECT_NEAR(forecast.never_called, 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(forecast.false_call_rate, 0.5, 1e-12);
}

TEST(EarlyWarning, GivesThePlainRuleTheSameFalseCallRate) {
  const std::vector<WindowWalk> walks = {walk_of(130.0, 12, 2.0), walk_of(130.0, 5, 1.0), walk_of(105.0, 0, 0.1),
                                         walk_of(105.0, 5, 0.1), walk_of(105.0, 12, 0.1)};
  const CallRate plain = summarise(walks).rows.at(2).rules.at(1);
  EXPECT_EQ(plain.from_month, 1);
  EXPECT_NEAR(plain.false_call_rate, 0.5, 1e-12);
  // The better of the met ones sets the threshold: its least ratio is that of month 11, (122 / 100)^(12 / 11) - 1.
  EXPECT_NEAR(plain.threshold.value(), eurostat_ratio(122.0, 100.0, 11, 1.25), 1e-12);
  // The missed ones grow by a tenth a month and are called as soon as the rule speaks, with 11 months to go.
  EXPECT_EQ(plain.median_lead_months, 11.0);
  EXPECT_EQ(summarise(walks).rows.at(2).rules.at(2).median_lead_months, 6.0);
}

TEST(EarlyWarning, ComparesTheRulesAtSetPricesWithThresholdsOfTheirOwn) {
  // Twenty met targets, whose probability dips to 0.30, 0.31, ..., 0.49 with three months known, and two missed ones
  // at 0.2, from the beginning and from the sixth month on. A tenth of twenty may be called falsely.
  std::vector<WindowWalk> walks = {walk_of(105.0, 0, -1.0), walk_of(105.0, 5, -1.0)};
  for (int i = 0; i < 20; ++i) {
    WindowWalk& met = walks.emplace_back(walk_of(160.0, 12, 2.0));
    met.probability[3].fill(0.3 + 0.01 * i);
  }
  const WarningSummary s = summarise(walks);
  ASSERT_EQ(s.prices.size(), kFalseCallRates.size());
  const WarningPrice& tenth = s.prices[1];
  EXPECT_EQ(tenth.most_false_calls, 0.1);
  const CallRate& forecast = tenth.rules.at(0);
  EXPECT_NEAR(forecast.threshold.value(), 0.32, 1e-12);  // the third lowest is not called
  EXPECT_NEAR(forecast.false_call_rate, 0.1, 1e-12);
  EXPECT_NEAR(forecast.mean_lead_months, 9.5, 1e-12);
  for (const WarningPrice& price : s.prices) {
    ASSERT_EQ(price.rules.size(), 3U);
    for (const CallRate& rule : price.rules) EXPECT_LE(rule.false_call_rate, price.most_false_calls + 1e-12);
  }
}

TEST(EarlyWarning, ComparesNothingWithoutBothKindsOfTargets) {
  const WarningSummary s = summarise(std::vector{walk_of(105.0, 0, 0.1)});
  EXPECT_EQ(s.rows.at(3).missed, 1);
  EXPECT_TRUE(s.rows.at(3).rules.empty());
  EXPECT_TRUE(s.prices.empty());
}

TEST(WindowWalk, SeesNothingOfTheMonthsToCome) {
  const PanelPrior prior = shipped_prior();
  BacktestChoices choices;
  choices.paths = 500;
  std::vector<double> usd = wavy(72);
  const WindowWalk a = walk_window(subject_of(usd), kFirst + 59, prior, choices);
  for (std::size_t t = 66; t < 72; ++t) usd[t] *= 9.0;
  const WindowWalk b = walk_window(subject_of(usd), kFirst + 59, prior, choices);
  ASSERT_FALSE(a.not_walked || b.not_walked);
  for (std::size_t j = 0; j <= 6; ++j) EXPECT_EQ(a.probability[j], b.probability[j]) << j;
  EXPECT_NE(a.probability[11], b.probability[11]);
  EXPECT_GT(b.outcome_usd, a.outcome_usd);
}

TEST(WindowWalk, KnowsTheEndWhenElevenMonthsArePublished) {
  // The last month is a twelfth: 12 months of 1 before, 2 a month in the window, so 1.5 times is certain, and with 1 a
  // month 1.25 times is out of reach.
  std::vector<double> usd(48, 1e6), twice = usd;
  for (std::size_t t = 36; t < 48; ++t) twice[t] = 2e6;
  const PanelPrior prior = shipped_prior();
  const WindowWalk good = walk_window(subject_of(twice), kFirst + 35, prior);
  const WindowWalk bad = walk_window(subject_of(usd), kFirst + 35, prior);
  EXPECT_GT(good.probability[11][2], 0.99);
  EXPECT_LT(bad.probability[11][1], 0.01);
  EXPECT_NEAR(good.before_usd, 12e6, 1.0);
  EXPECT_NEAR(good.outcome_usd, 24e6, 1.0);
  EXPECT_NEAR(good.trailing_usd[0], 12e6, 1.0);
  EXPECT_NEAR(good.trailing_usd[6], 18e6, 1.0);
}

TEST(WindowWalk, IsNotMadeWithAMonthMissing) {
  std::vector<double> usd = wavy(72);
  usd[55] = -1.0;
  EXPECT_THAT(walk_window(subject_of(usd), kFirst + 59, shipped_prior()).not_walked,
              testing::Optional(NotScored::outcome_missing));
}

TEST(WindowWalk, IsNotMadeWithoutTheLastMonthOfItsOutcome) {
  std::vector<double> usd = wavy(71);
  BacktestChoices choices;
  choices.paths = 100;
  EXPECT_THAT(walk_window(subject_of(usd), kFirst + 59, shipped_prior(), choices).not_walked,
              testing::Optional(NotScored::outcome_missing));
  usd = wavy(72);
  EXPECT_FALSE(walk_window(subject_of(usd), kFirst + 59, shipped_prior(), choices).not_walked);
}

TEST(WindowWalk, IsNotMadeFromAYearOfZeros) {
  std::vector<double> usd = wavy(72);
  std::fill_n(usd.begin() + 48, 12, 0.0);
  BacktestChoices choices;
  choices.paths = 100;
  EXPECT_THAT(walk_window(subject_of(usd), kFirst + 59, shipped_prior(), choices).not_walked,
              testing::Optional(NotScored::outcome_missing));
}

}  // namespace
}  // namespace tradewatch::growth
