#include "service/intake/panel_file.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/service/intake/gzipped.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

std::expected<Panel, Refusal> read(const std::string& text, std::optional<trade::Month> origin = std::nullopt) {
  return read_panel(std::string_view(text), PanelOptions{"panel.csv", origin});
}

std::string refusal_of(const std::string& text) {
  const auto panel = read(text);
  return panel ? "accepted" : to_text(panel.error());
}

TEST(PanelFile, IsKeyedBySeriesAndIgnoresOtherColumns) {
  const auto panel = read(
      "series,reporter,flag,flow,period,value,unit\n"
      "b,Hong Kong,e,X,2016-02,2,USD million\nb,Nowhere,,X,2016-01,1e-05,USD million\na,,,,2016,3,USD million\n");
  ASSERT_TRUE(panel) << to_text(panel.error());
  ASSERT_THAT(panel->series, SizeIs(2));
  EXPECT_EQ(panel->series[0].name, "b");
  ASSERT_THAT(panel->series[0].figures, SizeIs(2));
  EXPECT_EQ(trade::format_period(panel->series[0].figures[0].span), "2016-01");
  EXPECT_DOUBLE_EQ(panel->series[0].figures[0].value_usd, 10.0);
  EXPECT_EQ(panel->series[0].figures[1].value_usd, 2e6);
  EXPECT_EQ(panel->series[0].usd_per_unit, 1e6);
}

TEST(PanelFile, IsKeyedByTheIdentityWhereItHasNoSeries) {
  const auto panel =
      read("reporter,partner,flow,valuation,period,value,unit\nPAK,\"Yemen, P.D. Rep.\",X,FOB,2016,1,USD\n");
  ASSERT_TRUE(panel);
  EXPECT_EQ(panel->series[0].name, "PAK|Yemen, P.D. Rep.|X|FOB");
}

TEST(PanelFile, KeepsSourcesAndPartnerCodesOfOneNameApart) {
  const auto panel = read(
      "reporter,partner,partner_code,flow,source,period,value,unit\n"
      "USA,Sudan,7320,X,census,2011,1,USD\nUSA,Sudan,7321,X,census,2011,2,USD\nUSA,Sudan,7321,X,imf,2011,3,USD\n");
  ASSERT_TRUE(panel) << to_text(panel.error());
  ASSERT_THAT(panel->series, SizeIs(3));
  EXPECT_EQ(panel->series[0].name, "census|USA|Sudan|7320|X");
}

TEST(PanelFile, ReadsNoFigureThatEndsAfterTheOriginButNamesItsSeries) {
  const std::string text = "series,period,value,unit\na,2016,1,USD\na,2017-01/2017-06,2,USD\nb,2018,3,USD\n";
  const auto panel = read(text, trade::Month(2017, 5));
  ASSERT_TRUE(panel);
  ASSERT_THAT(panel->series, SizeIs(2));
  EXPECT_THAT(panel->series[0].figures, SizeIs(1));
  EXPECT_THAT(panel->series[1].figures, SizeIs(0));
  EXPECT_THAT(read(text)->series[0].figures, SizeIs(2));
}

TEST(PanelFile, KeepsTheNewestVintageAndRefusesTwoValuesOfOneDay) {
  const std::string header = "series,period,value,unit,published\n";
  const auto panel = read(header + "a,2016,2,USD,2018-01-01\na,2016,1,USD,2017-01-01\n");
  ASSERT_TRUE(panel);
  ASSERT_THAT(panel->series[0].figures, SizeIs(1));
  EXPECT_EQ(panel->series[0].figures[0].value_usd, 2.0);
  EXPECT_THAT(refusal_of(header + "a,2016,2,USD,\na,2016,1,USD,\n"),
              HasSubstr("panel.csv:3:3: value: found \"a 2016\""));
  EXPECT_EQ(refusal_of(header + "a,2016,2,USD,\na,2016,2,USD,\n"), "accepted");
}

TEST(PanelFile, LeavesOutEmptyValuesAndRefusesWhatIsNoAmount) {
  EXPECT_THAT(read("series,period,value,unit\na,2016,,USD\n")->series[0].figures, SizeIs(0));
  for (const char* value : {"-1", "NaN", "inf", "1;2", "x"}) {
    EXPECT_THAT(refusal_of("series,period,value,unit\na,2016," + std::string(value) + ",USD\n"),
                HasSubstr("panel.csv:2:3: value"))
        << value;
  }
  EXPECT_THAT(refusal_of("series,period,value,unit\na,2016,1,USD\na,2017,1,USD million\n"),
              HasSubstr("one unit for a series"));
  EXPECT_THAT(refusal_of("period,value\n"), HasSubstr("a column series"));
}

TEST(PanelFile, GivesFiguresThatASeriesIsMadeOf) {
  const auto panel = read("series,period,value,unit\na,2016-02,2,USD\na,2016-01,1,USD\n");
  ASSERT_TRUE(panel);
  const auto kept = panel->series[0].kept();
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].figure.key, panel->series[0].key());
  EXPECT_EQ(kept[0].figure.value_usd, 1.0);
  EXPECT_FALSE(kept[0].figure.published_stated);
  EXPECT_EQ(kept[0].figure.line, 3);
}

TEST(PanelFile, SaysWhatIsWrongWithItsHeaderOrARow) {
  EXPECT_THAT(refusal_of(""), HasSubstr("an empty document"));
  EXPECT_THAT(refusal_of("series,period,value,unit,value\na,2016,1,USD,1\n"), HasSubstr("each column once"));
  EXPECT_THAT(refusal_of("series,period,unit\na,2016,USD\n"), HasSubstr("value"));
  EXPECT_THAT(refusal_of("series,period,value,unit\na,2016,1\n"),
              testing::AllOf(HasSubstr("panel.csv:2"), HasSubstr("3 fields"), HasSubstr("4 fields")));
  EXPECT_THAT(refusal_of("series,period,value,unit\n\"a,2016,1,USD\n"), HasSubstr("panel.csv:2"));
}

TEST(PanelFile, IsReadFromGzipAndRefusedWhereItIsCut) {
  const std::string packed = gzipped("series,period,value,unit\na,2016,1,USD\n");
  const auto panel = read(packed);
  ASSERT_TRUE(panel) << to_text(panel.error());
  EXPECT_THAT(panel->series, SizeIs(1));
  EXPECT_THAT(refusal_of(packed.substr(0, packed.size() - 12)), HasSubstr("a whole gzip file"));
}

}  // namespace
}  // namespace tradewatch::intake
