// Mapping files: what they may say, and what the shipped ones make of small tables of each kind.

#include "service/intake/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "models/trade/exchange_rate.h"
#include "service/intake/encoding.h"
#include "service/intake/foreign_amount.h"
#include "service/intake/foreign_period.h"
#include "service/intake/mapping_file.h"
#include "service/intake/read_document.h"
#include "service/intake/shipped_mappings.h"
#include "tests/service/intake/workbook_package.h"

namespace tradewatch::intake {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

ReadOptions options() {
  ReadOptions reading;
  reading.document = "table.csv";
  reading.taken_date = *trade::parse_date("2026-11-01");
  return reading;
}

// "PAK export KAZ 2025-01 1500000" of each figure.
std::vector<std::string> lines_of(const Document& document) {
  std::vector<std::string> lines;
  for (const trade::Figure& figure : document.figures) {
    lines.push_back(std::string(figure.key.reporter.alpha3()) + " " + std::string(trade::name_of(figure.key.flow)) +
                    " " + std::string(figure.key.partner.alpha3()) + " " + trade::format_period(figure.period) + " " +
                    std::to_string(static_cast<long long>(*figure.value_usd)));
  }
  return lines;
}

constexpr const char* kOwnMapping = R"toml(
name   = "our-sheet"
source = "ministry"

[table]
headings = ["Страна", "Год", "Экспорт.*"]
values   = "(Экспорт|Импорт).*"
decimal_comma = true

[figure]
reporter = "KAZ"
partner  = { column = "страна" }
flow     = { heading = true, pattern = "(Экспорт|Импорт).*", map = { "экспорт" = "export", "импорт" = "import" } }
period   = { column = "Год" }
unit     = { heading = true, pattern = ".*, (.*)", map = { "тыс. долл." = "USD thousand" } }
)toml";

TEST(Mapping, EveryShippedMappingIsGood) {
  for (const EmbeddedFile& file : embedded_files()) {
    const auto mapping = parse_mapping(file.content);
    EXPECT_TRUE(mapping.has_value()) << file.name << ": "
                                     << (mapping ? "" : to_text(mapping.error().front(), std::string(file.name)));
  }
  EXPECT_EQ(shipped_mappings().size(), embedded_files().size());
}

TEST(Mapping, TellsEveryFaultOfAFileAtOnce) {
  const auto mapping = parse_mapping(
      "name = \"x\"\n[table]\nheadings = [\"a(\"]\nvalus = \"b\"\n[figure]\nreporter = \"KAZ\"\n"
      "partner = { colum = \"p\" }\nflow = 3\nperiod = { heading = true }\n");
  ASSERT_FALSE(mapping.has_value());
  std::string all;
  for (const Fault& fault : mapping.error()) all += to_text(fault, "own.toml") + "\n";
  EXPECT_THAT(all, HasSubstr("own.toml:3:13")) << all;
  EXPECT_THAT(mapping.error(),
              AllOf(Contains(AllOf(Field(&Fault::line, 3), Field(&Fault::expected, HasSubstr("regular expression")))),
                    Contains(AllOf(Field(&Fault::line, 4), Field(&Fault::expected, HasSubstr("`values`")))),
                    Contains(AllOf(Field(&Fault::line, 7), Field(&Fault::expected, HasSubstr("`column`")))),
                    Contains(Field(&Fault::line, 8)), Contains(Field(&Fault::column_name, "figure.unit"))));
}

TEST(Mapping, AFaultOfAPatternIsSaidInUtf8WhereverItIsCut) {
  for (const char* pattern : {"(Экспорт|Импорт[.*", "Импортт[", "аИмпорт(", "Экспортт{2,1}"}) {
    const auto parsed = TextPattern::parse(pattern);
    ASSERT_FALSE(parsed.has_value()) << pattern;
    EXPECT_EQ(first_bad_byte(parsed.error()), std::nullopt) << parsed.error();
    EXPECT_FALSE(parsed.error().empty());
  }
}

TEST(Mapping, AFaultOfTomlIsOneLine) {
  const auto mapping = parse_mapping("name = \"x\"\n[table]\ndecimal_comma = tr\nvalues = 3\n");
  ASSERT_FALSE(mapping.has_value());
  const std::string text = to_text(mapping.error().front(), "own.toml");
  EXPECT_THAT(text, HasSubstr("own.toml:3:"));
  EXPECT_THAT(text, testing::Not(HasSubstr("\n")));
}

TEST(Mapping, TheNameOfACellIsLettersAndANumber) {
  const auto expected = [](const std::string& cell) {
    const auto mapping = parse_mapping("name = \"x\"\n[table]\nheadings = [\"a\"]\n[[recognise]]\ncell = \"" + cell +
                                       "\"\npattern = \"b\"\n");
    std::string all;
    for (const Fault& fault : mapping.error()) all += to_text(fault, "own.toml") + "\n";
    return all;
  };
  EXPECT_THAT(expected("B4"), testing::Not(HasSubstr("such as B4")));
  for (const char* cell : {"", "B", "4", "b4", "4B", "B4x", "AAAA1", "A99999999999"}) {
    EXPECT_THAT(expected(cell), HasSubstr("a cell, such as B4")) << cell;
  }
}

TEST(Mapping, ReadsAUsersOwnTable) {
  const auto mapping = parse_mapping(kOwnMapping);
  ASSERT_TRUE(mapping.has_value()) << to_text(mapping.error().front(), "own.toml");
  ReadOptions reading = options();
  reading.mapping = &*mapping;
  const auto read = read_document(
      "Страна,Год,\"Экспорт, тыс. долл.\",\"Импорт, тыс. долл.\",Доля\nPakistan,2023,\"5 "
      "679,5\",\"47\u00a0534,98\",0,1\n"
      "Pakistan,2022,,\"37615,1\",\n",
      reading);
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_EQ(read->format, "our-sheet");
  EXPECT_THAT(lines_of(*read), ElementsAre("KAZ export PAK 2023 5679500", "KAZ import PAK 2023 47534980",
                                           "KAZ import PAK 2022 37615100"));
  EXPECT_EQ(read->figures[0].line, 2);
  EXPECT_EQ(read->figures[0].key.source, "ministry");
}

// What read_document says of a table under a mapping of one's own.
std::string refusal_of(const std::string& mapping_text, const std::string& table) {
  const auto mapping = parse_mapping(mapping_text);
  if (!mapping) return to_text(mapping.error().front(), "own.toml");
  ReadOptions reading = options();
  reading.mapping = &*mapping;
  const auto read = read_document(table, reading);
  return read ? "accepted" : to_text(read.error());
}

TEST(Mapping, SaysOfEachCellThatDoesNotFitWhereItIsAndWhatWasExpected) {
  const std::string mapping = R"toml(
name   = "our-sheet"
source = "ministry"
[table]
headings = ["country", "month", "usd"]
values   = "usd"
dates = "day-month-year"
[figure]
reporter  = "KAZ"
partner   = { column = "country", pattern = "[A-Z]{3}" }
flow      = "export"
period    = { column = "month" }
unit      = "USD"
status    = { column = "status" }
published = { column = "out" }
)toml";
  const std::string heading = "country,month,usd,status,out\n";
  EXPECT_EQ(refusal_of(mapping, heading + "PAK,2025-01,5,final,31.03.2025\n"), "accepted");
  EXPECT_THAT(refusal_of(mapping, heading + "Pakistan,2025-01,5,final,31.03.2025\n"),
              AllOf(HasSubstr("table.csv:2:"), HasSubstr("Pakistan"), HasSubstr("a text that matches [A-Z]{3}")));
  EXPECT_THAT(refusal_of(mapping, heading + "PAK,2025-01,5,sure,31.03.2025\n"),
              AllOf(HasSubstr("sure"), HasSubstr("provisional, estimated, confidential or withdrawn")));
  EXPECT_THAT(refusal_of(mapping, heading + "PAK,2025-01,5,final,soon\n"),
              AllOf(HasSubstr("soon"), HasSubstr("a date, day-month-year")));
  EXPECT_THAT(refusal_of(mapping, "country,month,usd,out\nPAK,2025-01,5,31.03.2025\n"),
              AllOf(HasSubstr("no such column"), HasSubstr("status")));
  EXPECT_THAT(refusal_of(mapping, heading + "PAK,\"2025-01,5\n"), HasSubstr("table.csv:2:"));
}

TEST(Mapping, WithoutASourceOrAColumnOfValuesIsRefused) {
  std::string mapping = kOwnMapping;
  mapping.replace(mapping.find("source = \"ministry\""), 19, "");
  const std::string row = "Страна,Год,\"Экспорт, тыс. долл.\"\nPakistan,2023,5\n";
  EXPECT_THAT(refusal_of(mapping, row), AllOf(HasSubstr("who published the figures"), HasSubstr("--source")));
  mapping = kOwnMapping;
  mapping.replace(mapping.find("(Экспорт|Импорт).*"), std::string("(Экспорт|Импорт).*").size(), "Всего.*");
  EXPECT_THAT(refusal_of(mapping, row), AllOf(HasSubstr("no column of values"), HasSubstr("our-sheet")));
}

TEST(Mapping, FindsWordsAboveTheHeadingsAndHeadingsInTwoRows) {
  const auto mapping = parse_mapping(R"toml(
name   = "our-sheet"
source = "ministry"
[table]
headings     = ["country", "export", "import"]
heading_rows = 2
values       = "(export|import) \\d{4}"
[figure]
reporter = { above = "Trade of (.*), .*" }
partner  = { column = "country" }
flow     = { heading = true, pattern = "(.*) \\d{4}" }
period   = { heading = true, pattern = ".* (\\d{4})" }
unit     = { document = "Unit: (.*)" }
)toml");
  ASSERT_TRUE(mapping) << to_text(mapping.error().front(), "own.toml");
  ReadOptions reading = options();
  reading.mapping = &*mapping;
  const auto read = read_document(
      "\"Trade of Pakistan, by year\",,,\nUnit: USD million,,,\ncountry,export,,import\n,2024,2025,2024\nKAZ,1,2,3\n",
      reading);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_THAT(lines_of(*read),
              ElementsAre("PAK export KAZ 2024 1000000", "PAK export KAZ 2025 2000000", "PAK import KAZ 2024 3000000"));
}

TEST(Mapping, ThatCannotBeReadIsNamedWithEveryFault) {
  const std::filesystem::path folder = testing::TempDir();
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return folder / name;
  };
  const auto good = write("good-mapping.toml", kOwnMapping);
  const auto bad = write("bad-mapping.toml", "name = 3\n");
  const auto large = write("large-mapping.toml", std::string(2 << 20, '#'));
  EXPECT_THAT(read_mapping_files({good}).value(), testing::SizeIs(1));
  const auto read = read_mapping_files({good, bad, folder / "no-mapping.toml", large});
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error(), AllOf(HasSubstr("bad-mapping.toml:1:8"), HasSubstr("no-mapping.toml: cannot be read"),
                                  HasSubstr("large-mapping.toml: 2097152 bytes")));
}

TEST(Mapping, SaysWhatHeadingsAForcedMappingMisses) {
  const auto mapping = parse_mapping(kOwnMapping);
  ASSERT_TRUE(mapping.has_value());
  ReadOptions reading = options();
  reading.mapping = &*mapping;
  const auto read = read_document("country,year,value\nPAK,2023,1\n", reading);
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(to_text(read.error()), AllOf(HasSubstr("country, year, value"), HasSubstr("Страна"), HasSubstr("Год")));
}

// Destatis as Excel saves it in Germany: semicolons, decimal commas.
constexpr const char* kEuroMapping = R"toml(
name   = "destatis-euro"
source = "destatis"
[table]
headings = ["Monat", "Ausfuhr", "Einfuhr"]
values   = "Ausfuhr|Einfuhr"
decimal_comma = true
[figure]
reporter = "DEU"
partner  = "KAZ"
flow     = { heading = true, map = { Ausfuhr = "export", Einfuhr = "import" } }
period   = { column = "Monat", pattern = "(\\d\\d)/(\\d{4})", as = "$2-$1" }
unit     = "USD"
)toml";

TEST(Mapping, ReadsFieldsBetweenSemicolonsTabsAndCommasByTheHeadingsItNames) {
  const auto mapping = parse_mapping(kEuroMapping).value();
  ReadOptions reading = options();
  reading.mapping = &mapping;
  for (const std::string separator : {";", "\t", ","}) {
    const std::string s = separator;
    const std::string quote = s == "," ? "\"" : "";
    const auto read = read_document("Monat" + s + "Ausfuhr" + s + "Einfuhr\n01/2021" + s + quote + "1.733.828, 6" +
                                        quote + s + quote + "1.557.976, 5" + quote + "\n",
                                    reading);
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_THAT(lines_of(*read), ElementsAre("DEU export KAZ 2021-01 1733828", "DEU import KAZ 2021-01 1557976")) << s;
  }
}

TEST(Mapping, TakesTheSeparatorUnderWhichMostHeadingsStandWhenSeveralFit) {
  std::string text = kEuroMapping;
  text.replace(text.find("[\"Monat\", \"Ausfuhr\", \"Einfuhr\"]"), 31, "[\"Monat.*\"]");
  const auto mapping = parse_mapping(text).value();
  ReadOptions reading = options();
  reading.mapping = &mapping;
  const auto read = read_document("Monat;Ausfuhr;Einfuhr\n01/2021;1,5;2\n", reading);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->figures.size(), 2);
}

TEST(Mapping, KeepsToTheSeparatorThatItsFileSays) {
  std::string text = kEuroMapping;
  text.insert(text.find("values "), "separator = \"tab\"\n");
  EXPECT_EQ(refusal_of(text, "Monat\tAusfuhr\tEinfuhr\n01/2021\t1,5\t2\n"), "accepted");
  EXPECT_THAT(refusal_of(text, "Monat;Ausfuhr;Einfuhr\n01/2021;1,5;2\n"),
              AllOf(HasSubstr("a tab between fields"), HasSubstr("its separator is a semicolon")));
  const auto wrong = parse_mapping("name = \"x\"\n[table]\nheadings = [\"a\"]\nseparator = \"|\"\n");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error(), Contains(AllOf(Field(&Fault::line, 4), Field(&Fault::column_name, "table.separator"),
                                            Field(&Fault::expected, R"(",", ";" or "tab")"))));
}

// A table of months, exports and imports, whose periods are written as it comes.
constexpr const char* kMonthlyMapping = R"toml(
name   = "monthly"
source = "ministry"
[table]
headings = ["month", "usd"]
values   = "usd"
[figure]
reporter = "KAZ"
partner  = "PAK"
flow     = "export"
period   = { column = "month" }
unit     = "USD"
)toml";

// Of a sheet with these rows behind the headings.
std::string sheet_with(const std::string& rows) {
  return zipped(
      package("<row r='1'><c r='A1' t='inlineStr'><is><t>month</t></is></c><c r='B1' "
              "t='inlineStr'><is><t>usd</t></is></c></row>" +
              rows));
}

std::string sheet_row(const std::string& number, const std::string& month) {
  return "<row r='" + number + "'>" + month + "<c r='B" + number + "'><v>" + number + "</v></c></row>";
}

std::string lines_by(const std::string& mapping_text, const std::string& table) {
  const auto mapping = parse_mapping(mapping_text).value();
  ReadOptions reading = options();
  reading.mapping = &mapping;
  const auto read = read_document(table, reading);
  if (!read) return to_text(read.error());
  std::string lines;
  for (const std::string& line : lines_of(*read)) lines += line + "\n";
  return lines;
}

TEST(Mapping, ADateCellOnTheFirstOfAMonthIsThatMonth) {
  const std::string jan = sheet_row("2", "<c r='A2' s='1'><v>44197</v></c>");
  const std::string feb = sheet_row("3", "<c r='A3' t='inlineStr'><is><t>Feb 2021</t></is></c>");
  EXPECT_EQ(lines_by(kMonthlyMapping, sheet_with(jan + feb)), "KAZ export PAK 2021-01 2\nKAZ export PAK 2021-02 3\n");
  const std::string day = sheet_row("4", "<c r='A4' s='1'><v>44230</v></c>");
  EXPECT_THAT(lines_by(kMonthlyMapping, sheet_with(jan + day)),
              AllOf(HasSubstr("cell B4: period: found \"2021-02-03\""), testing::Not(HasSubstr("2021-01-01"))));
}

TEST(Mapping, ATextDateIsAMonthOnlyWhereAllDatesAreFirstsOfMonths) {
  EXPECT_EQ(lines_by(kMonthlyMapping, "month,usd\n2021-01-01,2\nFeb 2021,3\n2021-03-01,4\n"),
            "KAZ export PAK 2021-01 2\nKAZ export PAK 2021-02 3\nKAZ export PAK 2021-03 4\n");
  const std::string daily = lines_by(kMonthlyMapping, "month,usd\n2021-01-01,2\n2021-01-02,3\n");
  EXPECT_THAT(daily, AllOf(HasSubstr("table.csv:2:2: period: found \"2021-01-01\""), HasSubstr("table.csv:3:2")));
  // A day without a value is a day all the same.
  EXPECT_THAT(lines_by(kMonthlyMapping, "month,usd\n2021-01-01,2\n2021-01-02,\n"), HasSubstr("2021-01-01"));
}

TEST(Mapping, TheNoteOfAnUnknownPartnerNamesTheNearest) {
  std::string text = kMonthlyMapping;
  text.replace(text.find("\"PAK\""), 5, "{ column = \"partner\" }");
  const auto mapping = parse_mapping(text).value();
  ReadOptions reading = options();
  reading.mapping = &mapping;
  const auto read = read_document("month,partner,usd\n2021-01,PAK,1\n2021-01,Turkei,2\n", reading);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_THAT(read->notes, ElementsAre("left out: unknown partner Turkei, 1 row, 2 USD; nearest: Türkiye"));
}

TEST(Mapping, TheReportNamesTheUsersMappingThatCameNearestAndTheHeadingThatItMisses) {
  const std::vector<Mapping> mappings = {parse_mapping(kOwnMapping).value(), parse_mapping(kEuroMapping).value()};
  ReadOptions reading = options();
  reading.mappings = &mappings;
  const auto refusal = [&](const std::string& table) { return to_text(read_document(table, reading).error()); };
  EXPECT_THAT(refusal("Monat;Ausfuhren;Einfuhr\n01/2021;1,5;2\n"),
              HasSubstr("; tried destatis-euro: no heading Ausfuhr; "));
  EXPECT_THAT(refusal(R"({"columns": [{"name": "Monat"}, {"name": "Einfuhr"}], "rows": [["01/2021", 2]]})"),
              HasSubstr("; tried destatis-euro: no heading Ausfuhr; "));
  EXPECT_THAT(refusal(zipped(package("<row r='1'><c r='A1' t='inlineStr'><is><t>Monat</t></is></c><c r='B1' "
                                     "t='inlineStr'><is><t>Einfuhr</t></is></c></row>"))),
              HasSubstr("; tried destatis-euro: no heading Ausfuhr; "));
  EXPECT_THAT(refusal("a,b\n1,2\n"), testing::Not(HasSubstr("tried")));
}

constexpr const char* kCensusHeader =
    "year,CTY_CODE,CTYNAME,IJAN,IFEB,IMAR,IAPR,IMAY,IJUN,IJUL,IAUG,ISEP,IOCT,INOV,IDEC,IYR,"
    "EJAN,EFEB,EMAR,EAPR,EMAY,EJUN,EJUL,EAUG,ESEP,EOCT,ENOV,EDEC,EYR";

TEST(Census, LeavesOutMonthsThatAreNotOutAndSumsOfTheRunningYear) {
  const std::string text = std::string(kCensusHeader) +
                           "\r2015,5350,Pakistan,1,2,3,4,5,6,7,8,9,10,11,12,78,1,1,1,1,1,1,1,1,1,1,1,1,12"
                           "\r2016,5350,Pakistan,2.5,0,0,0,0,0,0,0,0,0,0,0,2.5,0,0,0,0,0,0,0,0,0,0,0,0,0\r";
  const auto read = read_document(text, options());
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_EQ(read->format, "us-census-country");
  EXPECT_EQ(read->figures.size(), 26U);  // a zero of January 2016 is a figure, later ones are not
  EXPECT_THAT(lines_of(*read), AllOf(Contains("USA import PAK 2016-01 2500000"), Contains("USA export PAK 2016-01 0"),
                                     Contains("USA import PAK 2015-12 12000000")));
  EXPECT_THAT(read->notes, Contains(HasSubstr("not published yet")));
}

TEST(Comext, RefusesEurosWithoutARateAndNamesThePlace) {
  const auto read = read_document(
      "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n"
      "ESTAT:DS-059341(1.0),03/04/26 11:00:00,M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2026-01,1500000,\n"
      "ESTAT:DS-059341(1.0),03/04/26 11:00:00,M,DE,KZ,TOTAL,2,QUANTITY_IN_100KG,2026-01,70,\n",
      options());
  ASSERT_FALSE(read.has_value());
  ASSERT_EQ(read.error().faults.size(), 1U);
  EXPECT_EQ(read.error().faults[0].line, 2);
  EXPECT_THAT(read.error().faults[0].hint, HasSubstr("rate"));
}

// A euro a dollar and a quarter in every month of 2025 and 2026: amounts stay exact.
trade::ExchangeRates euros() {
  trade::ExchangeRates rates;
  for (int year : {2025, 2026}) {
    for (int month = 1; month <= 12; ++month) EXPECT_TRUE(rates.add("EUR", trade::Month(year, month), 0.8));
  }
  return rates;
}

constexpr const char* kComext =
    "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n";

// Case L06.
TEST(Comext, MarksOfAbsentValuesAreNeverZero) {
  const trade::ExchangeRates rates = euros();
  ReadOptions reading = options();
  reading.rates = &rates;
  std::string text = kComext;
  const std::vector<std::string> months = {"1500000,", "0,", ":,", ",c", ":,c", "-,", "1600000,p", "0,n"};
  for (std::size_t i = 0; i < months.size(); ++i) {
    text += "ESTAT:DS-059341(1.0),17/02/26 11:00:00,M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2025-0" + std::to_string(i + 1) +
            "," + months[i] + "\n";
  }
  const auto read = read_document(text, reading);
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_THAT(lines_of(*read), ElementsAre("DEU export KAZ 2025-01 1875000", "DEU export KAZ 2025-02 0",
                                           "DEU export KAZ 2025-07 2000000", "DEU export KAZ 2025-08 0"));
  EXPECT_EQ(read->figures[2].status, trade::Status::provisional);
  EXPECT_THAT(read->notes, Contains("absent: 2 rows, confidential"));
}

// Case L21: the order of day and month is the format's, also where a row alone would read either way.
TEST(Comext, ReadsTheDayOfTheLastUpdateFirst) {
  const trade::ExchangeRates rates = euros();
  ReadOptions reading = options();
  reading.rates = &rates;
  const auto read =
      read_document(std::string(kComext) +
                        "ESTAT:DS-059341(1.0),03/04/26 11:00:00,M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2026-01,1500000,\n"
                        "ESTAT:DS-059341(1.0),13/04/26 11:00:00,M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2026-02,1600000,\n",
                    reading);
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_EQ(trade::format_date(read->figures[0].published), "2026-04-03");
  EXPECT_EQ(trade::format_date(read->figures[1].published), "2026-04-13");
}

// Kazakhstan's Bureau: shares stand between amounts, groups look like partners, the day is on the cover.
TEST(KazakhBureau, PeriodsInWordsAreRead) {
  EXPECT_EQ(trade::format_period(*parse_foreign_period("за январь-декабрь 2019 года")), "2019");
  EXPECT_EQ(trade::format_period(*parse_foreign_period("январь-июнь 2024 года")), "2024-01/2024-06");
  EXPECT_EQ(trade::format_period(*parse_foreign_period("2022 год")), "2022");
  EXPECT_EQ(trade::format_period(*parse_foreign_period("март 2024 г.")), "2024-03");
  EXPECT_FALSE(parse_foreign_period("декабрь-январь 2024 года").has_value()) << "which year is the first month of?";
}

TEST(ForeignPeriod, SpellingsOfTheSources) {
  for (const char* text : {"1997M01", "1997-M01", "1997M1", "199701", "1997 Jan", "Jan 1997", "January-1997"}) {
    const auto span = parse_foreign_period(text);
    ASSERT_TRUE(span.has_value()) << text;
    EXPECT_EQ(trade::format_period(*span), "1997-01") << text;
  }
  EXPECT_EQ(trade::format_period(*parse_foreign_period("1997Q3")), "1997-Q3");
  for (const char* text : {"1997M13", "2025-26", "FY26", "199713", "Jan 97", "19970", "2025/26"}) {
    EXPECT_FALSE(parse_foreign_period(text).has_value()) << text;
  }
}

TEST(ForeignAmount, MarksGroupsAndExponents) {
  const auto usd = [](const char* text, int exponent) {
    return parse_foreign_amount(text, exponent)->value.value_or(-1);
  };
  EXPECT_EQ(usd("1,032.13 e", 6), 1032130000.0);
  EXPECT_EQ(usd("1.5E+7", 0), 15000000.0);
  EXPECT_EQ(usd("6804128143.0", 0), 6804128143.0);
  EXPECT_EQ(usd("47534.982590000007", 3), 47534982.59) << "a binary number printed in full";
  EXPECT_EQ(usd(".5", 1), 5.0);
  EXPECT_EQ(usd("na", 0), -1) << "absent";
  EXPECT_EQ(usd("9999.9999999999999", 0), 10000.0) << "rounded up through every nine";
  EXPECT_EQ(usd("12.5E-1", 0), 1.25);
  EXPECT_EQ(usd("125E-5", 0), 0.00125);
  EXPECT_EQ(parse_foreign_amount("5 p", 0)->status, trade::Status::provisional);
  for (const char* revised : {"5 r", "5 R", "5 n", "5 b"})
    EXPECT_EQ(parse_foreign_amount(revised, 0)->status, trade::Status::final) << revised;
  for (const char* text : {"1,5", "1,0321", "12 345", "1.2.3", "-5", "1e", "abc", "123456789012345678"}) {
    EXPECT_FALSE(parse_foreign_amount(text, 0).has_value()) << text;
  }
}

TEST(ImfBulk, RefusesADataSetWithoutCounterpartsInWords) {
  const auto read = read_document(
      "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"Attribute\",1960M1\n"
      "\"World\",\"001\",\"Fund Accounts\",\"HPU_USD\",\"Value\",\"4\"\n",
      options());
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(to_text(read.error()), HasSubstr("Counterpart Country Code"));
}

TEST(ImfBulk, ReadsTradeByPartnerMadeFromDocumentation) {
  const auto read = read_document(
      "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"Counterpart Country Name\","
      "\"Counterpart Country Code\",\"Attribute\",2019,2019M1,2019Q1\n"
      "Pakistan,564,x,TXG_FOB_USD,Kazakhstan,916,Value,100,8,\n"
      "Pakistan,564,x,TXG_FOB_USD,Kazakhstan,916,Status,e,,\n"
      "Pakistan,564,x,TBG_USD,Kazakhstan,916,Value,5,,\n",
      options());
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_EQ(read->figures.size(), 2U);
  EXPECT_THAT(read->notes, AllOf(Contains(HasSubstr("status letters")), Contains(HasSubstr("no trade flow"))));
}

TEST(EasyData, ReadsJsonOfTheSameColumnsMadeFromDocumentation) {
  const std::string columns =
      R"({"columns":["Series Key",{"name":"Series Display Name"},"Observation Date","Observation Value","Unit"],"rows":[)";
  const std::string row =
      R"(["TS_GP_BOP_XRECCOU_M.KAZ","Export receipts to Kazakhstan","2025-01-31",12.5,"Million USD"])";
  const auto read = read_document(columns + row + "]}", options());
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(read->format, "sbp-easydata");
  EXPECT_THAT(lines_of(*read), ElementsAre("PAK export KAZ 2025-01 12500000"));
  const auto broken = read_document(columns + row + ",7]}", options());
  ASSERT_FALSE(broken);
  EXPECT_THAT(to_text(broken.error()), AllOf(HasSubstr("no list"), HasSubstr("rows[1]")));
}

TEST(EasyData, ReadsMonthsOfPaymentsMadeFromDocumentation) {
  const auto read = read_document(
      "Dataset Name,Observation Date,Series Key,Series Display Name,Observation Value,Unit,Observation Status,"
      "Observation Status Comment\n"
      "Export Receipts by Country,2026-03-31,TS_GP_BOP_XRECCOU_M.X001,Export Receipts - Kazakhstan,6478,"
      "Thousand USD,Normal,\n",
      options());
  ASSERT_TRUE(read.has_value()) << to_text(read.error());
  EXPECT_THAT(lines_of(*read), ElementsAre("PAK export KAZ 2026-03 6478000"));
  EXPECT_EQ(read->figures[0].key.basis, trade::Basis::payments);
}

}  // namespace
}  // namespace tradewatch::intake
