#include "models/trade/release_rhythm.h"

#include <gtest/gtest.h>

#include <vector>

namespace tradewatch::trade {
namespace {

KeptFigure figure(Month month, int delay_days, double usd = 1e6) {
  KeptFigure kept;
  kept.figure.period = {month, month};
  kept.figure.value_usd = usd;
  kept.figure.published = last_day(month) + std::chrono::days(delay_days);
  return kept;
}

std::vector<KeptFigure> months(int count, int delay_days) {
  std::vector<KeptFigure> out;
  for (int k = 0; k < count; ++k) out.push_back(figure(Month(2025, 1) + k, delay_days));
  return out;
}

TEST(ReleaseRhythm, IsKnownFromFiveReleasesThatWentFurther) {
  EXPECT_FALSE(release_rhythm(months(5, 45))) << "the first shows no step";
  const auto rhythm = release_rhythm(months(6, 45));
  ASSERT_TRUE(rhythm);
  EXPECT_EQ(rhythm->releases, 5);
  EXPECT_EQ(rhythm->delay_days, 45);
  EXPECT_EQ(rhythm->step_months, 1);
  EXPECT_EQ(rhythm->newest, Month(2025, 6));
  EXPECT_EQ(rhythm->due, last_day(Month(2025, 7)) + std::chrono::days(45 + kGraceDays));
}

TEST(ReleaseRhythm, TakesTheLatestOfTheUsualDelays) {
  std::vector<KeptFigure> figures = months(21, 40);
  figures[10] = figure(Month(2025, 11), 60);
  figures[11] = figure(Month(2025, 12), 60);
  const auto rhythm = release_rhythm(figures);
  ASSERT_TRUE(rhythm);
  EXPECT_GT(rhythm->delay_days, 40);
  EXPECT_LE(rhythm->delay_days, 60);
}

TEST(ReleaseRhythm, LearnsNothingFromRevisionsBackfillsAndUnstatedDates) {
  std::vector<KeptFigure> figures = months(6, 45);
  const auto before = release_rhythm(figures);
  figures.push_back(figure(Month(2024, 3), 700));  // an older month, told late
  figures.push_back(figure(Month(2025, 2), 300));  // a revision
  KeptFigure unstated = figure(Month(2025, 6), 900);
  unstated.figure.published_stated = false;
  figures.push_back(unstated);
  const auto after = release_rhythm(figures);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->releases, before->releases);
  EXPECT_EQ(after->delay_days, before->delay_days);
  EXPECT_EQ(after->due, before->due);
}

TEST(ReleaseRhythm, AMonthWithoutAStatedDateOrAValueIsNoRelease) {
  std::vector<KeptFigure> figures = months(6, 45);
  KeptFigure unstated = figure(Month(2025, 7), 200);
  unstated.figure.published_stated = false;
  KeptFigure withdrawn = figure(Month(2025, 8), 45);
  withdrawn.figure.value_usd.reset();
  figures.insert(figures.end(), {unstated, withdrawn});
  const auto rhythm = release_rhythm(figures);
  ASSERT_TRUE(rhythm);
  EXPECT_EQ(rhythm->releases, 5);
  EXPECT_EQ(rhythm->delay_days, 45);
  EXPECT_EQ(rhythm->newest, Month(2025, 7)) << "how far the series is, it shows";
}

TEST(ReleaseRhythm, OfAYearlySourceExpectsTheNextYear) {
  std::vector<KeptFigure> figures;
  for (int year = 2018; year <= 2024; ++year) {
    KeptFigure f = figure(Month(year, 12), 90);
    f.figure.period = {Month(year, 1), Month(year, 12)};
    figures.push_back(f);
  }
  const auto rhythm = release_rhythm(figures);
  ASSERT_TRUE(rhythm);
  EXPECT_EQ(rhythm->step_months, 12);
  EXPECT_EQ(rhythm->due, last_day(Month(2025, 12)) + std::chrono::days(90 + kGraceDays));
}

}  // namespace
}  // namespace tradewatch::trade
