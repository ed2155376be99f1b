// Paths, progress, verdicts and sums of components: closed forms and published thresholds.

#include <gtest/gtest.h>

#include <cmath>

#include "models/targets/combined_sums.h"
#include "models/targets/path.h"
#include "models/targets/progress.h"
#include "models/targets/verdict.h"

namespace tradewatch::targets {
namespace {

using trade::Month;

TEST(Path, GeometricPathGrowsByTheSameFactorEveryMonth) {
  const Path path = make_path(PathKind::geometric, Month(2025, 12), 250e6, Month(2027, 2), 1e9);
  EXPECT_DOUBLE_EQ(*path.expected_usd(Month(2025, 12)), 250e6);
  EXPECT_DOUBLE_EQ(*path.expected_usd(Month(2027, 2)), 1e9);
  const double factor = std::pow(4.0, 1.0 / 14.0);
  EXPECT_NEAR(*path.expected_usd(Month(2026, 3)), 250e6 * factor * factor * factor, 1.0);
  EXPECT_FALSE(path.expected_usd(Month(2025, 11)));
}

TEST(Path, LinearPathAddsTheSameEveryMonthAndServesAZeroBaseline) {
  const Path path = make_path(PathKind::geometric, Month(2025, 12), 0.0, Month(2026, 12), 120.0);
  EXPECT_EQ(path.kind, PathKind::linear);
  EXPECT_DOUBLE_EQ(*path.expected_usd(Month(2026, 3)), 30.0);
}

TEST(Path, AnnualGrowthIsCompound) {
  EXPECT_NEAR(*annual_growth(100.0, 400.0, 24), 1.0, 1e-12);
  EXPECT_FALSE(annual_growth(0.0, 1.0, 12)) << "growth from nothing has no rate";
}

TEST(Progress, CannotBeAssessedUnderSixMonths) {
  ProgressInput in{.known_months = 5,
                   .window_to_date_usd = 1,
                   .same_months_baseline_usd = 1,
                   .months_between = 14,
                   .baseline_usd = 250e6,
                   .amount_usd = 1e9,
                   .expected_usd = 157e6};
  for (const Progress& p : progress_of(in)) {
    EXPECT_EQ(p.category, "unable to assess");
    EXPECT_EQ(p.reason->code, "too_few_window_months");
    EXPECT_FALSE(p.ratio);
  }
}

// One sentence a row: what the ratio is and how the method names it.
TEST(Progress, CategoriesFollowThePublishedThresholds) {
  struct Row {
    double window, expected;
    const char *eurostat, *un;
  };
  // Baseline 100, amount 200 a year later: required growth 100 % a year; the same six months had 50.
  for (const Row& row :
       {Row{97.6, 195, "on track", "on track"}, Row{80.1, 194, "moderate progress", "some progress"},
        Row{79.9, 109, "insufficient progress", "no progress"}, Row{49, 90, "moving away", "no progress"}}) {
    const auto p = progress_of({.known_months = 6,
                                .window_to_date_usd = row.window,
                                .same_months_baseline_usd = 50,
                                .months_between = 12,
                                .baseline_usd = 100,
                                .amount_usd = 200,
                                .expected_usd = row.expected});
    EXPECT_EQ(p[0].category, row.eurostat) << row.window;
    EXPECT_EQ(p[1].category, row.un) << row.expected;
  }
}

TEST(Verdict, BandsAreDisjoint) {
  EXPECT_EQ(verdict_of(0.66), Verdict::on_track);
  EXPECT_EQ(verdict_of(0.6599), Verdict::at_risk);
  EXPECT_EQ(verdict_of(0.33), Verdict::at_risk);
  EXPECT_EQ(verdict_of(0.3299), Verdict::off_track);
}

TEST(Verdict, LikelihoodWordsAreThoseOfTheIpccMadeDisjoint) {
  EXPECT_EQ(name_of(likelihood_of(0.995)), "virtually certain");
  EXPECT_EQ(name_of(likelihood_of(0.90)), "very likely");
  EXPECT_EQ(name_of(likelihood_of(0.66)), "likely");
  EXPECT_EQ(name_of(likelihood_of(0.5)), "about as likely as not");
  EXPECT_EQ(name_of(likelihood_of(0.1)), "unlikely");
  EXPECT_EQ(name_of(likelihood_of(0.01)), "very unlikely");
  EXPECT_EQ(name_of(likelihood_of(0.0)), "exceptionally unlikely");
}

trade::Series pieces(std::initializer_list<std::pair<const char*, double>> list) {
  trade::Series s;
  for (const auto& [period, value] : list) s.pieces.push_back({*trade::parse_period(period), value, {}});
  return s;
}

TEST(CombinedSums, CountOnlyMonthsThatAllComponentsCover) {
  const std::vector<trade::Series> parts = {pieces({{"2024-07/2024-10", 10}, {"2024-11/2024-12", 4}, {"2025-01", 1}}),
                                            pieces({{"2024-07/2024-12", 6}, {"2025-01", 2}, {"2025-02", 3}})};
  const auto sums = combine(parts);
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_EQ(sums[0].span, *trade::parse_period("2024-07/2024-12"));
  EXPECT_DOUBLE_EQ(sums[0].value_usd, 20);
  EXPECT_DOUBLE_EQ(sums[1].value_usd, 3);
  EXPECT_FALSE(total_of(sums, *trade::parse_period("2025-02"))) << "one flow alone is no total";
}

TEST(CombinedSums, AGapIsNeverBridged) {
  const std::vector<trade::Series> parts = {pieces({{"2024-01", 1}, {"2024-03", 1}})};
  EXPECT_EQ(combine(parts).size(), 2u);
  EXPECT_FALSE(total_of(combine(parts), *trade::parse_period("2024-Q1")));
}

TEST(CombinedSums, BestTwelveMonthsMayStraddleYears) {
  const std::vector<trade::Series> parts = {
      pieces({{"2023-07/2024-06", 186}, {"2024-07/2024-12", 112}, {"2025-01/2025-06", 115}})};
  const auto best = best_twelve_months(combine(parts));
  ASSERT_TRUE(best);
  EXPECT_EQ(best->span, *trade::parse_period("2024-07/2025-06"));
  EXPECT_DOUBLE_EQ(best->value_usd, 227);
  EXPECT_EQ(best_monthly_average(combine(parts))->span, *trade::parse_period("2025-01/2025-06"));
}

}  // namespace
}  // namespace tradewatch::targets
