// SDMX-ML. What is written in other projects' tests or in the standard alone, and never was seen in a genuine answer,
// says "made from documentation"; monthly IMTS is that.

#include "service/intake/sdmx_xml.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <string>

#include "service/intake/limits.h"
#include "service/intake/read_document.h"

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ReadOptions options() {
  ReadOptions options;
  options.document = "f.xml";
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  return options;
}

std::string line_of(const trade::Figure& figure) {
  std::string line = trade::describe(figure.key) + " " + trade::format_period(figure.period) + " ";
  line += std::to_string(static_cast<long long>(*figure.value_usd));
  if (figure.status != trade::Status::final) line += " " + std::string(trade::name_of(figure.status));
  return line;
}

// A line a figure, then the notes; or the refusal.
std::vector<std::string> read(const std::string& bytes) {
  const auto result = read_document(bytes, options());
  if (!result) return {to_text(result.error())};
  std::vector<std::string> lines;
  for (const trade::Figure& figure : result->figures) lines.push_back(line_of(figure));
  lines.insert(lines.end(), result->notes.begin(), result->notes.end());
  return lines;
}

std::string refusal(const std::string& bytes) {
  const auto result = read_document(bytes, options());
  return result ? "accepted" : to_text(result.error());
}

// A message around a data set, as the IMF's new service opens it.
std::string message(const std::string& data_set, const std::string& header = {}) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<message:StructureSpecificData xmlns:message=\"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message\">\n"
         "<message:Header><message:ID>T</message:ID>" +
         header + "</message:Header>\n<message:DataSet>\n" + data_set +
         "</message:DataSet></message:StructureSpecificData>\n";
}

std::string series(const std::string& attributes, const std::string& observations) {
  return "<Series COUNTRY=\"PAK\" COUNTERPART_COUNTRY=\"KAZ\" " + attributes + ">\n" + observations + "</Series>\n";
}

const std::string kExports = "INDICATOR=\"XG_FOB_USD\" FREQUENCY=\"M\" SCALE=\"6\"";
const std::string kHolds = "holds no figures: nothing is stored, and the source does not count as fresh";

// Case L01; made from documentation.
TEST(SdmxXml, ReadsMonthsAsMonthsInEveryTimeZone) {
  const char* const before = std::getenv("TZ");
  const std::string zone = before == nullptr ? "" : before;
  for (const char* name : {"America/Los_Angeles", "Asia/Karachi", "Pacific/Kiritimati", "UTC"}) {
    setenv("TZ", name, 1);
    tzset();
    EXPECT_THAT(read(message(series(kExports,
                                    "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1000001\"/>\n"
                                    "<Obs TIME_PERIOD=\"2025-M12\" OBS_VALUE=\"1000012\"/>\n"
                                    "<Obs TIME_PERIOD=\"2026-M01\" OBS_VALUE=\"1000101\"/>\n"))),
                ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 1000001",
                            "imf-imts PAK export KAZ fob customs 2025-12 1000012",
                            "imf-imts PAK export KAZ fob customs 2026-01 1000101"))
        << name;
  }
  before == nullptr ? unsetenv("TZ") : setenv("TZ", zone.c_str(), 1);
  tzset();
}

// Case L07; made from documentation.
TEST(SdmxXml, TakesMissingObservationsForAbsentAndAnEmptySeriesForNoFault) {
  const std::string imports = "INDICATOR=\"MG_CIF_USD\" FREQUENCY=\"M\"";
  EXPECT_THAT(
      read(message("<Series COUNTRY=\"PAK\" INDICATOR=\"XG_FOB_USD\" COUNTERPART_COUNTRY=\"KAZ\"/>\n" +
                   series(imports,
                          "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"500000\"/>\n"
                          "<Obs TIME_PERIOD=\"2025-M02\"/>\n"
                          "<Obs TIME_PERIOD=\"2025-M03\" OBS_VALUE=\"\"/>\n"
                          "<Obs TIME_PERIOD=\"2025-M04\" OBS_VALUE=\"NaN\"/>\n"
                          "<Obs TIME_PERIOD=\"2025-M05\" OBS_VALUE=\"0\"/>\n"
                          "<Obs TIME_PERIOD=\"2025-M06\" OBS_VALUE=\"700000\" STATUS=\"E\"/>\n"))),
      ElementsAre("imf-imts PAK import KAZ cif customs 2025-01 500000", "imf-imts PAK import KAZ cif customs 2025-05 0",
                  "imf-imts PAK import KAZ cif customs 2025-06 700000 estimated", "absent: 2 rows, no value",
                  "absent: 1 row, not available"));
}

// Case L08: four spellings of one message; made from documentation.
TEST(SdmxXml, FindsTheDataSetWhateverNamespacesAreWritten) {
  const std::string space = "\"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message\"";
  const std::string urn = "\"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=IMF.STA:DSD_IMTS(1.0.0)\"";
  const std::string key = "COUNTRY=\"PAK\" INDICATOR=\"XG_FOB_USD\" COUNTERPART_COUNTRY=\"KAZ\" FREQUENCY=\"M\"";
  const std::string value = "TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"6478000\"";
  const std::string plain = "<Series " + key + "><Obs " + value + "/></Series>";
  const std::array<std::string, 4> spellings = {
      "<message:StructureSpecificData xmlns:message=" + space + "><message:DataSet>" + plain +
          "</message:DataSet></message:StructureSpecificData>",
      "<m:StructureSpecificData xmlns:m=" + space + " xmlns:u=" + urn + "><u:DataSet>" + plain +
          "</u:DataSet></m:StructureSpecificData>",
      "<StructureSpecificData xmlns=" + space + "><DataSet>" + plain + "</DataSet></StructureSpecificData>",
      "<x:StructureSpecificData xmlns:x=" + space + "><y:DataSet xmlns:y=" + space + "><z:Series xmlns:z=" + urn + " " +
          key + "><z:Obs xmlns:z=" + urn + " " + value + "/></z:Series></y:DataSet></x:StructureSpecificData>"};
  for (const std::string& spelling : spellings) {
    EXPECT_THAT(read(spelling), ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000")) << spelling;
  }
}

// Case L09, b.
TEST(SdmxXml, NeverAppliesScaleAndAppliesUnitMultOnce) {
  const std::string observation = "<Obs TIME_PERIOD=\"2022-M09\" OBS_VALUE=\"6478000\"/>";
  EXPECT_THAT(read(message(series(kExports, observation))),
              ElementsAre("imf-imts PAK export KAZ fob customs 2022-09 6478000"));
  const std::string small = "<Obs TIME_PERIOD=\"2022-M09\" OBS_VALUE=\"6.478\"/>";
  EXPECT_THAT(read(message(series(kExports + " UNIT_MULT=\"6\"", small))),
              ElementsAre("imf-imts PAK export KAZ fob customs 2022-09 6478000"));
  // Said of the data set, of a group and of the observation too, it still is one multiplier: the nearest.
  EXPECT_THAT(read(message("<Group INDICATOR=\"XG_FOB_USD\" UNIT_MULT=\"9\"/>" +
                           series(kExports + " UNIT_MULT=\"3\"",
                                  "<Obs TIME_PERIOD=\"2022-M09\" OBS_VALUE=\"6.478\" UNIT_MULT=\"6\"/>"))),
              ElementsAre("imf-imts PAK export KAZ fob customs 2022-09 6478000"));
  EXPECT_THAT(refusal(message(series(kExports + " UNIT_MULT=\"million\"", small))),
              HasSubstr("UNIT_MULT: found \"million\", expected a power of ten"));
}

TEST(SdmxXml, AppliesGroupsToTheSeriesThatAgreeWithThem) {
  const std::string observation = "<Obs TIME_PERIOD=\"2022-M09\" OBS_VALUE=\"5\"/>";
  const std::string both = series("INDICATOR=\"XG_FOB_USD\" FREQUENCY=\"M\"", observation) +
                           series("INDICATOR=\"MG_CIF_USD\" FREQUENCY=\"M\"", observation);
  for (const char* group : {"<Group INDICATOR=\"MG_CIF_USD\"><Comp id=\"UNIT_MULT\"><Value>6</Value></Comp></Group>",
                            "<Group xsi:type=\"G\" INDICATOR=\"MG_CIF_USD\" UNIT_MULT=\"6\"/>",
                            "<b:SiblingGroup COUNTRY=\"PAK\" INDICATOR=\"MG_CIF_USD\" UNIT_MULT=\"6\"/>"}) {
    const std::vector<std::string> expected = {"imf-imts PAK export KAZ fob customs 2022-09 5",
                                               "imf-imts PAK import KAZ cif customs 2022-09 5000000"};
    EXPECT_EQ(read(message(group + both)), expected) << group;
    EXPECT_EQ(read(message(both + group)), expected) << group;
  }
}

TEST(SdmxXml, ReadsFlatDataSets) {
  EXPECT_THAT(read(message("<Group INDICATOR=\"XG_FOB_USD\" UNIT_MULT=\"3\"/>"
                           "<Obs COUNTRY=\"PAK\" INDICATOR=\"XG_FOB_USD\" COUNTERPART_COUNTRY=\"KAZ\" FREQUENCY=\"A\" "
                           "TIME_PERIOD=\"2024\" OBS_VALUE=\"7\"/>"
                           "<Obs COUNTRY=\"KAZ\" INDICATOR=\"MG_FOB_USD\" COUNTERPART_COUNTRY=\"PAK\" FREQUENCY=\"Q\" "
                           "TIME_PERIOD=\"2024-Q1\" OBS_VALUE=\"8\" OBS_STATUS=\"P\"/>")),
              ElementsAre("imf-imts PAK export KAZ fob customs 2024 7000",
                          "imf-imts KAZ import PAK fob customs 2024-Q1 8 provisional"));
}

// Made from documentation: SDMX 2.1, section 3B.
TEST(SdmxXml, ReadsGenericDataWithSeriesAndFlat) {
  const std::string key =
      "<g:Value id=\"COUNTRY\" value=\"PAK\"/><g:Value id=\"INDICATOR\" value=\"XG_FOB_USD\"/>"
      "<g:Value id=\"COUNTERPART_COUNTRY\" value=\"KAZ\"/><g:Value id=\"FREQUENCY\" value=\"M\"/>";
  const std::string open =
      "<mes:GenericData xmlns:mes=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\"><mes:DataSet>";
  const std::string close = "</mes:DataSet></mes:GenericData>";
  const std::string group =
      "<g:Group type=\"Sibling\"><g:GroupKey><g:Value id=\"INDICATOR\" value=\"XG_FOB_USD\"/></g:GroupKey>"
      "<g:Attributes><g:Value id=\"UNIT_MULT\" value=\"6\"/></g:Attributes></g:Group>";
  const std::string in_series = "<g:Series><g:SeriesKey>" + key +
                                "</g:SeriesKey><g:Obs><g:ObsDimension value=\"2025-01\"/><g:ObsValue value=\"6.478\"/>"
                                "<g:Attributes><g:Value id=\"OBS_STATUS\" value=\"E\"/></g:Attributes></g:Obs>"
                                "<g:Obs><g:ObsDimension value=\"2025-02\"/></g:Obs></g:Series>";
  EXPECT_THAT(read(open + group + in_series + close),
              ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000 estimated", "absent: 1 row, no value"));
  const std::string flat = "<g:Obs><g:ObsKey>" + key +
                           "<g:Value id=\"TIME_PERIOD\" value=\"2025-01\"/></g:ObsKey>"
                           "<g:ObsValue value=\"6.478\"/></g:Obs>";
  EXPECT_THAT(read(open + group + flat + close), ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000"));
}

// Made from documentation: SDMX 2.0, where series of GenericData stand in their group.
TEST(SdmxXml, ReadsGenericDataOfVersionTwo) {
  EXPECT_THAT(
      read("<GenericData xmlns=\"http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message\"><DataSet><Group>"
           "<GroupKey><Value concept=\"REF_AREA\" value=\"PK\"/></GroupKey>"
           "<Attributes><Value concept=\"UNIT_MULT\" value=\"6\"/></Attributes>"
           "<Series><SeriesKey><Value concept=\"FREQ\" value=\"M\"/><Value concept=\"REF_AREA\" value=\"PK\"/>"
           "<Value concept=\"INDICATOR\" value=\"TXG_FOB_USD\"/><Value concept=\"VIS_AREA\" value=\"KZ\"/></SeriesKey>"
           "<Obs><Time>2025-01</Time><ObsValue value=\"6.478\"/></Obs></Series></Group></DataSet></GenericData>"),
      ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000"));
}

// Made from documentation: the IMF's old service, whose JSON is this message with other brackets.
TEST(SdmxXml, ReadsCompactDataOfVersionTwo) {
  EXPECT_THAT(
      read(
          "<CompactData xmlns=\"http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message\"><Header>"
          "<DataSetID>DOT</DataSetID></Header><DataSet xmlns=\"http://dataservices.imf.org/compact/DOT\">"
          "<Series FREQ=\"A\" REF_AREA=\"US\" INDICATOR=\"TMG_CIF_USD\" COUNTERPART_AREA=\"PK\" UNIT_MULT=\"6\" "
          "TIME_FORMAT=\"P1Y\"><Obs TIME_PERIOD=\"2020\" OBS_VALUE=\"233754.7771\"/></Series></DataSet></CompactData>"),
      ElementsAre("imf-imts USA import PAK cif customs 2020 233754777100"));
}

TEST(SdmxXml, LeavesOutGroupsBalancesAndOtherIndicatorsByName) {
  const std::string observation = "<Obs TIME_PERIOD=\"2024\" OBS_VALUE=\"7\"/>";
  const auto with = [&](const std::string& partner, const std::string& indicator) {
    return "<Series COUNTRY=\"PAK\" COUNTERPART_COUNTRY=\"" + partner + "\" INDICATOR=\"" + indicator +
           "\" FREQUENCY=\"A\">" + observation + "</Series>";
  };
  EXPECT_THAT(read(message(with("KAZ", "XG_FOB_USD") + with("GX998", "XG_FOB_USD") + with("1C_9ZZ", "XG_FOB_USD") +
                           with("KAZ", "TBG_USD") + with("KAZ", "NGDP_RPCH"))),
              ElementsAre("imf-imts PAK export KAZ fob customs 2024 7", "left out: indicator NGDP_RPCH (1 row)",
                          "left out: trade balance TBG_USD (1 row)",
                          "left out: totals and groups (2 rows): IMF group 1C_9ZZ, IMF group GX998"));
}

TEST(SdmxXml, LeavesOutDataSetsThatDelete) {
  EXPECT_THAT(
      read("<StructureSpecificData><DataSet ss:action=\"Delete\">" +
           series(kExports, "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\"/>") + "</DataSet></StructureSpecificData>"),
      ElementsAre(kHolds, "left out: a data set that deletes (action Delete) (1 row)"));
}

TEST(SdmxXml, RefusesOtherStatisticsByTheNamesOfTheirIndicators) {
  const std::string observation = "<Obs TIME_PERIOD=\"2024\" OBS_VALUE=\"7\"/>";
  EXPECT_EQ(refusal(message("<Series COUNTRY=\"PAK\" INDICATOR=\"G23_T\" FREQUENCY=\"A\">" + observation +
                            "</Series><Series COUNTRY=\"PAK\" INDICATOR=\"TBG_USD\" FREQUENCY=\"A\">" + observation +
                            "</Series>")),
            "f.xml: found \"no trade flows in it: indicators G23_T, TBG_USD\", expected trade between countries: "
            "XG_FOB_USD, MG_CIF_USD or MG_FOB_USD; ask for the dataflow IMTS\n");
  EXPECT_THAT(refusal(message("<Series FREQ=\"A\" CURRENCY=\"USD\">" + observation + "</Series>")),
              HasSubstr("no trade flows in it: series of FREQ, CURRENCY"));
}

TEST(SdmxXml, AcceptsAnAnswerWithoutSeries) {
  const std::string header =
      "<message:Structure><common:Structure>urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=IMF.STA:"
      "DSD_IMTS(1.0.0)</common:Structure></message:Structure>";
  EXPECT_THAT(
      read(message("<Group INDICATOR=\"XG_FOB_USD\"><Comp id=\"UNIT\"><Value>USD</Value></Comp></Group>", header)),
      ElementsAre(kHolds));
  EXPECT_THAT(read(message("")), ElementsAre(kHolds));
}

TEST(SdmxXml, TellsFaultsWithTheirLine) {
  EXPECT_EQ(refusal(message(series(kExports,
                                   "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\"/>\n"
                                   "<Obs\n TIME_PERIOD=\"2025\" OBS_VALUE=\"2\"/>\n"
                                   "<Obs TIME_PERIOD=\"2025-M13\" OBS_VALUE=\"3\"/>\n"
                                   "<Obs TIME_PERIOD=\"2025-M02\" OBS_VALUE=\"1,5\"/>\n"))),
            "f.xml:7: TIME_PERIOD: found \"2025\", expected a month, as the series' FREQ M says\n"
            "f.xml:9: TIME_PERIOD: found \"2025-M13\", expected a month 2026-03, a quarter 2026-Q1, a year 2026 or a "
            "span of months 2025-07/2025-11\n"
            "f.xml:10: value: found \"1,5\", expected a number such as 6478000, 1,032.13 or 1.5E+7, or a mark for no "
            "value\n");
  EXPECT_THAT(refusal(message(series("INDICATOR=\"XG_FOB_USD\" FREQUENCY=\"W\"",
                                     "<Obs TIME_PERIOD=\"2025-W01\" OBS_VALUE=\"1\"/>"))),
              HasSubstr("FREQ: found \"W\", expected A, Q or M"));
  EXPECT_THAT(refusal(message(series("INDICATOR=\"XG_FOB_USD\" FREQUENCY=\"A\" UNIT=\"XDC\"",
                                     "<Obs TIME_PERIOD=\"2025\" OBS_VALUE=\"1\"/>"))),
              HasSubstr("unit: found \"XDC\""));
}

TEST(SdmxXml, TakesTheDayTheMessageWasMadeAsABoundOfPublication) {
  const std::string data = series(kExports, "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\"/>");
  const auto published = [&](const std::string& prepared) {
    const auto result =
        read_document(message(data, "<message:Prepared>" + prepared + "</message:Prepared>"), options());
    EXPECT_FALSE(result->figures.at(0).published_stated);
    return trade::format_date(result->figures.at(0).published);
  };
  EXPECT_EQ(published("2025-12-16T05:16:36.306712826Z"), "2025-12-16");
  EXPECT_EQ(published("2024-09-20T18:50:44"), "2024-09-20");
  EXPECT_EQ(published("2027-01-01"), "2026-11-25");  // a clock that is ahead
  EXPECT_EQ(published("soon"), "2026-11-25");
}

TEST(SdmxXml, TakesWhatStatusesSay) {
  const auto status = [](const std::string& code) {
    return read(
        message(series(kExports, "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\" OBS_STATUS=\"" + code + "\"/>")));
  };
  const std::string figure = "imf-imts PAK export KAZ fob customs 2025-01 1";
  EXPECT_THAT(status("A"), ElementsAre(figure));
  EXPECT_THAT(status("P"), ElementsAre(figure + " provisional"));
  EXPECT_THAT(status("M"), ElementsAre(kHolds, "absent: 1 row, no value"));
  EXPECT_THAT(status("C"), ElementsAre(kHolds, "absent: 1 row, confidential"));
  EXPECT_THAT(status("F"), ElementsAre(kHolds, "left out: the source's own forecasts (1 row)"));
  EXPECT_THAT(status("?"), ElementsAre(figure, "taken as published, for their status is in no list: ?"));
}

TEST(SdmxXml, RefusesMessagesWithoutDataAsWhatTheyAre) {
  const std::string space = " xmlns:m=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\">";
  EXPECT_THAT(refusal("<m:Structure" + space + "<m:Header/></m:Structure>"), HasSubstr("an SDMX structure message"));
  EXPECT_THAT(refusal("<m:Error" + space +
                      "<m:ErrorMessage code=\"140\"><c:Text>Invalid dimension</c:Text></m:ErrorMessage></m:Error>"),
              HasSubstr("an SDMX error message: code 140: Invalid dimension"));
  EXPECT_THAT(refusal("<m:GenericData" + space +
                      "<m:Footer><m:Message code=\"413\" severity=\"Infomation\"><c:Text>Response too big</c:Text>"
                      "</m:Message></m:Footer></m:GenericData>"),
              HasSubstr("an SDMX message that is not whole: code 413: Response too big"));
  EXPECT_THAT(
      read("<m:GenericData" + space +
           "<m:Footer><m:Message code=\"100\"><c:Text>No results</c:Text></m:Message></m:Footer></m:GenericData>"),
      ElementsAre("the source says: code 100: No results", kHolds));
  EXPECT_THAT(refusal("<Structure><a/></Structure>"), HasSubstr("an XML document, which begins"));
}

TEST(SdmxXml, RefusesEntitiesAndXmlThatBreaksOff) {
  EXPECT_THAT(refusal("<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c\">]>\n" + message("").substr(39)),
              HasSubstr("f.xml:2: found \"an XML document with a DOCTYPE\""));
  const std::string whole = message(series(kExports, "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\"/>\n"));
  for (std::size_t at = 60; at < whole.size() - 2; at += 7) {
    EXPECT_THAT(refusal(whole.substr(0, at)), HasSubstr("XML")) << at;
  }
  EXPECT_THAT(refusal(message("\xE9")), HasSubstr("found \"\\xE9\", expected text in UTF-8"));
}

TEST(SdmxXml, ReadsLatinLettersWhereTheDeclarationSaysSo) {
  EXPECT_THAT(
      read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><StructureSpecificData><Header><ID>\xE9</ID></Header>"
           "<DataSet>" +
           series(kExports, "<Obs TIME_PERIOD=\"2025-M01\" OBS_VALUE=\"1\"/>") + "</DataSet></StructureSpecificData>"),
      ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 1"));
}

TEST(SdmxXml, SurvivesDepthAndRefusesMoreElementsThanItsLimit) {
  std::string deep = "<StructureSpecificData>";
  for (int i = 0; i < 1'000'000; ++i) deep += "<a>";
  for (int i = 0; i < 1'000'000; ++i) deep += "</a>";
  EXPECT_THAT(read(deep + "</StructureSpecificData>"), ElementsAre(kHolds));
  std::string many = "<StructureSpecificData>";
  for (std::size_t i = 0; i <= kMaxXmlMarks; ++i) many += "<a/>";
  EXPECT_THAT(refusal(many + "</StructureSpecificData>"),
              HasSubstr("expected at most 7000000 elements and attributes"));
}

}  // namespace
}  // namespace tradewatch::intake
