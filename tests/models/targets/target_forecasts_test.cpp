// The forecasts that an assessment is made of: the months of the long view, and what the range leaves out.

#include "models/targets/target_forecasts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "models/targets/sensitivity.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using trade::Flow;
using trade::Month;

// A target on exports with figures to December 2024.
AssessmentInput exports_from(const char* first, const char* announced, const char* window) {
  AssessmentInput in = made_target(1.2e8, announced, window, {Flow::export_});
  add_months(in, 0, first, "2024-12", 10.0);
  return in;
}

trade::MonthSpan long_view(const AssessmentInput& in) {
  const TargetForecasts made =
      forecasts_of(in.target, series_of(in.components), {}, Asked::verdict_alone, shipped_prior(), serial);
  return {made.far->total.first, made.far->total.last()};
}

TEST(LongView, GoesThreeYearsBackAndTenAhead) {
  const AssessmentInput in = exports_from("2015-01", "2025-01-10", "2025");
  EXPECT_EQ(long_view(in), (trade::MonthSpan{Month(2022, 1), Month(2034, 12)}));
}

TEST(LongView, GoesBackToTheBaselineAndToTheYearBeforeTheWindow) {
  EXPECT_EQ(long_view(exports_from("2015-01", "2020-06-10", "2025")).first, Month(2019, 6));
  EXPECT_EQ(long_view(exports_from("2015-01", "2020-10-10", "2020-07/2026-06")).first, Month(2019, 7));
}

TEST(LongView, BeginsWithTheFiguresButNotAfterTheLastTwelveMonths) {
  EXPECT_EQ(long_view(exports_from("2023-06", "2025-01-10", "2025")).first, Month(2023, 6));
  AssessmentInput in = made_target(2.4e8, "2025-01-10", "2025", {Flow::export_, Flow::import_});
  add_months(in, 0, "2015-01", "2024-12", 10.0);
  add_months(in, 1, "2024-06", "2024-12", 10.0);
  EXPECT_EQ(long_view(in).first, Month(2024, 1));
}

TEST(LongView, ReachesToTheEndOfAWindowThatIsFurtherAhead) {
  EXPECT_EQ(long_view(exports_from("2015-01", "2025-01-10", "2040")).last, Month(2040, 12));
}

// How many variations leave out a figure of `years` yearly ones.
std::ptrdiff_t left_out(int years) {
  AssessmentInput in = made_target(1.2e8, "2025-01-10", "2025", {Flow::export_});
  for (int y = 0; y < years; ++y)
    in.components[0].in_force.push_back(made_figure(Flow::export_, std::to_string(2024 - y).c_str(), 120.0 - y));
  ComponentSeries now = series_of(in.components);
  Assessment a;
  a.target = in.target;
  a.revision_noise = {in.components[0].revision_noise};
  RangeDraws draws{window_request(in.target, now.series, 500), growth::DrawnComponents(1)};
  a.series = std::move(now.series);
  a.used = std::move(now.used);
  a.forecast.emplace();
  vary_the_rest(a, draws, shipped_prior(), serial);
  return std::ranges::count(a.forecast->variations, "without_figure", &Variation::kind);
}

TEST(Range, LeavesOutEachFigureUnlessFewerThanTwoWouldStay) {
  EXPECT_EQ(left_out(2), 0);
  EXPECT_EQ(left_out(3), 3);
}

}  // namespace
}  // namespace tradewatch::targets
