// SDMX-CSV of the IMF. Made from documentation: only the header was seen, in another project's test.

#include "service/intake/sdmx_csv.h"

#include <gmock/gmock.h>

#include <string>

#include "service/intake/read_document.h"

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A line a figure, then the notes; or the refusal.
std::vector<std::string> read(const std::string& bytes) {
  ReadOptions options;
  options.document = "f.csv";
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  const auto result = read_document(bytes, options);
  if (!result) return {to_text(result.error())};
  std::vector<std::string> lines;
  for (const trade::Figure& figure : result->figures) {
    lines.push_back(std::to_string(figure.line) + ": " + trade::describe(figure.key) + " " +
                    trade::format_period(figure.period) + " " +
                    std::to_string(static_cast<long long>(*figure.value_usd)));
  }
  lines.insert(lines.end(), result->notes.begin(), result->notes.end());
  return lines;
}

const std::string kHeader =
    "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,UNIT,STATUS\n";

TEST(SdmxCsv, ReadsMonthsOfTheImf) {
  EXPECT_THAT(read(kHeader + "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,M,2025-M01,6478000,6,USD,\n"
                             "IMF.STA:IMTS(1.0.0),PAK,MG_CIF_USD,KAZ,M,2025-M12,1.5E+7,6,USD,E\n"
                             "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,GX998,M,2025-M01,1,6,USD,\n"
                             "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,M,2025-M02,,6,USD,\n"),
              ElementsAre("2: imf-imts PAK export KAZ fob customs 2025-01 6478000",
                          "3: imf-imts PAK import KAZ cif customs 2025-12 15000000",
                          "left out: totals and groups (1 row): IMF group GX998", "absent: 1 row, no value"));
}

TEST(SdmxCsv, ReadsRowsThatAreOneEmptyCellLongerThanTheirHeader) {
  EXPECT_THAT(read(kHeader + "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,A,2024,5,6,USD,,\n"),
              ElementsAre("2: imf-imts PAK export KAZ fob customs 2024 5"));
  EXPECT_THAT(read(kHeader + "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,A,2024,5,6,USD,,x\n"),
              ElementsAre("f.csv:2: found \"11 fields\", expected 10 fields, as the header has\n"));
  EXPECT_THAT(read(kHeader + "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,A,2024,5\n"),
              ElementsAre(HasSubstr("found \"7 fields\"")));
}

TEST(SdmxCsv, ReadsVersionTwoWithItsActionsAndColumnsInAnyOrder) {
  EXPECT_THAT(read("STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,OBS_VALUE,FREQ,REF_AREA,COUNTERPART_AREA,INDICATOR,"
                   "UNIT_MULT\n"
                   "dataflow,IMF.STA:IMTS(1.0.0),I,2024-Q1,6.478,Q,PK,KZ,TMG_FOB_USD,6\n"
                   "dataflow,IMF.STA:IMTS(1.0.0),D,2024-Q2,6.478,Q,PK,KZ,TMG_FOB_USD,6\n"),
              ElementsAre("2: imf-imts PAK import KAZ fob customs 2024-Q1 6478000",
                          "left out: rows that delete (ACTION D) (1 row)"));
}

TEST(SdmxCsv, ReadsTheCodesOfColumnsWithLabels) {
  EXPECT_THAT(read("DATAFLOW,COUNTRY: Country,INDICATOR: Indicator,COUNTERPART_COUNTRY: Counterpart,FREQUENCY: "
                   "Frequency,TIME_PERIOD: Time,OBS_VALUE\n"
                   "IMF.STA:IMTS(1.0.0),PAK: Pakistan,\"XG_FOB_USD: Exports, fob\",KAZ: Kazakhstan,A: Annual,2024,5\n"),
              ElementsAre("2: imf-imts PAK export KAZ fob customs 2024 5"));
}

TEST(SdmxCsv, RefusesOtherStatisticsAndTellsFaultsWithTheirLine) {
  EXPECT_THAT(read("DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE\n"
                   "IMF.WHD:WHDREO(5.0.0),BRA,NGDP_RPCH,A,2024,3.4\n"),
              ElementsAre(HasSubstr("no trade flows in it: indicators NGDP_RPCH")));
  EXPECT_THAT(read(kHeader + "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,M,2025-M01,6.478.000,6,USD,\n"
                             "IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,M,2025,1,6,USD,\n"
                             "IMF.STA:IMTS(1.0.0),,XG_FOB_USD,KAZ,M,2025-M01,1,6,USD,\n"),
              ElementsAre("f.csv:2: value: found \"6.478.000\", expected a number such as 6478000, 1,032.13 or 1.5E+7, "
                          "or a mark for no value\n"
                          "f.csv:3: TIME_PERIOD: found \"2025\", expected a month, as the series' FREQ M says\n"
                          "f.csv:4: COUNTRY: found \"\", expected a country in COUNTRY or REF_AREA\n"));
}

TEST(SdmxCsv, RefusesAColumnThatStandsThereTwice) {
  EXPECT_THAT(read("COUNTRY,INDICATOR,COUNTERPART_COUNTRY,TIME_PERIOD,OBS_VALUE,obs_value\n"),
              ElementsAre("f.csv:1: found \"obs_value\", expected each column once; it stands there twice\n"));
}

TEST(SdmxCsv, LeavesTheHouseFormatAndComextToTheirReaders) {
  EXPECT_THAT(read("reporter,partner,flow,period,value,unit,source\nPAK,KAZ,X,2026-01,1,USD,sbp\n"),
              ElementsAre("2: sbp PAK export KAZ 2026-01 1"));
  const std::string comext = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE";
  std::vector<RowCell> header;
  for (std::size_t at = 0; at <= comext.size();) {
    const std::size_t end = std::min(comext.find(',', at), comext.size());
    header.push_back({std::string_view(comext).substr(at, end - at), CellKind::text, 1});
    at = end + 1;
  }
  EXPECT_FALSE(is_sdmx_csv(header));
}

}  // namespace
}  // namespace tradewatch::intake
