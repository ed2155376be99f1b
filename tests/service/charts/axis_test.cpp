#include "service/charts/axis.h"

#include <limits>

namespace tradewatch::charts {
namespace {

using testing::ElementsAre;
using trade::Month;

TEST(Axis, TicksAreRoundAndCoverTheHighestValue) {
  struct Case {
    double highest;
    double step;
    double top;
  };
  for (const Case& c : {Case{1000, 200, 1000}, Case{1060, 250, 1250}, Case{406, 100, 500}, Case{7, 2, 8},
                        Case{0.3, 0.1, 0.3}, Case{1e-6, 2e-7, 1e-6}, Case{0, 0.2, 1}, Case{-5, 0.2, 1},
                        Case{std::numeric_limits<double>::infinity(), 0.2, 1}}) {
    const Ticks ticks = nice_ticks(c.highest, c.highest == 0.3 ? 3 : 5);
    EXPECT_NEAR(ticks.step, c.step, 1e-9 * c.step) << c.highest;
    EXPECT_NEAR(ticks.top, c.top, 1e-9 * c.top) << c.highest;
  }
}

TEST(Axis, TickValuesBeginAtZeroAndEndAtTheTop) {
  EXPECT_THAT(nice_ticks(1000, 5).values(), ElementsAre(0, 200, 400, 600, 800, 1000));
}

TEST(Axis, MonthLabelsAreCountedFromJanuary) {
  EXPECT_THAT(month_ticks({Month(2025, 2), Month(2026, 2)}, 5),
              ElementsAre(Month(2025, 4), Month(2025, 7), Month(2025, 10), Month(2026, 1)));
  EXPECT_THAT(month_ticks({Month(2020, 5), Month(2023, 4)}, 3),
              ElementsAre(Month(2021, 1), Month(2022, 1), Month(2023, 1)));
  EXPECT_LE(month_ticks({Month(1950, 1), Month(2030, 12)}, 10).size(), 10u);
}

TEST(Axis, ASingleMonthIsLabelled) {
  EXPECT_THAT(month_ticks({Month(2025, 2), Month(2025, 2)}, 5), ElementsAre(Month(2025, 2)));
}

}  // namespace
}  // namespace tradewatch::charts
