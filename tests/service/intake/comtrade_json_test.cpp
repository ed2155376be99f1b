#include "service/intake/comtrade_json.h"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <random>
#include <string>
#include <vector>

#include "service/intake/encoding.h"
#include "service/intake/read_document.h"

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace json = boost::json;

// One record as the API sends it without descriptions: Kazakhstan's imports from Pakistan, one month. `changes` goes
// over it.
json::object record(const char* changes = "{}") {
  json::object all = json::parse(R"({
    "typeCode": "C", "freqCode": "M", "refPeriodId": 20260101, "refYear": 2026, "refMonth": 1, "period": "202601",
    "reporterCode": 398, "reporterISO": null, "flowCode": "M", "flowDesc": null, "partnerCode": 586, "partnerISO": null,
    "partnerDesc": null, "partner2Code": 0, "partner2ISO": null, "classificationCode": "H6", "cmdCode": "TOTAL",
    "aggrLevel": 0, "isLeaf": false, "customsCode": "C00", "mosCode": "0", "motCode": 0, "qty": 0, "netWgt": null,
    "cifvalue": null, "fobvalue": null, "primaryValue": 3000000, "legacyEstimationFlag": 4, "isReported": false,
    "isAggregate": true})")
                         .as_object();
  const json::object changed = json::parse(changes).as_object();
  for (const auto& change : changed) all[change.key()] = change.value();
  return all;
}

std::string answer(const std::vector<const char*>& changes) {
  json::array data;
  for (const char* change : changes) data.push_back(record(change));
  const json::object envelope = {{"elapsedTime", "0.10 secs"}, {"count", data.size()}, {"data", data}, {"error", ""}};
  return json::serialize(envelope);
}

std::expected<Document, Refusal> taken(const std::string& bytes, const char* name = "a.json") {
  ReadOptions options;
  options.document = name;
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  return read_document(bytes, options);
}

// "KAZ import PAK 2026-01 TOTAL 3000000" a line, then the notes; or the refusal.
std::string read(const std::string& bytes) {
  const auto document = taken(bytes);
  if (!document) return to_text(document.error());
  std::string text;
  for (const trade::Figure& figure : document->figures) {
    text += std::string(figure.key.reporter.alpha3()) + " " + std::string(name_of(figure.key.flow)) + " " +
            std::string(figure.key.partner.alpha3()) + " " + trade::format_period(figure.period) + " " +
            figure.key.commodity + " " + figure.value_text + "\n";
  }
  for (const std::string& note : document->notes) text += note + "\n";
  return text;
}

TEST(ComtradeJson, AFigureHasNoValuationAndIsFinalWhateverTheFlagsSay) {
  const auto document = taken(answer({"{}"}));
  ASSERT_TRUE(document) << to_text(document.error());
  EXPECT_EQ(document->format, "comtrade-json");
  EXPECT_THAT(document->notes, IsEmpty());
  ASSERT_EQ(document->figures.size(), 1U);
  const trade::Figure& figure = document->figures[0];
  EXPECT_EQ(describe(figure.key), "comtrade KAZ import PAK");
  EXPECT_EQ(figure.value_usd, 3'000'000.0);
  EXPECT_EQ(figure.unit, "USD");
  EXPECT_EQ(figure.status, trade::Status::final);
  EXPECT_FALSE(figure.published_stated);
  EXPECT_EQ(figure.line, 1);
  EXPECT_EQ(figure.reference, "data[0]");
}

// L02
TEST(ComtradeJson, UnVariantsOfCodesAreTheirCountries) {
  EXPECT_EQ(read(answer({R"({"reporterCode": 842})", R"({"reporterCode": 251})", R"({"reporterCode": 381})",
                         R"({"reporterCode": 699})", R"({"reporterCode": 757})", R"({"reporterCode": 579})",
                         R"({"reporterCode": 490})", R"({"reporterCode": 764})"})),
            "USA import PAK 2026-01 TOTAL 3000000\nFRA import PAK 2026-01 TOTAL 3000000\n"
            "ITA import PAK 2026-01 TOTAL 3000000\nIND import PAK 2026-01 TOTAL 3000000\n"
            "CHE import PAK 2026-01 TOTAL 3000000\nNOR import PAK 2026-01 TOTAL 3000000\n"
            "TWN import PAK 2026-01 TOTAL 3000000\nTHA import PAK 2026-01 TOTAL 3000000\n");
}

// L02
TEST(ComtradeJson, AnUnknownPartnerIsNamedWithItsSum) {
  EXPECT_EQ(read(answer({"{}", R"({"partnerCode": 9999, "primaryValue": 392000000})"})),
            "KAZ import PAK 2026-01 TOTAL 3000000\n"
            "left out: unknown partner 9999, 1 row, 392,000,000 USD\n");
}

TEST(ComtradeJson, AnUnknownReporterIsAFaultWithItsPlace) {
  EXPECT_THAT(read(answer({"{}", R"({"reporterCode": 9999})"})),
              HasSubstr("a.json: data[1].reporterCode: found \"9999\", expected a country"));
}

// L03
TEST(ComtradeJson, BreakdownRowsBesideTheirTotalAreNotTaken) {
  EXPECT_EQ(read(answer({R"({"partner2Code": 156, "primaryValue": 1000000})", "{}",
                         R"({"partner2Code": 156, "motCode": 1000, "primaryValue": 400000})",
                         R"({"motCode": 2100, "primaryValue": 2000000})"})),
            "KAZ import PAK 2026-01 TOTAL 3000000\n"
            "3 breakdown rows not taken (partner2Code, motCode)\n");
}

// L03
TEST(ComtradeJson, BreakdownRowsWithoutTheirTotalAreRefusedNeverSummed) {
  EXPECT_THAT(read(answer({R"({"partner2Code": 156, "primaryValue": 1000000})",
                           R"({"partner2Code": 156, "motCode": 1000, "primaryValue": 400000})"})),
              HasSubstr("a.json: data[0]: found \"only breakdown rows (partner2Code, motCode): no total\""));
  EXPECT_THAT(read(answer({R"({"customsCode": "C01"})", R"({"flowCode": "X"})"})),
              HasSubstr("data[0]: found \"only breakdown rows (customsCode): no total\""));
  EXPECT_THAT(read(answer({R"({"mosCode": "1"})", R"({"partnerCode": 156})"})), HasSubstr("(mosCode): no total"));
}

TEST(ComtradeJson, BreakdownsOfTheWorldNeedNoTotalBecauseTheWorldIsNotTaken) {
  EXPECT_EQ(read(answer({"{}", R"({"partnerCode": 0, "motCode": 1000})"})),
            "KAZ import PAK 2026-01 TOTAL 3000000\n1 breakdown row not taken (motCode)\n");
}

TEST(ComtradeJson, FieldsOfTheBreakdownMayBeAbsent) {
  EXPECT_EQ(read(answer({R"({"partner2Code": null, "customsCode": null, "mosCode": null, "motCode": null})"})),
            "KAZ import PAK 2026-01 TOTAL 3000000\n");
}

// L04
TEST(ComtradeJson, AnAnswerCutAtFiveHundredIsRefused) {
  const auto counted = [](int count) {
    return "{\"elapsedTime\": \"0.10 secs\", \"count\": " + std::to_string(count) + ", \"data\": [" +
           json::serialize(record()) + "," + json::serialize(record(R"({"partnerCode": 156})")) + "], \"error\": \"\"}";
  };
  EXPECT_THAT(read(counted(500)), HasSubstr("found \"count 500, 2 rows\", expected a complete answer; incomplete, ask "
                                            "with a key"));
  EXPECT_THAT(read(counted(3)), HasSubstr("count 3, 2 rows"));
  EXPECT_THAT(read(counted(2)), HasSubstr("KAZ import CHN 2026-01 TOTAL 3000000\n"));
}

// L04
TEST(ComtradeJson, AsManyRowsAsAnAnswerHoldsAtMostAreTooMany) {
  const auto rows = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      const std::string change = R"({"cmdCode": ")" + std::to_string(100'000 + i) + R"("})";
      list += (i == 0 ? "" : ",") + json::serialize(record(change.c_str()));
    }
    return "[" + list + "]";
  };
  EXPECT_THAT(read(rows(500)), HasSubstr("500 rows, the most that one answer holds"));
  EXPECT_THAT(read(rows(499)), Not(HasSubstr("most")));
}

// L04
TEST(ComtradeJson, AnAnswerWithoutRowsIsTakenAndHoldsNoFigures) {
  for (const char* empty : {R"({"elapsedTime": "0.09 secs", "count": 0, "data": [], "error": ""})",
                            R"({"count": 0, "data": null, "error": null})"}) {
    const auto document = taken(empty);
    ASSERT_TRUE(document) << to_text(document.error());
    EXPECT_THAT(document->figures, IsEmpty());
    EXPECT_THAT(document->notes, ElementsAre(HasSubstr("holds no figures")));
  }
}

TEST(ComtradeJson, ErrorsOfTheSourceAreRefusedAsWhatTheyAre) {
  EXPECT_THAT(read(R"({"statusCode": 429, "message": "Rate limit is exceeded. Try again in 2 seconds."})"),
              HasSubstr("an error answer: status 429, Rate limit is exceeded. Try again in 2 seconds.\", expected"));
  EXPECT_THAT(read(R"({"count": 0, "data": [], "error": "Invalid period\nmore"})"),
              HasSubstr("an error answer: Invalid period\""));
  EXPECT_THAT(read(R"({"error": {"code": 403, "message": "Out of call volume quota."}})"),
              HasSubstr("an error answer: Out of call volume quota."));
  EXPECT_THAT(read(R"({"url": "u", "status_code": 403, "response": {"statusCode": 403, "message": "quota"}})"),
              HasSubstr("an error answer: status 403"));
}

TEST(ComtradeJson, AListOfBulkFilesIsRefusedAsThat) {
  EXPECT_THAT(read(R"({"elapsedTime": "0.07 secs", "count": 1, "data": [{"fileUrl": "b07f", "period": 1962}],
                       "error": ""})"),
              HasSubstr("a listing of bulk files\", expected figures; download the files"));
  EXPECT_THAT(read(R"({"elapsedTime": "0.07 secs", "count": 1, "data": [{"datasetCode": 1, "typeCode": "C"}]})"),
              HasSubstr("records of another kind, with datasetCode, typeCode"));
}

TEST(ComtradeJson, WrappersOfProgramsThatFetchedTheAnswerDoNotMatter) {
  const std::string inner = answer({"{}"});
  const std::string expected = "KAZ import PAK 2026-01 TOTAL 3000000\n";
  EXPECT_EQ(read("{\"url\": \"u\", \"status_code\": 200, \"elapsed_seconds\": 2.4, \"response\": " + inner + "}"),
            expected);
  EXPECT_EQ(read("{\"status_code\": 200, \"data\": " + inner + "}"), expected);
  EXPECT_EQ(read("[" + json::serialize(record()) + "]"), expected);
  const auto wrapped = taken("{\"response\": " + inner + "}");
  ASSERT_TRUE(wrapped);
  EXPECT_EQ(wrapped->figures[0].reference, "response.data[0]");
}

// L31
TEST(ComtradeJson, ReExportsAboveExportsAreSaidAndAllFourFiguresKept) {
  EXPECT_EQ(
      read(answer({R"({"flowCode": "X", "primaryValue": 100000})", R"({"flowCode": "RX", "primaryValue": 120000})",
                   R"({"flowCode": "M", "primaryValue": 50000})", R"({"flowCode": "RM", "primaryValue": 1000})"})),
      "KAZ export PAK 2026-01 TOTAL 100000\nKAZ re-export PAK 2026-01 TOTAL 120000\n"
      "KAZ import PAK 2026-01 TOTAL 50000\nKAZ re-import PAK 2026-01 TOTAL 1000\n"
      "re-exports exceed exports: KAZ to PAK 2026-01, 120000 of 100000 USD\n");
  EXPECT_THAT(read(answer({R"({"flowCode": "X", "primaryValue": 100000})",
                           R"({"flowCode": "RX", "period": "202602", "refMonth": 2, "primaryValue": 120000})"})),
              Not(HasSubstr("exceed")));
}

TEST(ComtradeJson, NegativeValuesAreRefused) {
  EXPECT_THAT(read(answer({R"({"primaryValue": -20000})"})),
              HasSubstr("data[0].primaryValue: found \"-20000\", expected 0 or more"));
  EXPECT_THAT(read(answer({R"({"primaryValue": -0.0})"})), HasSubstr("TOTAL 0\n"));
}

// L32
TEST(ComtradeJson, ContentDecidesAndNotTheName) {
  const auto document = taken(answer({"{}"}), "json_named.csv");
  ASSERT_TRUE(document) << to_text(document.error());
  EXPECT_EQ(document->figures.size(), 1U);
}

TEST(ComtradeJson, ServicesOtherFlowsAndOtherListsOfGoodsAreLeftOutAndCounted) {
  EXPECT_EQ(read(answer({"{}", R"({"typeCode": "S"})", R"({"flowCode": "DX"})", R"({"flowCode": "MIP"})",
                         R"({"cmdCode": "AG2"})", R"({"cmdCode": "9999AA"})", R"({"classificationCode": "EB02"})",
                         R"({"classificationCode": "S4", "cmdCode": "04"})", R"({"partnerCode": 0})"})),
            "KAZ import PAK 2026-01 TOTAL 3000000\n"
            "left out: classification S4, which is not HS (1 row)\n"
            "left out: commodities that are no HS codes, 9999AA (1 row)\n"
            "left out: commodities that are no HS codes, AG2 (1 row)\n"
            "left out: flow DX (1 row)\nleft out: flow MIP (1 row)\nleft out: services (2 rows)\n"
            "left out: totals and groups (1 row): World\n");
  EXPECT_THAT(read(answer({R"({"flowCode": "Q"})"})), HasSubstr("data[0].flowCode: found \"Q\""));
  EXPECT_THAT(read(answer({R"({"typeCode": "Z"})"})), HasSubstr("data[0].typeCode: found \"Z\""));
}

TEST(ComtradeJson, FrequencyPeriodAndMonthMustAgree) {
  EXPECT_EQ(read(answer({R"({"freqCode": "A", "period": "2010", "refMonth": 52})"})),
            "KAZ import PAK 2010 TOTAL 3000000\n");
  EXPECT_THAT(read(answer({R"({"period": "2010"})"})),
              HasSubstr("data[0].period: found \"2010\", expected a month such as 202601, since freqCode is M"));
  EXPECT_THAT(read(answer({R"({"freqCode": "A"})"})), HasSubstr("data[0].period: found \"202601\", expected a year"));
  EXPECT_THAT(read(answer({R"({"refMonth": 2})"})), HasSubstr("data[0].refMonth: found \"2\", expected 1"));
  EXPECT_THAT(read(answer({R"({"freqCode": "A", "period": "2010", "refMonth": 12})"})), HasSubstr("expected 52"));
  EXPECT_THAT(read(answer({R"({"period": "202613", "refMonth": 13})"})), HasSubstr("data[0].period: found \"202613\""));
  EXPECT_THAT(read(answer({R"({"freqCode": "Q"})"})), HasSubstr("data[0].freqCode: found \"Q\""));
}

TEST(ComtradeJson, CommoditiesAreTotalOrHsCodesWithTheirZeros) {
  EXPECT_THAT(read(answer({R"({"cmdCode": "0711"})"})), HasSubstr("2026-01 0711 3000000"));
  EXPECT_THAT(read(answer({R"({"cmdCode": 711})"})),
              HasSubstr("data[0].cmdCode: found \"711\", expected TOTAL or an HS code of 2, 4, 6, 8 or 10 digits; a "
                        "zero lost at the front? write 0711"));
  EXPECT_THAT(read(answer({R"({"cmdCode": null})"})), HasSubstr("data[0].cmdCode: found \"\""));
}

TEST(ComtradeJson, AnAbsentValueIsAbsentAndOnlyThenAnotherStandsForIt) {
  EXPECT_THAT(read(answer({R"({"primaryValue": null})"})), HasSubstr("absent: 1 row, no value"));
  EXPECT_THAT(read(answer({R"({"primaryValue": null, "cifvalue": 0})"})), HasSubstr("absent: 1 row, no value"));
  EXPECT_THAT(read(answer({R"({"primaryValue": null, "cifvalue": 5.5, "fobvalue": 7})"})), HasSubstr("TOTAL 5.5\n"));
  EXPECT_THAT(read(answer({R"({"flowCode": "X", "primaryValue": null, "cifvalue": 5, "fobvalue": 7})"})),
              HasSubstr("TOTAL 7\n"));
  EXPECT_THAT(read(answer({R"({"primaryValue": 0, "cifvalue": 5})"})), HasSubstr("TOTAL 0\n"));
}

TEST(ComtradeJson, OneFigureInTwoClassificationsIsADuplicateOrARefusal) {
  const auto same = taken(answer({"{}", R"({"classificationCode": "H5"})"}));
  ASSERT_TRUE(same) << to_text(same.error());
  EXPECT_EQ(same->duplicates, 1);
  EXPECT_THAT(read(answer({"{}", R"({"classificationCode": "H5", "primaryValue": 3000001})"})),
              HasSubstr("data[1].primaryValue: found \"3000001\", expected one value for this figure; data[0] says "
                        "3000000 USD"));
}

TEST(ComtradeJson, LettersStandInForACodeThatIsMissing) {
  EXPECT_THAT(read(answer({R"({"reporterCode": null, "reporterISO": "KAZ"})"})), HasSubstr("KAZ import PAK"));
  EXPECT_THAT(read(answer({R"({"partnerCode": null})"})), HasSubstr("data[0].partnerCode: found \"\""));
  EXPECT_THAT(read(answer({R"({"partnerCode": [586]})"})), HasSubstr("data[0].partnerCode: found \"a list\""));
  EXPECT_THAT(read("[" + json::serialize(record()) + ", 7]"), HasSubstr("[1]: found \"7\", expected a record"));
}

// The API of before 2023: flows are numbered, and the envelope is another.
std::string legacy(const char* status, int count, const std::string& rows) {
  return std::string(R"({"validation": {"status": {"name": ")") + status +
         R"(", "description": "Query is too complex"}, "message": null, "count": {"value": )" + std::to_string(count) +
         "}}, \"dataset\": [" + rows + "]}";
}

constexpr const char* kLegacyRow =
    R"({"pfCode": "H4", "yr": 2014, "period": 2014, "rgCode": 2, "rtCode": 398, "ptCode": 586, "ptTitle": "Pakistan",
        "cmdCode": "TOTAL", "TradeValue": 5229972238, "estCode": 0})";

TEST(ComtradeJson, AnswersOfBefore2023AreReadToo) {
  const auto document = taken(legacy("Ok", 1, kLegacyRow));
  ASSERT_TRUE(document) << to_text(document.error());
  EXPECT_EQ(document->format, "comtrade-legacy-json");
  EXPECT_EQ(read(legacy("Ok", 1, kLegacyRow)), "KAZ export PAK 2014 TOTAL 5229972238\n");
  EXPECT_THAT(read(legacy("Ok", 0, "")), HasSubstr("holds no figures"));
}

TEST(ComtradeJson, AnswersOfBefore2023ThatWereCutOrFailedAreRefused) {
  EXPECT_THAT(read(legacy("Ok", 360, kLegacyRow)), HasSubstr("count 360, 1 row\""));
  EXPECT_THAT(read(legacy("Query", 0, "")), HasSubstr("an error answer: Query, Query is too complex"));
}

// Whatever stands in a field, an answer is taken or refused with at least one fault, in valid UTF-8.
TEST(ComtradeJson, SurvivesAnyValueInAnyField) {
  constexpr unsigned kSeed = 5;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  const std::vector<const char*> spice = {
      "null",  "true",   "[]",    "{}",      "-1",          "0",      "1e300",
      "1.5",   "\"\"",   "\"a\"", "\"0\"",   "\"\\u0000\"", "52",     "\"202602\"",
      "\"X\"", "\"RX\"", "9999",  "\"C01\"", "\"TOTAL\"",   "[[[]]]", "18446744073709551615"};
  for (int round = 0; round < 3'000; ++round) {
    json::array data;
    for (int i = 0; i < 3; ++i) data.push_back(record());
    for (int i = 0; i <= round % 4; ++i) {
      json::object& fields = data[random() % 3].as_object();
      const auto at = static_cast<std::ptrdiff_t>(random() % fields.size());
      (fields.begin() + at)->value() = json::parse(spice[random() % spice.size()]);
    }
    const auto document = taken(json::serialize(json::object{{"count", 3}, {"data", data}, {"error", ""}}));
    if (document) continue;
    ASSERT_FALSE(document.error().faults.empty()) << "round " << round;
    ASSERT_EQ(first_bad_byte(to_text(document.error())), std::nullopt) << "round " << round;
  }
}

}  // namespace
}  // namespace tradewatch::intake
