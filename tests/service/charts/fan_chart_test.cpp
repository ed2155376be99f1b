#include "service/charts/fan_chart.h"

#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <regex>

#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using trade::Month;

int count(const std::string& text, const std::string& what) {
  int found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// By an XML parser that is not ours.
bool well_formed(const std::string& svg) {
  std::string path = (std::filesystem::temp_directory_path() / "tradewatch-svg-XXXXXX").string();
  const int descriptor = mkstemp(path.data());
  close(descriptor);
  std::ofstream(path) << svg;
  const std::string command =
      "/usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' " + path;
  const int status = std::system(command.c_str());
  std::filesystem::remove(path);
  return status == 0;
}

FanChart chart_with_gap() {
  FanChart chart;
  chart.id = "t";
  chart.labels.month = "Month";
  chart.labels.trailing = "so far";
  chart.labels.no_figure = "no figure";
  chart.labels.estimated = "estimated";
  // 2025-04 to 2025-08 are left out, as a source leaves them out.
  for (const int month : {1, 2, 3, 9, 10}) chart.trailing.push_back({Month(2025, month), month * 1e7});
  return chart;
}

FanChart full_chart() {
  FanChart chart = chart_with_gap();
  chart.title = "Title";
  chart.labels.amount = "one billion";
  chart.labels.p10 = "10 %";
  chart.amount_usd = 1e9;
  chart.window = trade::MonthSpan{Month(2025, 11), Month(2026, 10)};
  chart.known = {{{Month(2025, 1), Month(2025, 3)}, 4e6}};
  for (int i = 0; i < 12; ++i) {
    const Month month = Month(2025, 11) + i;
    chart.forecast.push_back({month, 2e8, 1.5e8, 3e8, 1e8, 6e8});
    chart.path.push_back({month, 2e8 + 6e7 * i});
  }
  return chart;
}

TEST(FanChart, ALineBreaksWhereMonthsHaveNoFigure) {
  const std::string drawn = svg(chart_with_gap());
  EXPECT_EQ(count(drawn, "<polyline class=\"tw-trailing\""), 2);
}

TEST(FanChart, AMonthWithoutAValueIsAGapToo) {
  FanChart chart = chart_with_gap();
  chart.trailing[1].usd = std::nullopt;
  const std::string drawn = svg(chart);
  EXPECT_EQ(count(drawn, "<polyline class=\"tw-trailing\""), 1);
  EXPECT_EQ(count(drawn, "<circle class=\"tw-trailing dot\""), 2) << "months that stand alone are dots";
}

TEST(FanChart, MonthsAreEvenlySpacedAcrossAGap) {
  const std::string drawn = svg(chart_with_gap());
  std::vector<double> x;
  const std::regex point(R"(([\d.]+),([\d.]+))");
  const std::regex line(R"re(<polyline class="tw-trailing" points="([^"]*)")re");
  for (std::sregex_iterator l(drawn.begin(), drawn.end(), line), end; l != end; ++l) {
    const std::string points = (*l)[1];
    for (std::sregex_iterator p(points.begin(), points.end(), point); p != end; ++p) x.push_back(std::stod((*p)[1]));
  }
  ASSERT_EQ(x.size(), 5u);
  const double month = (x[4] - x[0]) / 9;
  EXPECT_NEAR(x[1] - x[0], month, 0.11) << "coordinates have one decimal";
  EXPECT_NEAR(x[3] - x[2], 6 * month, 0.11);
}

TEST(FanChart, TheTableSaysNoFigureAndNeverZero) {
  const ChartTable data = table(chart_with_gap());
  EXPECT_THAT(data.header, ElementsAre("Month", "so far"));
  ASSERT_EQ(data.rows.size(), 10u);
  EXPECT_THAT(data.rows[2], ElementsAre("2025-03", "30"));
  for (int i = 3; i < 8; ++i) EXPECT_EQ(data.rows[static_cast<std::size_t>(i)][1], "no figure");
  EXPECT_THAT(data.rows[8], ElementsAre("2025-09", "90"));
}

TEST(FanChart, TheTableHasARowForEveryMonthAndMarksEstimates) {
  FanChart chart = full_chart();
  chart.trailing[0].estimated = true;
  const ChartTable data = table(chart);
  EXPECT_EQ(data.rows.size(), 22u);
  for (const auto& row : data.rows) EXPECT_EQ(row.size(), data.header.size());
  EXPECT_EQ(data.rows[0][1], "10 (estimated)");
  EXPECT_EQ(data.rows[10][1], "") << "a month to come is open, not missing";
  EXPECT_EQ(data.rows[10][3], "200");
}

TEST(FanChart, IsWellFormedWithNothingInItAndWithEverything) {
  EXPECT_TRUE(well_formed(svg({})));
  EXPECT_TRUE(well_formed(svg(full_chart())));
  EXPECT_TRUE(well_formed(svg(full_chart(), {.width = 1, .height = 1})));
}

TEST(FanChart, HostileTextsStayTexts) {
  FanChart chart = full_chart();
  chart.id = "\"><script>";
  chart.title = "</title><script>alert(1)</script>";
  chart.description = "a & b \xff \x01 'q' \"q\"";
  chart.labels.amount = "]]></text><script>";
  chart.labels.no_figure = "<b>";
  const std::string drawn = svg(chart);
  EXPECT_THAT(drawn, Not(HasSubstr("<script")));
  EXPECT_THAT(drawn, HasSubstr("&lt;/title&gt;&lt;script&gt;"));
  EXPECT_TRUE(well_formed(drawn));
}

TEST(FanChart, ValuesThatAreNoNumbersAreLeftOut) {
  FanChart chart = full_chart();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  chart.trailing[0].usd = nan;
  chart.forecast[3].p97_5 = std::numeric_limits<double>::infinity();
  chart.path[2].usd = nan;
  chart.amount_usd = nan;
  chart.known[0].usd_per_month = nan;
  const std::string drawn = svg(chart);
  EXPECT_THAT(drawn, Not(HasSubstr("nan")));
  EXPECT_THAT(drawn, Not(HasSubstr("inf\"")));
  EXPECT_EQ(count(drawn, "<polygon class=\"tw-band-95\""), 2) << "the band breaks too";
}

TEST(FanChart, AnUnboundedBandDoesNotFlattenTheRest) {
  FanChart chart = full_chart();
  for (auto& month : chart.forecast) month.p97_5 = 1e13;
  const auto amount_line = [](const std::string& drawn) {
    std::smatch found;
    std::regex_search(drawn, found, std::regex(R"re(class="tw-amount" x1="[^"]*" y1="([\d.]+)")re"));
    return std::stod(found[1]);
  };
  EXPECT_LT(amount_line(svg(chart)), 250.0);
}

TEST(FanChart, TellsItsTitleAndDescriptionToScreenReaders) {
  const std::string drawn = svg(full_chart());
  EXPECT_THAT(drawn, HasSubstr("role=\"img\" aria-labelledby=\"tw-chart-t-title tw-chart-t-desc\""));
  EXPECT_THAT(drawn, HasSubstr("<title id=\"tw-chart-t-title\">Title</title>"));
  EXPECT_THAT(drawn, HasSubstr("viewBox=\"0 0 760 420\""));
  EXPECT_THAT(drawn, Not(HasSubstr(" style=")));
}

TEST(FanChart, IsTheSameUnderADecimalComma) {
  const std::string before = svg(full_chart());
  for (const char* name : {"de_DE.UTF-8", "ru_RU.UTF-8", "C.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) == nullptr) continue;  // not on this machine
    EXPECT_EQ(svg(full_chart()), before) << name;
  }
  std::setlocale(LC_ALL, "C");
}

TEST(SvgText, WritesMillionsShort) {
  EXPECT_EQ(millions(157.23e6), "157.2");
  EXPECT_EQ(millions(1e9), "1000");
  EXPECT_EQ(millions(12'345e6), "12345");
  EXPECT_EQ(millions(42e3), "0.042");
  EXPECT_EQ(millions(0), "0");
  EXPECT_EQ(millions(2.5e6), "2.5");
}

TEST(SvgText, ReplacesWhatXmlForbids) {
  EXPECT_EQ(escaped("a\x01<"), "a\xEF\xBF\xBD&lt;");
  EXPECT_EQ(escaped("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "overlong";
  EXPECT_EQ(escaped("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a lone surrogate";
  EXPECT_EQ(escaped("\xD9\xBE\xE2\x82\xAC"), "\xD9\xBE\xE2\x82\xAC") << "Urdu and the euro sign stay";
}

}  // namespace
}  // namespace tradewatch::charts
