#include "service/charts/step_chart.h"

#include <pugixml.hpp>

namespace tradewatch::charts {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

StepChart three_steps() {
  StepChart chart;
  chart.id = "history-x&y";
  chart.title = "Probability";
  chart.description = "It fell.";
  chart.unit = "probability";
  chart.date = "published";
  chart.empty = "nothing was said";
  chart.thresholds = {{0.33, "off track below"}};
  chart.steps = {
      {2025y / 1 / 1, 0.5, "50 %"}, {2025y / 2 / 1, std::nullopt, "no forecast"}, {2025y / 4 / 1, 0.0, "under 1 %"}};
  chart.until = 2025y / 5 / 1;
  return chart;
}

pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(text.c_str())) << text;
  return document;
}

TEST(StepChart, HoldsAValueUntilTheNextDateAndDrawsNothingWhereNothingWasSaid) {
  const pugi::xml_document drawing = parsed(svg(three_steps(), {.width = 70 + 500, .height = 162}));
  std::vector<std::string> lines;
  for (const auto& line : drawing.select_nodes("//*[name()='polyline']"))
    lines.emplace_back(line.node().attribute("points").value());
  // Five months of 100 pixels from 56; the plot is 100 pixels high from 34.
  EXPECT_THAT(lines, testing::ElementsAre("56,84 156,84", "356,134 456,134"));
  EXPECT_EQ(drawing.select_nodes("//*[name()='circle']").size(), 2u);
}

TEST(StepChart, ADayStandsWithinItsMonth) {
  StepChart chart = three_steps();
  chart.steps = {{2025y / 1 / 16, 1.0, "over 99 %"}};
  chart.until = std::nullopt;
  EXPECT_THAT(svg(chart, {.width = 70 + 310, .height = 162}), HasSubstr("points=\"206,34 206,34\""));
}

TEST(StepChart, BeginsWithTheLastStepBeforeTheFirstValue) {
  StepChart chart = three_steps();
  chart.steps.insert(chart.steps.begin(), {{2010y / 1 / 1, std::nullopt, "no"}, {2024y / 12 / 1, std::nullopt, "no"}});
  const std::string drawing = svg(chart);
  EXPECT_THAT(drawing, HasSubstr("2024-12-01: no"));
  EXPECT_THAT(drawing, Not(HasSubstr("2010")));
  EXPECT_EQ(table(chart).rows.size(), 5u);
}

TEST(StepChart, ANoteIsBrokenIntoLinesThatFit) {
  StepChart chart = three_steps();
  chart.note = "one two three four five six seven eight nine ten eleven twelve";
  const pugi::xml_document drawing = parsed(svg(chart, {.width = 250, .height = 250}));
  const auto lines = drawing.select_nodes("//*[@class='tw-text tw-strong']");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_STREQ(lines[0].node().text().get(), "one two three four five six seven");
}

TEST(StepChart, WithoutAValueItSaysSo) {
  StepChart chart = three_steps();
  chart.steps = {{2025y / 1 / 1, std::nullopt, "no forecast"}};
  EXPECT_THAT(svg(chart), HasSubstr("nothing was said"));
  chart.steps.clear();
  EXPECT_THAT(svg(chart), HasSubstr("nothing was said"));
  EXPECT_TRUE(table(chart).rows.empty());
}

TEST(StepChart, ItsTableHasEveryDateWithItsWords) {
  const ChartTable data = table(three_steps());
  EXPECT_THAT(data.header, testing::ElementsAre("published", "probability"));
  ASSERT_EQ(data.rows.size(), 3u);
  EXPECT_THAT(data.rows[1], testing::ElementsAre("2025-02-01", "no forecast"));
}

TEST(StepChart, NoTextBecomesMarkup) {
  StepChart chart = three_steps();
  chart.title = "</title><script>";
  chart.steps[0].words = "<b>";
  chart.thresholds[0].words = "a & b";
  const std::string drawing = svg(chart);
  parsed(drawing);
  EXPECT_THAT(drawing, Not(HasSubstr("<script")));
  EXPECT_THAT(drawing, Not(HasSubstr("<b>")));
}

}  // namespace
}  // namespace tradewatch::charts
