#include "service/charts/reliability_chart.h"

#include <pugixml.hpp>

namespace tradewatch::charts {
namespace {

using testing::HasSubstr;

ReliabilityChart two_classes() {
  ReliabilityChart chart;
  chart.id = "record";
  chart.title = "Said & met";
  chart.labels = {
      .name = "said", .calls = "times", .said = "given", .came = "met", .equal = "equal", .empty = "nothing"};
  chart.points = {{"likely", 16, 0.75, 0.5, std::nullopt, "75 %", "50 %"},
                  {"unlikely", 4, 0.25, 0.25, 0.5, "25 %", "25 %"}};
  return chart;
}

TEST(ReliabilityChart, ADotLiesWhereSaidAndMetMeetAndGrowsWithItsCalls) {
  pugi::xml_document document;
  // A plot of 400 by 200 pixels from 56, 34.
  ASSERT_TRUE(document.load_string(svg(two_classes(), {.width = 480, .height = 280}).c_str()));
  const auto dots = document.select_nodes("//*[name()='circle']");
  ASSERT_EQ(dots.size(), 2u);
  const pugi::xml_node first = dots[0].node();
  EXPECT_EQ(first.attribute("cx").as_double(), 56 + 0.75 * 400);
  EXPECT_EQ(first.attribute("cy").as_double(), 34 + 0.5 * 200);
  EXPECT_EQ(first.attribute("r").as_double(), 11);
  EXPECT_EQ(dots[1].node().attribute("r").as_double(), 7.5) << "a quarter of the calls: half of what is added";
}

TEST(ReliabilityChart, TheLineOfErrorEndsAtTheEdges) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(svg(two_classes(), {.width = 480, .height = 280}).c_str()));
  const auto lines = document.select_nodes("//*[name()='line'][@class='tw-trailing']");
  ASSERT_EQ(lines.size(), 1u);  // the first class tells no error
  EXPECT_EQ(lines[0].node().attribute("y1").as_double(), 34 + 200) << "25 % less 50 % is cut off at 0";
  EXPECT_EQ(lines[0].node().attribute("y2").as_double(), 34 + 0.25 * 200);
}

TEST(ReliabilityChart, TheTableHasARowAClassAndNothingIsSaidInWords) {
  EXPECT_THAT(table(two_classes()).rows, testing::ElementsAre(testing::ElementsAre("likely", "16", "75 %", "50 %"),
                                                              testing::ElementsAre("unlikely", "4", "25 %", "25 %")));
  ReliabilityChart none = two_classes();
  none.points.clear();
  EXPECT_THAT(svg(none), HasSubstr(">nothing<"));
}

}  // namespace
}  // namespace tradewatch::charts
