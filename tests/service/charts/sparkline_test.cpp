#include "service/charts/sparkline.h"

#include <pugixml.hpp>

namespace tradewatch::charts {
namespace {

using testing::HasSubstr;
using trade::Month;

FanChart with_a_gap() {
  FanChart chart;
  chart.trailing = {{Month(2025, 1), 10e6}, {Month(2025, 2), 20e6}, {Month(2025, 4), 30e6}, {Month(2025, 5), 40e6}};
  chart.path = {{Month(2025, 5), 40e6}, {Month(2025, 6), 80e6}};
  return chart;
}

// Case L64: no line crosses a month without a figure.
TEST(Sparkline, BreaksWhereAMonthHasNoFigure) {
  const std::string drawing = sparkline(with_a_gap(), "so far & path");
  pugi::xml_document parsed;
  ASSERT_TRUE(parsed.load_string(drawing.c_str())) << drawing;
  EXPECT_EQ(parsed.select_nodes("//*[@class='spark-trailing']").size(), 2u);
  EXPECT_EQ(parsed.select_nodes("//*[@class='spark-path']").size(), 1u);
  EXPECT_THAT(drawing, HasSubstr("aria-label=\"so far &amp; path\""));
}

TEST(Sparkline, HasNoStyleOfItsOwn) { EXPECT_THAT(sparkline(with_a_gap(), "n"), testing::Not(HasSubstr("<style"))); }

TEST(Sparkline, OfNothingIsNothing) { EXPECT_EQ(sparkline({}, "n"), ""); }

}  // namespace
}  // namespace tradewatch::charts
