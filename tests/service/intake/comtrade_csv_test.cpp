#include "service/intake/comtrade_csv.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

#include "service/intake/encoding.h"
#include "service/intake/latin1.h"
#include "service/intake/read_document.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;

// The header of today's download, shortened to what matters; the names and their order are genuine.
const std::string kHeader =
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,classificationCode,cmdCode,customsCode,mosCode,motCode,cifvalue,"
    "fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate\r\n";

// A row as the site writes it: every value quoted, and a comma behind the last.
std::string row(const std::string& partner, const std::string& name, const std::string& value,
                const std::string& transport = "0") {
  return R"("C","A","20220101","2022","52","2022","398","KAZ","Kazakhstan","M","Import",")" + partner + R"(","",")" +
         name + R"(","0","H6","TOTAL","C00","0",")" + transport + "\"," + "\"" + value + "\",,\"" + value +
         "\",\"4\",\"false\",\"true\",\r\n";
}

const std::string kLegacyHeader =
    "Classification,Year,Period,Period Desc.,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,"
    "Partner Code,Partner,Partner ISO,2nd Partner Code,Customs Proc. Code,Mode of Transport Code,Commodity Code,"
    "Commodity,Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\n";

std::string legacy_row(const std::string& flow, const std::string& commodity, const std::string& value) {
  return "H4,2014,2014,2014," + flow + ",Export,398,Kazakhstan,KAZ,586,Pakistan,PAK,,,," + commodity +
         ",\"Pearls, precious stones\"," + value + ",,,0\n";
}

// "KAZ import PAK 2022 TOTAL 1000 line 2" a line, then the notes; or the refusal.
std::string read(const std::string& bytes) {
  ReadOptions options;
  options.document = "a.csv";
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  const auto document = read_document(bytes, options);
  if (!document) return to_text(document.error());
  std::string text = document->format + "\n";
  for (const trade::Figure& figure : document->figures) {
    text += std::string(figure.key.reporter.alpha3()) + " " + std::string(name_of(figure.key.flow)) + " " +
            std::string(figure.key.partner.alpha3()) + " " + trade::format_period(figure.period) + " " +
            figure.key.commodity + " " + figure.value_text + " line " + std::to_string(figure.line) + "\n";
  }
  for (const std::string& note : document->notes) text += note + "\n";
  return text;
}

TEST(ComtradeCsv, TheCommaBehindEachRowShiftsNothing) {
  EXPECT_EQ(read(kHeader + row("586", "Pakistan", "1000") + row("156", "China", "2000.5") + row("0", "World", "9000")),
            "comtrade-csv\nKAZ import PAK 2022 TOTAL 1000 line 2\nKAZ import CHN 2022 TOTAL 2000.5 line 3\n"
            "left out: totals and groups (1 row): World\n");
}

TEST(ComtradeCsv, ColumnsAreFoundByNameAndAnIndexBeforeThemDoesNotMatter) {
  EXPECT_EQ(read("," + kHeader + "0," + row("586", "Pakistan", "1000")),
            "comtrade-csv\nKAZ import PAK 2022 TOTAL 1000 line 2\n");
}

TEST(ComtradeCsv, NamesInWindows1252AreRead) {
  EXPECT_EQ(read(kHeader + row("586", "C\xF4te d'Ivoire", "1000") + row("9999", "T\xFCrkiye\x92s", "7")),
            "comtrade-csv\nKAZ import PAK 2022 TOTAL 1000 line 2\n"
            "left out: unknown partner 9999 (T\u00fcrkiye<U+2019>s), 1 row, 7 USD\n");
}

// The code charts of ISO-8859-1 and Windows-1252.
TEST(ComtradeCsv, BytesThatAreNoUtf8AreWindows1252AndUtf8Stays) {
  EXPECT_EQ(utf8_from_latin1("a\xE9|\x80\x9F\xFF|\u00e9\u20ac"), "a\u00e9|\u20ac\u0178\u00ff|\u00e9\u20ac");
  EXPECT_EQ(utf8_from_latin1("\x81"), "\u0081");
  EXPECT_EQ(utf8_from_latin1("\xE2\x82"), "\u00e2\u201a");
}

TEST(ComtradeCsv, BreakdownRowsNeedTheirTotal) {
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "1000") + row("586", "Pakistan", "400", "2100")),
              HasSubstr("TOTAL 1000 line 2\n1 breakdown row not taken (motCode)\n"));
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "400", "2100")),
              HasSubstr("a.csv:2: found \"only breakdown rows (motCode): no total\""));
}

TEST(ComtradeCsv, FaultsNameLineAndColumnAsTheFileHasThem) {
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "1,5")),
              HasSubstr("a.csv:2:23: primaryValue: found \"1,5\", expected a number"));
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "1000") + row("586", "Pakistan", "1001")),
              HasSubstr("a.csv:3:23: primaryValue: found \"1001\", expected one value for this figure; line 2 says "
                        "1000 USD"));
  EXPECT_THAT(read(kHeader + row("", "", "1000")), HasSubstr("a.csv:2:12: partnerCode: found \"\""));
}

TEST(ComtradeCsv, ATableThatWasPrintedWithoutSomeColumnsIsRefused) {
  EXPECT_THAT(read(",typeCode,freqCode,period,reporterCode,flowCode,...,cifvalue,primaryValue\n"
                   "0,C,M,202205,251,M,...,62.413,62.413\n"),
              HasSubstr("a.csv:1: found \"columns missing: partnerCode, cmdCode\", expected the columns of a Comtrade "
                        "download; the columns at \"...\" were left out when the table was printed"));
}

TEST(ComtradeCsv, RowsThatWereCutOrHoldAMessageAreRefused) {
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "1000") + "\"C\",\"A\",\"20220101\"\r\n"),
              HasSubstr("a.csv:3: found \"a row of 3 fields\", expected 26 fields, as the header has; cut off?"));
  EXPECT_THAT(read(kLegacyHeader + "No data matches your query,,,,,,,,,,,,,,,,,,,,\n"),
              HasSubstr("a.csv:2: found \"No data matches your query\""));
  EXPECT_THAT(read(kHeader + row("586", "Pakistan", "1000").insert(row("586", "Pakistan", "1000").size() - 2, "7")),
              HasSubstr("a.csv:2:27: found \"7\", expected nothing behind the last column"));
}

TEST(ComtradeCsv, AsManyRowsAsTheSourceGivesWithoutAKeyAreTooMany) {
  std::string rows = kLegacyHeader;
  for (int i = 0; i < 500; ++i) rows += legacy_row("2", std::to_string(100'000 + i), "1");
  EXPECT_THAT(read(rows), HasSubstr("500 rows, the most that one answer holds"));
}

TEST(ComtradeCsv, TheDownloadOfBefore2023NumbersItsFlows) {
  EXPECT_EQ(read(kLegacyHeader + legacy_row("1", "TOTAL", "10") + legacy_row("2", "TOTAL", "20") +
                 legacy_row("3", "TOTAL", "21") + legacy_row("4", "7102", "1")),
            "comtrade-legacy-csv\nKAZ import PAK 2014 TOTAL 10 line 2\nKAZ export PAK 2014 TOTAL 20 line 3\n"
            "KAZ re-export PAK 2014 TOTAL 21 line 4\nKAZ re-import PAK 2014 7102 1 line 5\n"
            "re-exports exceed exports: KAZ to PAK 2014, 21 of 20 USD\n");
}

TEST(ComtradeCsv, AHeaderAloneHoldsNoFigures) { EXPECT_THAT(read(kHeader), HasSubstr("holds no figures")); }

// L02
TEST(ComtradeCsv, TheHouseFormatStaysTheHouseFormat) {
  EXPECT_EQ(read("reporter,partner,flow,period,value,unit,source\n840,586,import,2026-01,1000842,USD,comtrade\n"),
            "house-csv\nUSA import PAK 2026-01 TOTAL 1000842 line 2\n");
  EXPECT_THAT(read("reporter,partner,flow,period,value,unit,source\nC\xF4te,PAK,X,2026-01,1,USD,sbp\n"),
              HasSubstr("UTF-8"));
}

TEST(ComtradeCsv, SurvivesDamageOfEveryKind) {
  constexpr unsigned kSeed = 3;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  const std::string spice = "\"\n\r,#\xFF\xC3;-+eE.0 ";
  const std::string whole = kHeader + row("586", "C\xF4te", "1000") + row("156", "China", "2000.5", "2100");
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i <= round % 3; ++i) {
      const std::size_t at = random() % bytes.size();
      if (random() % 2 == 0) {
        bytes.insert(at, 1, spice[random() % spice.size()]);
      } else {
        bytes.erase(at, 1 + random() % 9);
      }
    }
    ReadOptions options;
    options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
    const auto document = read_document(bytes, options);
    if (document) continue;
    ASSERT_FALSE(document.error().faults.empty()) << "round " << round;
    ASSERT_EQ(first_bad_byte(to_text(document.error())), std::nullopt) << "round " << round;
  }
}

}  // namespace
}  // namespace tradewatch::intake
