// SDMX-JSON and the CompactData JSON of the IMF's old service. The shape of 2.0 is that of a genuine answer of the
// IMF (another dataset than trade); messages of trade in it, and 1.0, are made from documentation.

#include "service/intake/sdmx_json.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

#include "service/intake/encoding.h"
#include "service/intake/read_document.h"

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ReadOptions options() {
  ReadOptions options;
  options.document = "f.json";
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  return options;
}

// A line a figure, then the notes; or the refusal.
std::vector<std::string> read(const std::string& bytes) {
  const auto result = read_document(bytes, options());
  if (!result) return {to_text(result.error())};
  std::vector<std::string> lines;
  for (const trade::Figure& figure : result->figures) {
    std::string line = trade::describe(figure.key) + " " + trade::format_period(figure.period) + " " +
                       std::to_string(static_cast<long long>(*figure.value_usd));
    if (figure.status != trade::Status::final) line += " " + std::string(trade::name_of(figure.status));
    lines.push_back(std::move(line));
  }
  lines.insert(lines.end(), result->notes.begin(), result->notes.end());
  return lines;
}

const std::string kHolds = "holds no figures: nothing is stored, and the source does not count as fresh";

// As api.imf.org answers, with the dataflow, the data set and the texts of the observations' attributes given.
std::string message(const std::string& data_set, const std::string& dataflow = "IMF.STA:IMTS(1.0.0)") {
  return R"({"meta":{"prepared":"2026-03-31T20:30:00Z"},"data":{"dataSets":[)" + data_set +
         R"(],"structures":[{"dataSets":[0],"links":[{"urn":"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=)" +
         dataflow +
         R"(","title":"Dataflow"}],"dimensions":{"series":[
{"id":"COUNTRY","keyPosition":0,"values":[{"id":"PAK"},{"id":"KAZ"}]},
{"id":"INDICATOR","keyPosition":1,"values":[{"id":"XG_FOB_USD"},{"id":"MG_CIF_USD"},{"id":"TBG_USD"}]},
{"id":"COUNTERPART_COUNTRY","keyPosition":2,"values":[{"id":"KAZ"},{"id":"PAK"},{"id":"GX998"}]},
{"id":"FREQUENCY","keyPosition":3,"values":[{"id":"M"}]}],
"observation":[{"id":"TIME_PERIOD","keyPosition":4,"values":[{"value":"2025-M01"},{"value":"2025-M12"}]}]},
"measures":{"observation":[{"id":"OBS_VALUE"}]},
"attributes":{"dimensionGroup":[{"id":"UNIT","values":[{"id":"USD"},{"id":"XDC"}]},{"id":"UNIT_MULT","values":[]}],
"series":[{"id":"SCALE","values":[{"id":"6"}]}],
"observation":[{"id":"DERIVATION_TYPE","values":[{"id":"O"}]},{"id":"STATUS","values":[{"id":"E"},{"id":"P"}]}]}}]}})";
}

TEST(SdmxJson, ReadsSeriesByThePositionsOfTheirTexts) {
  EXPECT_THAT(read(message(R"({"structure":0,"series":{
"0:0:0:0":{"attributes":[0],"observations":{"0":["6478000",0,null],"1":[7.5,null,1]}},
"1:1:1:0":{"attributes":[null],"observations":{"1":[8,0,0]}}}})")),
              ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000",
                          "imf-imts PAK export KAZ fob customs 2025-12 7 provisional",
                          "imf-imts KAZ import PAK cif customs 2025-12 8 estimated"));
}

TEST(SdmxJson, TakesMissingValuesForAbsentAndSeriesWithoutObservationsForNoFault) {
  EXPECT_THAT(read(message(R"({"structure":0,"series":{"0:0:0:0":{"observations":{"0":[null,0,null],"1":["NaN"]}},
"1:1:1:0":{"attributes":[0]},"0:1:0:0":{"observations":{"0":[],"1":null}}}})")),
              ElementsAre(kHolds, "absent: 3 rows, no value", "absent: 1 row, not available"));
}

TEST(SdmxJson, AppliesAttributesOfGroupsOnceAndScaleNever) {
  EXPECT_THAT(read(message(R"({"structure":0,"dimensionGroupAttributes":{":0:::":[0,6],":1:::":[0,null]},"series":{
"0:0:0:0":{"attributes":[0],"observations":{"0":["6.478"]}},
"0:1:0:0":{"attributes":[0],"observations":{"0":["6478000"]}}}})")),
              ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 6478000",
                          "imf-imts PAK import KAZ cif customs 2025-01 6478000"));
  EXPECT_THAT(read(message(R"({"dimensionGroupAttributes":{"0::::":[1]},"series":{
"0:0:0:0":{"observations":{"0":["6.478"]}}}})")),
              ElementsAre(HasSubstr("unit: found \"XDC\"")));
}

TEST(SdmxJson, LeavesOutGroupsAndBalances) {
  EXPECT_THAT(read(message(R"({"series":{"0:0:2:0":{"observations":{"0":[1],"1":[2]}},
"0:2:0:0":{"observations":{"0":[-5]}},"0:0:0:0":{"observations":{"0":[3]}}}})")),
              ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 3", "left out: trade balance TBG_USD (1 row)",
                          "left out: totals and groups (2 rows): IMF group GX998"));
}

TEST(SdmxJson, LeavesOutDataSetsThatDelete) {
  EXPECT_THAT(read(message(R"({"action":"Delete","series":{"0:0:0:0":{"observations":{"0":[3]}}}})")),
              ElementsAre(kHolds, "left out: a data set that deletes (action Delete) (1 row)"));
}

TEST(SdmxJson, ReadsFlatDataSetsAndVersionOne) {
  const std::string dimensions = R"({"id":"REF_AREA","values":[{"id":"PK","name":"Pakistan"}]},
{"id":"INDICATOR","values":[{"id":"TXG_FOB_USD"}]},{"id":"COUNTERPART_AREA","values":[{"id":"KZ"}]},
{"id":"TIME_PERIOD","values":[{"id":"2024","name":"2024"},{"id":"2025","name":"2025"}]})";
  const std::string once = R"({"id":"FREQ","values":[{"id":"A"}]})";
  const std::string flat = R"({"header":{"prepared":"2026-01-02"},"dataSets":[{"action":"Information",
"attributes":[0],"observations":{"0:0:0:1":[6.478,0],"0:0:0:0":[5,null]}}],"structure":{"dimensions":{"dataSet":[)" +
                           once + R"(],"series":[],"observation":[)" + dimensions +
                           R"(]},"attributes":{"dataSet":[{"id":"UNIT_MULT","values":[{"id":"6"}]}],"series":[],
"observation":[{"id":"OBS_STATUS","values":[{"id":"P"}]}]}}})";
  const std::vector<std::string> expected = {"imf-imts PAK export KAZ fob customs 2025 6478000 provisional",
                                             "imf-imts PAK export KAZ fob customs 2024 5000000"};
  EXPECT_EQ(read(flat), expected);
  const auto result = read_document(flat, options());
  EXPECT_EQ(trade::format_date(result->figures.at(0).published), "2026-01-02");
  EXPECT_FALSE(result->figures.at(0).published_stated);
}

TEST(SdmxJson, TellsFaultsWithTheirPlace) {
  EXPECT_EQ(read(message(R"({"series":{"0:0:0:0":{"observations":{"0":["1,5"],"7":[1],"1":[1,9]}},
"5:0:0:0":{},"0:0:0":{},"0:0:0:0:0":{}}})")),
            std::vector<std::string>{
                "f.json: dataSets[0].series[\"0:0:0:0\"].observations[\"0\"]: value: found \"1,5\", expected a number "
                "such as 6478000, 1,032.13 or 1.5E+7, or a mark for no value\n"
                "f.json: dataSets[0].series[\"0:0:0:0\"].observations[\"7\"]: found \"position 7 of TIME_PERIOD, which "
                "has 2\", expected positions in the structure\n"
                "f.json: dataSets[0].series[\"0:0:0:0\"].observations[\"1\"]: found \"position 9 of DERIVATION_TYPE, "
                "which has 1\", expected a position in the structure\n"
                "f.json: dataSets[0].series[\"5:0:0:0\"]: found \"position 5 of COUNTRY, which has 2\", expected "
                "positions in the structure\n"
                "f.json: dataSets[0].series[\"0:0:0\"]: found \"fewer than 4 positions\", expected positions in the "
                "structure\n"
                "f.json: dataSets[0].series[\"0:0:0:0:0\"]: found \"more than 4 positions\", expected positions in the "
                "structure\n"});
  EXPECT_THAT(read(R"({"data":{"dataSets":[{"structure":3}],"structures":[]}})"),
              ElementsAre(HasSubstr("a data set without a structure")));
}

TEST(SdmxJson, AcceptsAnAnswerWithoutSeriesUnlessItIsOfAnotherDataflow) {
  EXPECT_THAT(read(message(R"({"structure":0,"action":"Replace","dimensionGroupAttributes":{":0:::":[0,null]}})")),
              ElementsAre(kHolds));
  EXPECT_THAT(read(message("")), ElementsAre(kHolds));
  EXPECT_THAT(read(R"({"data":{"dataSets":[{}],"structures":[{}]}})"), ElementsAre(kHolds));
  EXPECT_THAT(read(message(R"({"structure":0})", "IMF.WHD:WHDREO(5.0.0)")),
              ElementsAre(HasSubstr("no trade flows in it: data of IMF.WHD:WHDREO(5.0.0)")));
}

// As IMF.STA:GFS_SOO is answered: no partner, other indicators, attributes as texts among positions.
TEST(SdmxJson, RefusesOtherStatisticsByTheNamesOfTheirIndicators) {
  EXPECT_THAT(read(R"({"meta":{},"data":{"dataSets":[{"structure":0,"series":{"0:0":{"attributes":[0,null],
"observations":{"0":[null,null,"NP",0]}}}}],"structures":[{"dimensions":{"series":[{"id":"COUNTRY","values":
[{"id":"ABW"}]},{"id":"INDICATOR","values":[{"id":"G23_T"}]}],"observation":[{"id":"TIME_PERIOD","values":
[{"value":"1972"}]}]},"measures":{"observation":[{"id":"OBS_VALUE"}]},"attributes":{"observation":[{"id":"PRECISION",
"values":[]},{"id":"BASES","values":[]},{"id":"VALUATION","values":[{"id":"_Z"}]}]}}]}})"),
              ElementsAre(HasSubstr("no trade flows in it: indicators G23_T")));
}

TEST(SdmxJson, RefusesErrorsAndStructuresAsWhatTheyAre) {
  EXPECT_THAT(read(R"({"meta":{"schema":"https://raw.githubusercontent.com/sdmx-twg/sdmx-json/x.json"},
"errors":[{"code":150,"title":"Semantic error","detail":"No such dataflow"}]})"),
              ElementsAre(HasSubstr("an SDMX error message: code 150: Semantic error No such dataflow")));
  EXPECT_THAT(read(R"({"meta":{"schema":"sdmx-json-structure-schema.json"},"data":{"codelists":[]}})"),
              ElementsAre(HasSubstr("an SDMX message without data sets")));
  EXPECT_THAT(read(R"({"error":"no such key"})"), ElementsAre(HasSubstr("an error answer: no such key")));
  EXPECT_THAT(read(R"({"data":)"), ElementsAre(HasSubstr("f.json:1:9: found \"the end of the document\"")));
}

// Case L01: the old service's months.
TEST(CompactJson, ReadsMonthsAsMonths) {
  EXPECT_THAT(read(R"({"CompactData":{"DataSet":{"Series":{"@FREQ":"M","@REF_AREA":"PK","@INDICATOR":"TXG_FOB_USD",
"@COUNTERPART_AREA":"KZ","@UNIT_MULT":"6","@TIME_FORMAT":"P1M","Obs":[{"@TIME_PERIOD":"2025-01","@OBS_VALUE":"1.000001"},
{"@TIME_PERIOD":"2025-12","@OBS_VALUE":"1.000012"}]}}}})"),
              ElementsAre("imf-imts PAK export KAZ fob customs 2025-01 1000001",
                          "imf-imts PAK export KAZ fob customs 2025-12 1000012"));
}

// Case L09, a.
TEST(CompactJson, AppliesUnitMultOnceWhereSeriesAndObsAreObjects) {
  EXPECT_THAT(read(R"({"CompactData": {"DataSet": {"Series": {"@FREQ": "M", "@REF_AREA": "PK",
"@INDICATOR": "TXG_FOB_USD", "@COUNTERPART_AREA": "KZ", "@UNIT_MULT": "6", "@TIME_FORMAT": "P1M",
"Obs": {"@TIME_PERIOD": "2022-09", "@OBS_VALUE": "6.478"}}}}})"),
              ElementsAre("imf-imts PAK export KAZ fob customs 2022-09 6478000"));
}

TEST(CompactJson, ReadsListsLeavesOutTheWorldAndTellsPlaces) {
  const auto series = [](const std::string& partner, const std::string& observations) {
    return R"({"@FREQ":"A","@REF_AREA":"US","@INDICATOR":"TMG_CIF_USD","@COUNTERPART_AREA":")" + partner +
           R"(","@UNIT_MULT":"6","Obs":)" + observations + "}";
  };
  const auto data = [](const std::string& all) {
    return R"({"CompactData":{"@xmlns:xsi":"x","Header":{"Prepared":"2024-09-20T18:50:44","DataSetID":"DOT"},)"
           R"("DataSet":{"@xmlns":"y","Series":[)" +
           all + "]}}}";
  };
  const std::string bytes =
      data(series("W00", R"([{"@TIME_PERIOD":"2020","@OBS_VALUE":"1429995.404019"}])") + "," +
           series("PK", R"({"@TIME_PERIOD":"2020","@OBS_VALUE":"233754.7771"})") + "," + series("KZ", "null"));
  EXPECT_THAT(read(bytes), ElementsAre("imf-imts USA import PAK cif customs 2020 233754777100",
                                       "left out: totals and groups (1 row): World"));
  const auto result = read_document(bytes, options());
  EXPECT_EQ(trade::format_date(result->figures.at(0).published), "2024-09-20");
  EXPECT_EQ(result->figures.at(0).reference, "DataSet.Series[1].Obs");
  EXPECT_THAT(read(data(series("PK", R"([{"@TIME_PERIOD":"2020-21","@OBS_VALUE":"1"}, 7])"))),
              ElementsAre(HasSubstr("f.json: DataSet.Series[0].Obs[0]: TIME_PERIOD: found \"2020-21\"")));
  EXPECT_THAT(read(data("")), ElementsAre(kHolds));
}

// Whatever is done to a message, it is taken or refused with at least one fault, in valid UTF-8.
TEST(SdmxJson, SurvivesDamageOfEveryKind) {
  constexpr unsigned kSeed = 7;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  const std::string whole = message(R"({"structure":0,"dimensionGroupAttributes":{":0:::":[0,6]},"series":{
"0:0:0:0":{"attributes":[0],"observations":{"0":["6.478",0,null],"1":[7.5,null,1]}}}})");
  const std::string spice =
      "\"0{}[]:,-9\xFF"
      "e.";
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes = whole;
    for (unsigned i = 0; i < 1 + random() % 3; ++i) {
      const std::size_t at = random() % bytes.size();
      const char c = spice[random() % spice.size()];
      if (random() % 2 == 0) {
        bytes[at] = c;
      } else {
        bytes.erase(at, 1 + random() % 6);
      }
    }
    const auto result = read_document(bytes, options());
    if (result) continue;
    ASSERT_FALSE(result.error().faults.empty()) << "round " << round;
    ASSERT_EQ(first_bad_byte(to_text(result.error())), std::nullopt) << "round " << round;
  }
}

}  // namespace
}  // namespace tradewatch::intake
