// Windows of which figures tell a part: one flow before the other, sums over the edge, gaps, and totals within revision
// noise of the amount.

#include <gtest/gtest.h>

#include <algorithm>

#include "models/targets/window_known.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using trade::Flow;
using trade::Month;
using trade::MonthSpan;

// Exports and imports of about 10 million a month to December 2024; a target on 2025.
AssessmentInput both_flows(double amount_usd) {
  AssessmentInput in = made_target(amount_usd, "2025-01-10", "2025", {Flow::export_, Flow::import_});
  add_months(in, 0, "2021-01", "2024-12", 10.0);
  add_months(in, 1, "2021-01", "2024-12", 10.0);
  return in;
}

double width(const Assessment& a) { return a.forecast->total.p90 - a.forecast->total.p10; }

TEST(PartialMonth, CountsForNothingAndYetNarrowsTheForecast) {
  const AssessmentInput before = both_flows(3e8);
  AssessmentInput ahead = before;
  add_months(ahead, 0, "2025-01", "2025-06", 10.0);  // exports alone
  const Assessment a = assessed(before), b = assessed(ahead);
  EXPECT_EQ(b.figures->latest_month, Month(2024, 12));
  EXPECT_EQ(b.figures->window_months_known, 0);
  EXPECT_EQ(b.figures->window_to_date_usd, 0.0);
  EXPECT_EQ(b.required->remaining_months, 12);
  EXPECT_EQ(b.figures->trailing_12.usd, a.figures->trailing_12.usd) << "no fall, no rise";
  EXPECT_FALSE(b.figures->trailing_12.estimated);
  EXPECT_LT(width(b), 0.85 * width(a)) << "half of one of two equal flows is known";
  EXPECT_EQ(b.forecast->months.front().month, Month(2025, 1));
  const Band& january = b.forecast->months.front().band;
  const Band& january_before = a.forecast->months.front().band;
  EXPECT_LT(january.p90 - january.p10, 0.85 * (january_before.p90 - january_before.p10));
}

TEST(PartialMonth, MovesTheForecastByWhatTheOneFlowShows) {
  const AssessmentInput before = both_flows(3e8);
  AssessmentInput ahead = before;
  add_months(ahead, 0, "2025-01", "2025-06", 30.0);  // three times as much
  const double more = 6 * 20e6;                      // in the six months alone
  EXPECT_GT(assessed(ahead).forecast->total.median_usd, assessed(before).forecast->total.median_usd + 0.9 * more);
}

TEST(PartialMonth, BecomesKnownWithTheOtherFlow) {
  AssessmentInput in = both_flows(3e8);
  add_months(in, 0, "2025-01", "2025-06", 10.0);
  add_months(in, 1, "2025-01", "2025-02", 10.0);
  const Assessment a = assessed(in);
  EXPECT_EQ(a.figures->latest_month, Month(2025, 2));
  EXPECT_EQ(a.figures->window_months_known, 2);
  EXPECT_EQ(a.required->remaining_months, 10);
}

// Exports are months; imports are fiscal sums that straddle the window's first day: November to February, then March.
TEST(WindowKnown, LeavesOutWhatStraddlesItsEdge) {
  AssessmentInput in = made_target(3e8, "2025-01-10", "2025", {Flow::export_, Flow::import_});
  add_months(in, 0, "2021-01", "2025-03", 10.0);
  add_months(in, 1, "2021-01", "2024-10", 10.0);
  in.components[1].in_force.push_back(made_figure(Flow::import_, "2024-11/2025-02", 40.0));
  in.components[1].in_force.push_back(made_figure(Flow::import_, "2025-03", 10.0));
  const Assessment a = assessed(in);
  EXPECT_EQ(a.figures->latest_month, Month(2025, 3));
  EXPECT_EQ(a.figures->window_known, (std::vector<MonthSpan>{{Month(2025, 3), Month(2025, 3)}}));
  EXPECT_EQ(a.figures->window_months_known, 1);
  EXPECT_TRUE(has_reason(a, "window_gap"));
  // It conditions the forecast all the same: 80 million more in four months of which two are in the window.
  AssessmentInput more = in;
  *more.components[1].in_force[more.components[1].in_force.size() - 2].figure.value_usd += 80e6;
  const double rise = assessed(more).forecast->total.median_usd - a.forecast->total.median_usd;
  EXPECT_GT(rise, 0.8 * 40e6);
  EXPECT_EQ(assessed(more).figures->window_to_date_usd, a.figures->window_to_date_usd);
}

TEST(WindowKnown, CountsMonthsBehindAGap) {
  AssessmentInput in = made_target(3e8, "2025-01-10", "2025", {Flow::export_});
  add_months(in, 0, "2021-01", "2025-02", 10.0);
  add_months(in, 0, "2025-05", "2025-08", 10.0);
  const Assessment a = assessed(in);
  EXPECT_EQ(a.figures->window_months_known, 6);
  EXPECT_EQ(a.figures->window_known.size(), 2u);
  EXPECT_EQ(a.figures->window_unknown,
            (std::vector<MonthSpan>{{Month(2025, 3), Month(2025, 4)}, {Month(2025, 9), Month(2025, 12)}}));
  EXPECT_EQ(a.required->remaining_months, 6);
  double told = 0.0;
  for (const trade::KeptFigure& f : in.components[0].in_force)
    if (in.target.window.contains(f.figure.period)) told += *f.figure.value_usd;
  EXPECT_NEAR(a.figures->window_to_date_usd, told, 1e-3);
  EXPECT_NEAR(a.required->monthly_usd, (3e8 - told) / 6.0, 1e-3);
  const auto gap = std::ranges::find(a.reasons, "window_gap", &Reason::code);
  ASSERT_NE(gap, a.reasons.end());
  EXPECT_EQ(std::get<std::string>(gap->values[1].second), "2025-03/2025-04");
}

TEST(WindowKnown, IsNotCompleteWhileAMonthInsideIsMissing) {
  AssessmentInput in = made_target(1e9, "2025-01-10", "2025", {Flow::export_});
  add_months(in, 0, "2021-01", "2025-12", 10.0);
  EXPECT_EQ(assessed(in).verdict, Verdict::missed);
  in.components[0].in_force.erase(in.components[0].in_force.end() - 5);  // August
  const Assessment a = assessed(in);
  EXPECT_EQ(a.verdict, Verdict::off_track) << "a forecast of one month, no arithmetic";
  EXPECT_EQ(a.required->remaining_months, 1);
}

// Twelve months of equal size v, each with sd s left: the total's is s v sqrt(12), and 1.96 of it may still come.
AssessmentInput complete(double short_by_usd) {
  AssessmentInput in = made_target(1.2e8 + short_by_usd, "2025-01-10", "2025", {Flow::export_});
  for (Month m(2022, 1); m <= Month(2025, 12); m = m + 1)
    in.components[0].in_force.push_back(made_figure(Flow::export_, trade::format_month(m).c_str(), 10.0));
  return in;
}

trade::RevisionNoise learned(double sd) {
  trade::RevisionNoise noise;
  noise.source = "test";
  noise.revisions = 44;
  for (const int from : trade::kAgeClassFrom) noise.ages.push_back({from, 100, 44, sd});
  return noise;
}

TEST(Provisional, IsAMissWithinTheStatedDefault) {
  const double reach = 1.96 * 0.02 * 1e7 * std::sqrt(12.0);  // 1.36 million
  const Assessment near = assessed(complete(0.98 * reach));
  EXPECT_EQ(near.verdict, Verdict::missed);
  EXPECT_TRUE(near.provisional);
  EXPECT_NEAR(near.figures->window_revision_sd_usd, reach / 1.96, 1.0);
  ASSERT_EQ(near.reasons[1].code, "within_revision_noise");
  EXPECT_EQ(std::get<std::string>(near.reasons[1].values[2].second), "default");
  EXPECT_FALSE(assessed(complete(1.02 * reach)).provisional);
}

TEST(Provisional, TakesTheNoiseThatWasLearned) {
  const double reach = 1.96 * 0.10 * 1e7 * std::sqrt(12.0);
  AssessmentInput in = complete(0.98 * reach);
  EXPECT_FALSE(assessed(in).provisional);
  in.components[0].revision_noise = learned(0.10);
  const Assessment a = assessed(in);
  EXPECT_EQ(a.verdict, Verdict::missed);
  EXPECT_TRUE(a.provisional);
  EXPECT_EQ(std::get<std::string>(a.reasons[1].values[2].second), "learned");
  EXPECT_EQ(std::get<double>(a.reasons[1].values[4].second), 44.0);
  in = complete(0.5 * 1.36e6);
  in.components[0].revision_noise = learned(0.001);
  EXPECT_FALSE(assessed(in).provisional) << "a source that hardly revises";
}

TEST(Provisional, IsAnAchievementWithinIt) {
  const Assessment a = assessed(complete(-1e6));
  EXPECT_EQ(a.verdict, Verdict::achieved);
  EXPECT_TRUE(a.provisional);
  EXPECT_EQ(a.reasons[0].code, "amount_reached");
  EXPECT_EQ(a.reasons[1].code, "within_revision_noise");
  EXPECT_EQ(assessed(complete(0.0)).verdict, Verdict::achieved) << "the amount itself";
  const Assessment sure = assessed(complete(-2e6));
  EXPECT_FALSE(sure.provisional);
  EXPECT_FALSE(has_reason(sure, "within_revision_noise"));
}

TEST(Provisional, IsNothingThatAMonthToComeDecides) {
  AssessmentInput in = complete(1e6 - 1e7);  // a million more than eleven months
  in.components[0].in_force.pop_back();
  const Assessment a = assessed(in);
  EXPECT_EQ(a.verdict, Verdict::on_track);
  EXPECT_LT(in.target.amount_usd - a.figures->window_to_date_usd, 1.96 * a.figures->window_revision_sd_usd);
  EXPECT_FALSE(a.provisional);
}

TEST(Provisional, IsAlsoADecisionByOneMonth) {
  for (const double short_by_usd : {0.3e6, -0.3e6}) {
    AssessmentInput in = complete(short_by_usd - 1.1e8);
    in.target.window = *trade::parse_period("2025-12");
    const Assessment a = assessed(in);
    EXPECT_EQ(a.verdict, short_by_usd > 0.0 ? Verdict::missed : Verdict::achieved);
    EXPECT_TRUE(a.provisional);
  }
}

TEST(Provisional, GoesAwayAsFiguresGrowOld) {
  AssessmentInput in = complete(0.9 * 1.36e6);
  trade::RevisionNoise noise = learned(0.02);
  for (trade::AgeClass& age : noise.ages)
    if (age.from_months >= 24) age.sd_left = 0.001;
  in.components[0].revision_noise = noise;
  EXPECT_TRUE(assessed(in).provisional);
  in.components[0].revision_noise.newest = *trade::parse_date("2028-02-10");  // the source went on
  EXPECT_FALSE(assessed(in).provisional);
}

}  // namespace
}  // namespace tradewatch::targets
