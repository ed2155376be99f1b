// Targets on flows that break models: zeros, collapse and restart, months near zero, and figures with holes. Amounts
// are US dollars in millions.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/growth/log_sums.h"
#include "models/targets/bands.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using trade::Flow;
using trade::Month;
using trade::MonthSpan;

// From January 2021.
const std::vector<double> kMostlyZero = {0, 0, 4, 0, 0, 0, 11, 0, 0, 3, 0, 0, 0, 0, 7, 0, 0, 0, 14,
                                         0, 0, 1, 0, 0, 0, 0,  6, 0, 0, 0, 9, 0, 0, 2, 0, 0, 0, 0};
// From January 2020: a collapse to a hundred thousand dollars, then thousands of millions again.
const std::vector<double> kCollapsedAndBack = {
    2100.0,  1862.533, 1651.919, 1465.12, 1299.445, 1152.504, 1022.18, 906.592, 804.075, 713.151, 632.508, 560.984,
    497.548, 441.286,  391.385,  347.128, 307.875,  273.06,   242.183, 214.797, 190.508, 168.965, 149.859, 132.913,
    117.883, 104.553,  92.73,    82.244,  72.944,   64.696,   57.38,   50.891,  45.137,  40.033,  35.506,  31.491,
    27.93,   24.771,   21.97,    19.486,  17.282,   15.328,   13.595,  12.058,  10.694,  9.485,   8.412,   7.461,
    0.1,     0.1,      0.1,      0.1,     0.1,      0.1,      0.1,     2100,    2650,    2900,    2750};
// From January 2023.
const std::vector<double> kWild = {57.2,  275.0, 287.1, 291.5, 62.7, 17.6, 55.0, 71.5, 23.1, 99.0, 22.0, 1.1,
                                   135.3, 92.4,  100.1, 179.3, 17.6, 29.7, 86.9, 41.8, 67.1, 5.5,  90.2, 16.5};
// From January 2021.
const std::vector<double> kNearZero = {
    0.472, 0.856, 0.487, 0.442, 0.135, 0.493, 1.156, 0.812, 1.118, 0.724, 0.797, 0.693, 0,     1.028, 0.853, 0.849,
    0,     0,     0.155, 0.366, 0.753, 0.577, 0.86,  0.279, 0.754, 0.797, 0.269, 1.459, 0.878, 1.199, 0.29,  0.23,
    0.428, 0.547, 0.916, 0.724, 0.376, 0.122, 0.34,  1.21,  0.196, 0.722, 0.813, 0,     0.624, 1.253, 0,     0.439};

AssessmentInput on(const std::vector<double>& millions, Month first, double amount_usd) {
  const Month last = first + (static_cast<int>(millions.size()) - 1);
  AssessmentInput in = made_target(amount_usd, "2025-01-10", "2025", {Flow::export_});
  in.target.announced = trade::last_day(last);
  in.target.window = {last + 1, last + 12};
  for (std::size_t i = 0; i < millions.size(); ++i) {
    const std::string month = trade::format_month(first + static_cast<int>(i));
    in.components[0].in_force.push_back(made_figure(Flow::export_, month.c_str(), millions[i]));
  }
  return in;
}

// Every amount of the forecast, for claims about all of them.
std::vector<double> amounts(const TargetForecast& f) {
  std::vector<double> out = {f.mean_usd};
  const auto add = [&](const Band& b) { out.insert(out.end(), {b.median_usd, b.p2_5, b.p10, b.p90, b.p97_5}); };
  add(f.total);
  for (const MonthBandOf& m : f.months) add(m.band);
  for (const MonthBandOf& m : f.trailing) add(m.band);
  return out;
}

TEST(TargetOnZeros, HasProbabilityZeroAndAReason) {
  const Assessment a = assessed(on(std::vector<double>(36, 0.0), Month(2022, 1), 1e6));
  EXPECT_EQ(a.verdict, Verdict::off_track);
  ASSERT_TRUE(a.forecast);
  EXPECT_EQ(a.forecast->probability, 0.0);
  EXPECT_EQ(a.likelihood, Likelihood::exceptionally_unlikely);
  for (const double usd : amounts(*a.forecast)) EXPECT_EQ(usd, 0.0);
  EXPECT_TRUE(has_reason(a, "all_figures_zero"));
  EXPECT_TRUE(has_reason(a, "probability"));
  ASSERT_TRUE(a.quoted_growth && a.quoted_growth->reason) << "no growth from zero, and that is said";
  EXPECT_FALSE(a.required->annual_growth);
}

TEST(TargetOnZeros, IsNotHopelessOnceAFigureIsAboveZero) {
  std::vector<double> millions(36, 0.0);
  millions.back() = 5.0;
  const Assessment a = assessed(on(millions, Month(2022, 1), 1e6));
  EXPECT_FALSE(has_reason(a, "all_figures_zero"));
  EXPECT_GT(a.forecast->probability, 0.0);
}

class ExplosiveFlow : public testing::TestWithParam<std::pair<const std::vector<double>*, Month>> {};

TEST_P(ExplosiveFlow, KeepsItsTotalWithinTenTimesTheLargestYear) {
  const auto& [millions, first] = GetParam();
  const AssessmentInput in = on(*millions, first, 1e9);
  const Assessment a = assessed(in);
  ASSERT_TRUE(a.forecast);
  for (const double usd : amounts(*a.forecast)) {
    EXPECT_TRUE(std::isfinite(usd));
    EXPECT_GE(usd, 0.0);
  }
  double largest = 0.0;
  for (std::size_t i = 0; i + 12 <= millions->size(); ++i) {
    double year = 0.0;
    for (std::size_t k = i; k < i + 12; ++k) year += (*millions)[k];
    largest = std::max(largest, year);
  }
  EXPECT_LE(a.forecast->total.p97_5, 10.0 * largest * 1e6);
  for (const MonthBandOf& m : a.forecast->months) EXPECT_LT(m.band.p97_5, 1e15);
}

INSTANTIATE_TEST_SUITE_P(Targets, ExplosiveFlow,
                         testing::Values(std::pair(&kMostlyZero, Month(2021, 1)),
                                         std::pair(&kCollapsedAndBack, Month(2020, 1)),
                                         std::pair(&kWild, Month(2023, 1))));

TEST(TargetNearZero, HasNoNegativeAmountAndItsMeanInsideItsBand) {
  const Assessment a = assessed(on(kNearZero, Month(2021, 1), 1e7));
  ASSERT_TRUE(a.forecast);
  for (const double usd : amounts(*a.forecast)) EXPECT_GE(usd, 0.0);
  EXPECT_GT(a.forecast->mean_usd, a.forecast->total.p10);
  EXPECT_LT(a.forecast->mean_usd, a.forecast->total.p90);
  // The total's band comes from the draws of the months: narrower than their bands added up, wider than one month's.
  double low = 0.0, high = 0.0;
  for (const MonthBandOf& m : a.forecast->months) {
    low += m.band.p10;
    high += m.band.p90;
  }
  EXPECT_GT(a.forecast->total.p10, low);
  EXPECT_LT(a.forecast->total.p90, high);
}

// Figures of 2022-01, 2022-06, then every month from 2023-12 to 2025-02.
AssessmentInput with_holes(const char* window) {
  AssessmentInput in = made_target(3e8, "2025-03-01", window, {Flow::export_});
  auto& figures = in.components[0].in_force;
  figures.push_back(made_figure(Flow::export_, "2022-01", 10));
  figures.push_back(made_figure(Flow::export_, "2022-06", 11));
  const std::vector<double> millions = {12, 13, 14, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15};
  for (std::size_t i = 0; i < millions.size(); ++i) {
    const Month month = Month(2023, 12) + static_cast<int>(i);
    figures.push_back(made_figure(Flow::export_, trade::format_month(month).c_str(), millions[i]));
  }
  return in;
}

// 17 figures cover 17 months, one less than a forecast needs: what is known is added up all the same.
TEST(FiguresWithHoles, AreAddedUpWhereTheyAreWholeAndJudgedUnknown) {
  const Assessment a = assessed(with_holes("2024-02/2025-01"));
  EXPECT_EQ(a.target.window.months(), 12);
  EXPECT_EQ(a.figures->window_months_known, 12);
  EXPECT_NEAR(a.figures->window_to_date_usd, 14e6 + 11 * 15e6, 1e-3);
  EXPECT_EQ(a.verdict, Verdict::missed) << "a complete window is arithmetic";
  EXPECT_FALSE(has_reason(a, "window_gap"));
}

TEST(FiguresWithHoles, LeaveAWindowOverThemOpenWithTheGapNamed) {
  const Assessment a = assessed(with_holes("2023-03/2024-02"));
  EXPECT_EQ(a.target.window.months(), 12);
  EXPECT_EQ(a.verdict, Verdict::unknown);
  EXPECT_TRUE(has_reason(a, "too_few_figures"));
  EXPECT_EQ(a.figures->window_months_known, 3);
  EXPECT_NEAR(a.figures->window_to_date_usd, 12e6 + 13e6 + 14e6, 1e-3) << "a gap is no zero and no estimate";
  EXPECT_EQ(a.figures->window_unknown, (std::vector<MonthSpan>{{Month(2023, 3), Month(2023, 11)}}));
  const auto gap = std::ranges::find(a.reasons, "window_gap", &Reason::code);
  ASSERT_NE(gap, a.reasons.end());
  EXPECT_EQ(std::get<std::string>(gap->values[1].second), "2023-03/2023-11");
}

TEST(FiguresWithHoles, AreForecastOverTheGapOnceThereAreEnough) {
  AssessmentInput in = with_holes("2023-03/2024-02");
  in.components[0].in_force.push_back(made_figure(Flow::export_, "2025-03", 15));
  const Assessment a = assessed(in);
  ASSERT_TRUE(a.forecast);
  EXPECT_EQ(a.figures->window_months_known, 3);
  EXPECT_GT(a.forecast->total.p2_5, 39e6) << "no path is below what is published";
  EXPECT_GT(a.forecast->total.p90 - a.forecast->total.p10, 0.1 * a.forecast->total.median_usd)
      << "nine months are open";
  EXPECT_TRUE(has_reason(a, "window_gap"));
}

}  // namespace
}  // namespace tradewatch::targets
