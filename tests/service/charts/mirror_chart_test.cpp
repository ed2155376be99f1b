#include "service/charts/mirror_chart.h"

#include <pugixml.hpp>

namespace tradewatch::charts {
namespace {

using testing::HasSubstr;
using testing::Not;
using trade::Month;

// Two months of this side, then nothing, then a quarter; the partner's year as one sum.
MirrorChart two_sides() {
  MirrorChart chart;
  chart.id = "mirror-x";
  chart.title = "Both <sides>";
  chart.labels = {.unit = "million a month",
                  .own = "this side",
                  .partner = "the partner",
                  .months = "months",
                  .own_total = "ours",
                  .partner_total = "theirs",
                  .ratio = "they count",
                  .empty = "no figure"};
  chart.own = {{{Month(2025, 1), Month(2025, 1)}, 10e6},
               {{Month(2025, 2), Month(2025, 2)}, 20e6},
               {{Month(2025, 4), Month(2025, 6)}, 5e6}};
  chart.partner = {{{Month(2025, 1), Month(2025, 12)}, 15e6}};
  chart.rows = {{{Month(2025, 1), Month(2025, 1)}, 10e6, std::nullopt, ""},
                {{Month(2025, 1), Month(2025, 12)}, 200e6, 180e6, "0.90 times"}};
  return chart;
}

std::vector<std::string> lines_of(const std::string& drawing, const char* css) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(drawing.c_str())) << drawing;
  std::vector<std::string> lines;
  for (const auto& line : document.select_nodes("//*[name()='polyline']")) {
    if (std::string_view(line.node().attribute("class").value()) == css)
      lines.emplace_back(line.node().attribute("points").value());
  }
  return lines;
}

TEST(MirrorChart, EachSumIsLevelOverItsMonthsAndAMonthWithoutOneIsAGap) {
  const std::string drawing = svg(two_sides());
  const auto own = lines_of(drawing, "tw-trailing");
  ASSERT_EQ(own.size(), 2u);  // the line breaks at March
  EXPECT_EQ(std::ranges::count(own[0], ' '), 3) << "two months, two corners each";
  EXPECT_EQ(std::ranges::count(own[1], ' '), 1) << "a quarter is one level stretch";
  const auto partner = lines_of(drawing, "tw-median");
  ASSERT_EQ(partner.size(), 1u);
  EXPECT_EQ(std::ranges::count(partner[0], ' '), 1);
}

TEST(MirrorChart, TheTableHasTotalsAndLeavesEmptyWhatASideDoesNotTell) {
  const ChartTable data = table(two_sides());
  EXPECT_THAT(data.header, testing::ElementsAre("months", "ours", "theirs", "they count"));
  ASSERT_EQ(data.rows.size(), 2u);
  EXPECT_THAT(data.rows[0], testing::ElementsAre("2025-01", "10", "", ""));
  EXPECT_THAT(data.rows[1], testing::ElementsAre("2025", "200", "180", "0.90 times"));
}

TEST(MirrorChart, WithoutAFigureItSaysSo) {
  MirrorChart chart = two_sides();
  chart.own.clear();
  chart.partner.clear();
  const std::string drawing = svg(chart);
  EXPECT_THAT(drawing, HasSubstr("no figure"));
  EXPECT_THAT(drawing, HasSubstr("Both &lt;sides&gt;"));
  EXPECT_THAT(drawing, Not(HasSubstr("polyline")));
}

}  // namespace
}  // namespace tradewatch::charts
