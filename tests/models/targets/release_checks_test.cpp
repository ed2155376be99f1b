// What a release shows beside the forecast: surprises, corrections, the path's months, the usual mirror.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/targets/corrections.h"
#include "models/targets/figures_due.h"
#include "models/targets/path_standing.h"
#include "models/targets/surprise.h"
#include "models/targets/usual_mirror.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

AssessmentInput with_history() {
  AssessmentInput in = made_target(400e6, "2026-02-04", "2026-03/2027-02", {trade::Flow::export_});
  add_months(in, 0, "2022-01", "2025-12", 10.0);
  return in;
}

// `in` before, and with one more figure.
std::pair<BeforeRelease, ComponentSeries> released(const AssessmentInput& in, const trade::KeptFigure& figure) {
  BeforeRelease before{figure.figure.published, in.components, {}};
  std::vector<ComponentFigures> now = in.components;
  std::erase_if(now[0].in_force, [&](const trade::KeptFigure& f) { return f.figure.period == figure.figure.period; });
  now[0].in_force.push_back(figure);
  return {std::move(before), series_of(now)};
}

TEST(Surprise, IsAFigureATimesTooLargeAndNotOneAsUsual) {
  const AssessmentInput in = with_history();
  const auto [before, usual] = released(in, made_figure(trade::Flow::export_, "2026-01", 10.2));
  EXPECT_THAT(surprises_of(in.target, before, usual, shipped_prior()), IsEmpty());
  const auto [same, thousandfold] = released(in, made_figure(trade::Flow::export_, "2026-01", 10200.0));
  const auto surprises = surprises_of(in.target, same, thousandfold, shipped_prior());
  ASSERT_THAT(surprises, SizeIs(1));
  EXPECT_EQ(surprises[0].figure, "test PAK export KAZ 2026-01");
  EXPECT_LT(surprises[0].high_usd, 100e6);
  EXPECT_GT(surprises[0].median_usd, 5e6);
}

// Case L26: December 2011 with the value of a fiscal year, in figures that go on after it.
TEST(Surprise, IsAMonthThatHoldsAYear) {
  AssessmentInput in = made_target(400e6, "2011-02-04", "2012-03/2013-02", {trade::Flow::export_});
  add_months(in, 0, "2008-01", "2011-11", 10.0);
  const auto [before, now] = released(in, made_figure(trade::Flow::export_, "2011-12", 120.0));
  EXPECT_THAT(surprises_of(in.target, before, now, shipped_prior()), SizeIs(1));
}

TEST(Surprise, IsOutsideWhatNinetyNineInAHundredPathsKeepTo) {
  const AssessmentInput in = with_history();
  const auto told = [&](double usd) {
    trade::KeptFigure january = made_figure(trade::Flow::export_, "2026-01", 0.0);
    january.figure.value_usd = usd;
    const auto [before, now] = released(in, january);
    return surprises_of(in.target, before, now, shipped_prior());
  };
  const auto absurd = told(10200e6);
  ASSERT_THAT(absurd, SizeIs(1));
  const double low = absurd[0].low_usd, high = absurd[0].high_usd;
  growth::ForecastRequest request = window_request(in.target, series_of(in.components).series, kSurprisePaths);
  request.months = *trade::parse_period("2026-01");
  const Eigen::ArrayXd paths = growth::totals(growth::forecast_target(request, shipped_prior())->total, request.months);
  EXPECT_EQ((paths < low).count(), 50);
  EXPECT_EQ((paths > high).count(), 50);
  EXPECT_LE((paths < absurd[0].median_usd).count(), kSurprisePaths / 2) << "some paths are equal";
  EXPECT_GE((paths <= absurd[0].median_usd).count(), kSurprisePaths / 2);
  for (const double inside : {low, 1.001 * low, 0.999 * high, high}) EXPECT_THAT(told(inside), IsEmpty()) << inside;
  for (const double outside : {0.999 * low, 1.001 * high}) EXPECT_THAT(told(outside), SizeIs(1)) << outside;
}

TEST(Surprise, IsNotLookedForWithoutAForecast) {
  AssessmentInput in = made_target(400e6, "2026-02-04", "2026-03/2027-02", {trade::Flow::export_});
  add_months(in, 0, "2025-11", "2025-12", 10.0);
  const auto [before, now] = released(in, made_figure(trade::Flow::export_, "2026-01", 10200.0));
  EXPECT_THAT(surprises_of(in.target, before, now, shipped_prior()), IsEmpty());
}

TEST(Corrections, NameTheFigureAndMoveTheTotal) {
  const AssessmentInput in = with_history();
  const auto [before, now] = released(in, made_figure(trade::Flow::export_, "2025-06", 3.0, "2026-02-20"));
  const auto corrections = corrections_of(before, now);
  ASSERT_TRUE(corrections);
  ASSERT_THAT(corrections->figures, SizeIs(1));
  EXPECT_EQ(corrections->figures[0].figure, "test PAK export KAZ 2025-06");
  EXPECT_DOUBLE_EQ(corrections->figures[0].after_usd, 3e6);
  EXPECT_NEAR(*corrections->trailing_before_usd - *corrections->trailing_after_usd,
              corrections->figures[0].before_usd - 3e6, 1.0);
}

TEST(Corrections, LeaveOutNewMonthsAndOldOnes) {
  const AssessmentInput in = with_history();
  const auto [before, newer] = released(in, made_figure(trade::Flow::export_, "2026-01", 3.0));
  EXPECT_THAT(corrections_of(before, newer)->figures, IsEmpty());
  const auto [same, older] = released(in, made_figure(trade::Flow::export_, "2023-06", 3.0, "2026-02-20"));
  EXPECT_THAT(corrections_of(same, older)->figures, IsEmpty());
}

// Case L25: July to September stood at 30; a newer July to October is 28.
TEST(Corrections, NameASumThatALongerOneContradicts) {
  AssessmentInput in = made_target(400e6, "2026-02-04", "2026-03/2027-02", {trade::Flow::export_});
  in.components[0].in_force = {made_figure(trade::Flow::export_, "2025-07/2025-08", 20.0, "2025-09-20"),
                               made_figure(trade::Flow::export_, "2025-07/2025-09", 30.0, "2025-10-20")};
  const auto [before, now] = released(in, made_figure(trade::Flow::export_, "2025-07/2025-10", 28.0, "2025-11-20"));
  const auto corrections = corrections_of(before, now);
  ASSERT_TRUE(corrections);
  ASSERT_THAT(corrections->figures, SizeIs(1));
  EXPECT_EQ(corrections->figures[0].contradicted_by, "2025-07/2025-10");
  EXPECT_DOUBLE_EQ(corrections->figures[0].before_usd, 30e6);
  EXPECT_DOUBLE_EQ(corrections->figures[0].after_usd, 28e6);
}

std::vector<CombinedSum> months_of(double usd, trade::Month first, trade::Month last) {
  std::vector<CombinedSum> out;
  for (trade::Month m = first; m <= last; m = m + 1) out.push_back({{m, m}, usd * (m.month() == 12 ? 2.0 : 1.0)});
  return out;
}

TEST(PathStanding, AsksTwelveMonthsForWhatThePathSays) {
  const trade::Month start(2025, 12);
  const auto sums = months_of(10e6, trade::Month(2025, 1), trade::Month(2027, 12));
  const Path path = make_path(PathKind::geometric, start, 130e6, trade::Month(2027, 12), 520e6);
  const auto year = standing_on(path, sums, {trade::Month(2026, 1), trade::Month(2026, 12)});
  ASSERT_TRUE(year);
  EXPECT_NEAR(year->expected_usd, 260e6, 1.0);
  const auto second = standing_on(path, sums, {trade::Month(2027, 1), trade::Month(2027, 12)});
  EXPECT_NEAR(second->expected_usd, 520e6, 1.0);
  const auto across = standing_on(path, sums, {trade::Month(2026, 7), trade::Month(2027, 6)});
  EXPECT_NEAR(across->expected_usd, *path.expected_usd(trade::Month(2027, 6)), 1.0);
  EXPECT_DOUBLE_EQ(across->usd, 130e6);
}

TEST(PathStanding, KeepsTheSeason) {
  const auto sums = months_of(10e6, trade::Month(2025, 1), trade::Month(2026, 12));
  const Path path = make_path(PathKind::linear, trade::Month(2025, 12), 130e6, trade::Month(2026, 12), 130e6);
  const auto december = standing_on(path, sums, {trade::Month(2026, 12), trade::Month(2026, 12)});
  ASSERT_TRUE(december);
  EXPECT_DOUBLE_EQ(december->expected_usd, 20e6) << "Decembers are twice as large";
}

TEST(PathStanding, SaysNothingWhereMonthsAreMissingOrNotOnThePath) {
  const Path path = make_path(PathKind::linear, trade::Month(2025, 12), 130e6, trade::Month(2026, 12), 260e6);
  const auto late = months_of(10e6, trade::Month(2025, 6), trade::Month(2026, 6));
  EXPECT_FALSE(standing_on(path, late, {trade::Month(2026, 1), trade::Month(2026, 3)})) << "no months a year before";
  const auto sums = months_of(10e6, trade::Month(2025, 1), trade::Month(2026, 2));
  EXPECT_FALSE(standings_on(path, sums, trade::Month(2026, 2))) << "no three months on the path yet";
  const auto three = months_of(10e6, trade::Month(2025, 1), trade::Month(2026, 3));
  ASSERT_TRUE(standings_on(path, three, trade::Month(2026, 3)));
  EXPECT_EQ(standings_on(path, three, trade::Month(2026, 3))->last_three.span.months(), 3);
}

TEST(UsualMirror, IsTheMedianOfWholeYearsWithARange) {
  const auto own = months_of(10e6, trade::Month(2018, 1), trade::Month(2023, 12));
  const auto theirs = months_of(12e6, trade::Month(2018, 1), trade::Month(2023, 12));
  const auto usual = usual_mirror(own, theirs, trade::Month(2024, 1));
  ASSERT_TRUE(usual);
  EXPECT_NEAR(usual->ratio, 1.2, 1e-12);
  EXPECT_EQ(usual->years, 6);
  EXPECT_NEAR(usual->high, 1.5, 1e-9) << "never narrower than a quarter";
  EXPECT_FALSE(usual_mirror(own, theirs, trade::Month(2022, 6))) << "four years are no habit";
}

TEST(FiguresDue, FollowTheSettingUntilARhythmIsKnown) {
  AssessmentInput in = with_history();
  in.target.alert.stale_after_days = 75;
  const auto due = figures_due(in.components, in.target.alert);
  ASSERT_TRUE(due);
  EXPECT_FALSE(due->learned);
  EXPECT_EQ(due->due, trade::last_day(trade::Month(2026, 1)) + std::chrono::days(75));
  in.components[0].rhythm = trade::release_rhythm(in.components[0].in_force);
  const auto learned = figures_due(in.components, in.target.alert);
  EXPECT_TRUE(learned->learned);
  EXPECT_EQ(learned->due, in.components[0].rhythm->due);
  EXPECT_FALSE(figures_due(std::vector<ComponentFigures>{{}}, in.target.alert)) << "nothing was ever published";
}

}  // namespace
}  // namespace tradewatch::targets
