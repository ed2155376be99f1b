// Assessments of made-up targets on made-up figures, with the prior that ships.

#include "models/targets/assessment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/targets/bands.h"
#include "models/targets/sensitivity.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using trade::Month;
using trade::MonthSpan;

const trade::FlowKey kKey{"test", trade::Country("PAK"), trade::Country("KAZ"), trade::Flow::export_, "TOTAL", {}, {}};

Target target(double amount_usd) {
  Target t;
  t.id = "test";
  t.title = "Test";
  t.amount_usd = amount_usd;
  t.announced = *trade::parse_date("2025-01-10");
  t.window = *trade::parse_period("2025");
  Component c;
  c.source = "test";
  c.reporter = kKey.reporter;
  c.partner = kKey.partner;
  t.components = {c};
  return t;
}

trade::KeptFigure month_figure(Month m, double usd) {
  trade::KeptFigure k;
  k.figure.key = kKey;
  k.figure.period = {m, m};
  k.figure.value_usd = usd;
  k.figure.published = trade::last_day(m + 1);
  k.sequence = m.index();
  return k;
}

// Months of 10 million with a mild season, from 2021-01 to `last`.
AssessmentInput steady(double amount_usd, Month last) {
  AssessmentInput in;
  in.target = target(amount_usd);
  in.components.push_back({in.target.components.front(), {}});
  for (Month m(2021, 1); m <= last; m = m + 1) {
    in.components[0].in_force.push_back(month_figure(m, 1e7 * (1.0 + 0.1 * std::sin(m.month() * 0.5))));
  }
  return in;
}

TEST(Assessment, SaysOffTrackForATargetFarAboveTheTrend) {
  const Assessment a = assess(steady(1e9, Month(2024, 12)), shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::off_track);
  ASSERT_TRUE(a.forecast);
  EXPECT_LT(a.forecast->probability, 0.01);
  EXPECT_NEAR(a.forecast->total.median_usd, 1.2e8, 1.5e7);
  EXPECT_LE(a.forecast->probability_low, a.forecast->probability);
  EXPECT_GE(a.forecast->probability_high, a.forecast->probability);
}

TEST(Assessment, SaysOnTrackForATargetUnderTheTrend) {
  EXPECT_EQ(assess(steady(8e7, Month(2024, 12)), shipped_prior(), serial).verdict, Verdict::on_track);
}

TEST(Assessment, PublishedFiguresAloneAchieveATarget) {
  const Assessment a = assess(steady(5e7, Month(2025, 8)), shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::achieved);
  EXPECT_EQ(a.reasons.front().code, "amount_reached");
}

TEST(Assessment, ACompleteShortWindowIsMissedByArithmetic) {
  const Assessment a = assess(steady(1e9, Month(2025, 12)), shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::missed);
  EXPECT_EQ(a.figures->window_months_known, 12);
  EXPECT_FALSE(a.provisional);
}

TEST(Assessment, TooFewFiguresAreUnknownWithTheReason) {
  AssessmentInput in = steady(1e9, Month(2021, 4));
  in.target.announced = *trade::parse_date("2021-06-01");
  in.target.window = *trade::parse_period("2021-07/2022-06");
  const Assessment a = assess(in, shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::unknown);
  EXPECT_EQ(a.reasons.front().code, "too_few_figures");
}

TEST(Assessment, NoFiguresAreUnknownWithTheComponentNamed) {
  AssessmentInput in = steady(1e9, Month(2024, 12));
  in.components[0].in_force.clear();
  const Assessment a = assess(in, shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::unknown);
  ASSERT_FALSE(a.reasons.empty());
  EXPECT_EQ(a.reasons.front().code, "no_figures");
}

TEST(Assessment, AComponentThatMatchesTwoSeriesIsUnknown) {
  AssessmentInput in = steady(1e9, Month(2024, 12));
  in.components[0].in_force.back().figure.key.basis = trade::Basis::payments;
  EXPECT_EQ(assess(in, shipped_prior(), serial).reasons.front().code, "component_matches_several");
}

TEST(Assessment, FiguresThatEndBeforeTheBaselineAreUnknown) {
  AssessmentInput in = steady(1e9, Month(2023, 6));
  const Assessment a = assess(in, shipped_prior(), serial);
  EXPECT_EQ(a.verdict, Verdict::unknown);
  EXPECT_EQ(a.reasons.front().code, "figures_end_before_baseline");
}

TEST(Assessment, RequiredAmountIsWhatIsMissingOverTheMonthsWithoutFigures) {
  const Assessment a = assess(steady(1e9, Month(2025, 6)), shipped_prior(), serial);
  ASSERT_TRUE(a.required);
  EXPECT_EQ(a.required->remaining_months, 6);
  EXPECT_NEAR(a.required->monthly_usd, (1e9 - a.figures->window_to_date_usd) / 6.0, 1.0);
  ASSERT_TRUE(a.required->best_12);
  EXPECT_EQ(a.required->best_12->span.months(), 12);
  EXPECT_EQ(a.progress[0].category, "insufficient progress") << "the same months a year before were exactly as high";
}

TEST(Assessment, SameBitsWhateverTheOrderOfWork) {
  const AssessmentInput in = steady(1.3e8, Month(2024, 12));
  const Assessment a = assess(in, shipped_prior(), serial);
  const Assessment b = assess(in, shipped_prior(), backwards);
  EXPECT_EQ(a.forecast->probability, b.forecast->probability);
  EXPECT_EQ(a.forecast->total.median_usd, b.forecast->total.median_usd);
  EXPECT_EQ(a.forecast->probability_high, b.forecast->probability_high);
  ASSERT_EQ(a.forecast->variations.size(), b.forecast->variations.size());
}

TEST(Assessment, AskedForTheVerdictAloneGivesTheBitsOfAllOfIt) {
  AssessmentInput in = steady(1.3e8, Month(2024, 12));
  const Assessment all = assess(in, shipped_prior(), serial);
  in.asked = Asked::verdict_alone;
  const Assessment alone = assess(in, shipped_prior(), serial);
  EXPECT_EQ(alone.verdict, all.verdict);
  EXPECT_EQ(alone.provisional, all.provisional);
  EXPECT_EQ(alone.forecast->probability, all.forecast->probability);
  EXPECT_EQ(members_apart(*alone.forecast), members_apart(*all.forecast)) << "which may make the verdict unknown";
  EXPECT_LT(alone.forecast->variations.size(), all.forecast->variations.size()) << "or nothing is saved";
}

TEST(Assessment, OneFlowPublishedAheadOfTheOtherIsNoFall) {
  AssessmentInput both = steady(3e8, Month(2024, 12));
  Component imports = both.target.components.front();
  imports.flow = trade::Flow::import_;
  both.target.components.push_back(imports);
  both.components.push_back({imports, both.components[0].in_force});
  for (trade::KeptFigure& k : both.components[1].in_force) k.figure.key.flow = trade::Flow::import_;
  AssessmentInput ahead = both;
  ahead.components[0].in_force.push_back(month_figure(Month(2025, 1), 1e7));
  const Assessment a = assess(both, shipped_prior(), serial);
  const Assessment b = assess(ahead, shipped_prior(), serial);
  EXPECT_EQ(b.figures->latest_month, Month(2024, 12));
  EXPECT_EQ(b.figures->window_months_known, 0);
  EXPECT_NEAR(b.forecast->total.median_usd, a.forecast->total.median_usd, 0.05 * a.forecast->total.median_usd);
}

TEST(Reach, CountsTheFirstMonthAndThoseThatNeverArrive) {
  growth::Paths paths{Month(2024, 1), Eigen::ArrayXXd::Ones(2, 24)};
  paths.usd.row(0).tail(12) = 2.0;  // trailing total 12, then 13, 14, ... up to 24
  const Reach reach = reach_of(paths, Month(2024, 12), Month(2025, 6), 15.0);
  EXPECT_EQ(reach.median, Month(2025, 3));
  EXPECT_DOUBLE_EQ(reach.never_share, 0.5);
  EXPECT_DOUBLE_EQ(reach.by_month[1].second, 0.0);
  EXPECT_DOUBLE_EQ(reach.by_month[2].second, 0.5);
}

}  // namespace
}  // namespace tradewatch::targets
