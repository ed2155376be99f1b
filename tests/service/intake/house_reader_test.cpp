#include "service/intake/house_reader.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr trade::Date kToday = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
const std::string kHeader = "reporter,partner,flow,period,value,unit,source\n";

ReadOptions options() {
  ReadOptions options;
  options.document = "f.csv";
  options.taken_date = kToday;
  return options;
}

std::expected<Document, Refusal> read(const std::string& text) { return read_house(text, options()); }

std::expected<Document, Refusal> read_rows(const std::string& rows) { return read(kHeader + rows); }

std::string refusal_of(const std::string& text) {
  const auto result = read(text);
  return result ? "accepted" : to_text(result.error());
}

// The one figure of a document with this value and unit, or what its fault says.
std::string usd_of(const std::string& value, const std::string& unit) {
  const auto result = read_rows("PAK,KAZ,export,2026-01," + value + "," + unit + ",sbp\n");
  if (!result) return to_text(result.error());
  char text[64];
  std::snprintf(text, sizeof text, "%.17g", *result->figures.at(0).value_usd);
  return text;
}

std::string fault_of_period(const std::string& period) {
  return refusal_of(kHeader + "PAK,KAZ,export," + period + ",1,USD,sbp\n");
}

TEST(HouseReader, TakesAFigureWithEverythingItSays) {
  const auto result = read(
      "reporter,partner,flow,period,value,unit,source,published,commodity,status,valuation,basis,reference\n"
      "Pakistan,398,X,2025-07/2025-11,6.478,USD million,SBP,2026-01,0902,provisional,FOB,payments,table 3\n");
  ASSERT_TRUE(result) << to_text(result.error());
  ASSERT_THAT(result->figures, SizeIs(1));
  const trade::Figure& figure = result->figures[0];
  EXPECT_EQ(trade::describe(figure.key), "sbp PAK export KAZ HS 0902 fob payments");
  EXPECT_EQ(trade::format_period(figure.period), "2025-07/2025-11");
  EXPECT_EQ(figure.value_usd, 6478000.0);
  EXPECT_EQ(figure.value_text, "6.478");
  EXPECT_EQ(figure.unit, "USD million");
  EXPECT_EQ(figure.status, trade::Status::provisional);
  EXPECT_EQ(trade::format_date(figure.published), "2026-01-31");
  EXPECT_TRUE(figure.published_stated);
  EXPECT_EQ(figure.reference, "table 3");
  EXPECT_EQ(figure.line, 2);
}

TEST(HouseReader, MarksADefaultedPublishedDate) {
  const auto result = read_rows("PAK,KAZ,export,2026-01,1,USD,sbp\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->figures[0].published, kToday);
  EXPECT_FALSE(result->figures[0].published_stated);
}

TEST(HouseReader, ReadsTheRunningMonthAsPublishedToday) {
  const auto result = read(
      "reporter,partner,flow,period,value,unit,source,published\n"
      "PAK,KAZ,export,2026-10,1,USD,sbp,2026-11\n");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->figures[0].published, kToday);
}

TEST(HouseReader, AcceptsAHeaderWithoutRowsAsNoFigures) {
  const auto result = read(kHeader);
  ASSERT_TRUE(result);
  EXPECT_THAT(result->figures, SizeIs(0));
  EXPECT_THAT(refusal_of(""), HasSubstr("an empty document"));
}

TEST(HouseReader, AppliesTheMultiplierExactlyOnce) {
  EXPECT_EQ(usd_of("6.478", "USD million"), "6478000");
  EXPECT_EQ(usd_of("0.1", "USD million"), "100000");
  EXPECT_EQ(usd_of("97774894.63448", "USD thousand"), "97774894634.479996");  // nearest double to .48
  EXPECT_EQ(usd_of("0.000000001", "USD billion"), "1");
  EXPECT_EQ(usd_of("1000000000000000", "USD"), "1000000000000000");
  EXPECT_EQ(usd_of("1000", "USD Thousand"), "1000000");
}

TEST(HouseReader, NeverStoresNegativeZero) {
  const auto result = read_rows("HKG,KAZ,export,2026-02,-0.0,USD,comtrade\n");
  ASSERT_TRUE(result);
  EXPECT_FALSE(std::signbit(*result->figures[0].value_usd));
  EXPECT_EQ(result->figures[0].value_text, "0.0");
}

TEST(HouseReader, RefusesAmountsThatAreNotPlainDecimalsAndSaysWhatToWrite) {
  EXPECT_THAT(usd_of("-20000", "USD"), HasSubstr("f.csv:2:5: value: found \"-20000\""));
  EXPECT_THAT(usd_of("\"1 234 567\"", "USD"), HasSubstr("write 1234567"));
  EXPECT_THAT(usd_of("\"1\u00A0234\u00A0567\"", "USD"), HasSubstr("1<U+00A0>234<U+00A0>567"));
  EXPECT_THAT(usd_of("1\u202F234\u202F567", "USD"), HasSubstr("write 1234567 (character 2 is U+202F)"));
  EXPECT_THAT(usd_of("\"1,234,567\"", "USD"), HasSubstr("no thousands marks: write 1234567"));
  EXPECT_THAT(usd_of("\"1.234.567,89\"", "USD"), HasSubstr("write 1234567.89"));
  EXPECT_THAT(usd_of("\"1234567,5\"", "USD"), HasSubstr("no decimal comma: write 1234567.5"));
  EXPECT_THAT(usd_of("\"1,234\"", "USD"), HasSubstr("no thousands marks and no decimal comma"));
  EXPECT_THAT(usd_of("1.23457E+11", "USD"), HasSubstr("no exponents"));
  EXPECT_THAT(usd_of("\u22125", "USD"), HasSubstr("<U+2212>5"));
  EXPECT_THAT(usd_of("\u06F1\u06F2", "USD"), HasSubstr("U+06F1"));
  EXPECT_THAT(usd_of("12\u06F3", "USD"), HasSubstr("character 3 is U+06F3"));
  for (const char* text : {"0x10", "1_000", "+5", "--5", "1e400", "NaN", "inf", "\"\"", "12abc", ".5", "5.", "1.2.3"}) {
    EXPECT_THAT(usd_of(text, "USD"), HasSubstr("expected digits")) << text;
  }
}

TEST(HouseReader, RefusesMoreDigitsThanANumberHolds) {
  EXPECT_THAT(usd_of("9007199254740993", "USD"), HasSubstr("at most 1000000000000000 USD"));
  EXPECT_THAT(usd_of("123456789012345.678", "USD"), HasSubstr("no more digits than a number holds"));
  EXPECT_EQ(usd_of("4.900000000000002", "USD"), "4.9000000000000021");
}

TEST(HouseReader, NamesTheRateThatAnotherCurrencyNeeds) {
  EXPECT_THAT(usd_of("1", "EUR"), HasSubstr("EUR needs a rate"));
  EXPECT_THAT(usd_of("1", "KZT million"), HasSubstr("KZT needs a rate"));
  EXPECT_THAT(usd_of("1", "USD milion"), HasSubstr("write USD million"));
}

TEST(HouseReader, NamesEveryFaultOfADocumentWithItsPlace) {
  EXPECT_EQ(
      refusal_of("reporter,partner,flow,period,value,unit,source,published\n"
                 "PAK,KAZ,exports,1997M01,1,USD,sbp,03/04/2026\n"
                 "PAK,KAZ,export,2026-01,5,USD,sbp,2026-02-01\n"
                 "PAK,KAZ,export,2026-01,6,USD,sbp,2026-02-30\n"),
      "f.csv:2:3: flow: found \"exports\", expected export, import, re-export, re-import or two-way\n"
      "f.csv:2:4: period: found \"1997M01\", expected a month 2026-03, a quarter 2026-Q1, a year 2026 or a span of "
      "months 2025-07/2025-11; write 1997-01\n"
      "f.csv:2:8: published: found \"03/04/2026\", expected a date 2026-02-04 or a month 2026-02; write 2026-04-03 "
      "if the day comes first, 2026-03-04 if the month does\n"
      "f.csv:4:8: published: found \"2026-02-30\", expected a date 2026-02-04 or a month 2026-02; February 2026 "
      "has 28 days\n");
}

TEST(HouseReader, RefusesPeriodsThatSpreadsheetsAndFiscalYearsMake) {
  for (const char* text : {"Mar-26", "26-Mar", "1-Mar-26", "2026-3", "03/2026"}) {
    EXPECT_THAT(fault_of_period(text), HasSubstr("2026-03")) << text;
  }
  EXPECT_THAT(fault_of_period("46082"), HasSubstr("looks like a spreadsheet date (2026-03-01)"));
  for (const char* text : {"2025-26", "FY2026", "FY26", "2025/26"}) {
    EXPECT_THAT(fault_of_period(text), HasSubstr("a fiscal year? write 2025-07/2026-06")) << text;
  }
  EXPECT_EQ(fault_of_period("2011-12"), "accepted");
  EXPECT_THAT(fault_of_period("2025-M13"), ::testing::Not(HasSubstr("write")));
}

TEST(HouseReader, RefusesTwoValuesForOneFigureAndCountsTheSameTwice) {
  const std::string a = "PAK,KAZ,export,2026-01,1000,USD,sbp\n";
  const std::string b = "PAK,KAZ,export,2026-01,2000,USD,sbp\n";
  EXPECT_THAT(refusal_of(kHeader + a + b), HasSubstr("f.csv:3:5: value: found \"2000\", expected one value for this "
                                                     "figure; line 2 says 1000 USD"));
  EXPECT_THAT(refusal_of(kHeader + b + a), HasSubstr("line 2 says 2000"));
  const auto twice = read_rows(a + a);
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->duplicates, 1);
}

TEST(HouseReader, NeverTakesALookAlikeLetterInSilence) {
  EXPECT_THAT(
      refusal_of(kHeader + "PAK,Kaz\u0430khstan,export,2026-01,1,USD,sbp\n"),
      HasSubstr("found \"Kaz<U+0430>khstan\", expected a country: ISO code, M49 number or a name in English, "
                "French, Russian, Kazakh or Urdu; character 4 is U+0430, which looks like \"a\"; nearest: Kazakhstan"));
  EXPECT_THAT(refusal_of(kHeader + "PAK,\u041AAZ,export,2026-01,1,USD,sbp\n"), HasSubstr("U+041A"));
  EXPECT_THAT(refusal_of(kHeader + "PAK,Kazakhstan\u200B,export,2026-01,1,USD,sbp\n"), HasSubstr("U+200B"));
  EXPECT_THAT(refusal_of(kHeader + "PAK,KAZ,export,2026-01,1,USD,\u0455bp\n"), HasSubstr("U+0455"));
}

TEST(HouseReader, ChecksTheHeader) {
  EXPECT_THAT(refusal_of("reporter,partner,flow,period,value,unit,sorce\n"), HasSubstr("did you mean source?"));
  EXPECT_THAT(refusal_of("reporter,partner,flow,period,value,unit,source,Value\n"),
              HasSubstr("f.csv:1:8: Value: found \"Value\", expected each column once; the same as column 5"));
  EXPECT_THAT(refusal_of("reporter,partner,flow,period,unit,source\n"),
              HasSubstr("value: found \"\", expected a column value"));
  EXPECT_THAT(
      refusal_of("reporter;partner;flow;period;value;unit\n"),
      AllOf(HasSubstr("not semicolons"), HasSubstr("save the table with commas"), HasSubstr("separator = \";\"")));
  EXPECT_THAT(refusal_of("reporter,partner,flow,period,value,unit\n"), HasSubstr("say --source"));
  EXPECT_THAT(refusal_of(kHeader + "PAK,KAZ,export,2026-01,1,234,USD,sbp\n"),
              HasSubstr("found \"8 fields\", expected 7 fields"));
}

TEST(HouseReader, TakesTheDefaultSourceAndIgnoresUnknownColumnsWhenAsked) {
  ReadOptions given = options();
  given.default_source = "pbs";
  given.unknown_columns = UnknownColumns::ignore;
  const auto result = read_house("flag,reporter,partner,flow,period,value,unit\ne,PAK,KAZ,M,2026,5,USD\n", given);
  ASSERT_TRUE(result) << to_text(result.error());
  EXPECT_EQ(trade::describe(result->figures[0].key), "pbs PAK import KAZ");
}

TEST(HouseReader, TakesWithdrawnFiguresWithoutAValueOnly) {
  const std::string header = "reporter,partner,flow,period,value,unit,source,status\n";
  const auto result = read(header + "PAK,KAZ,export,2026-01,,USD,sbp,withdrawn\n");
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->figures[0].value_usd);
  EXPECT_THAT(refusal_of(header + "PAK,KAZ,export,2026-01,5,USD,sbp,withdrawn\n"), HasSubstr("no value"));
}

TEST(HouseReader, KeepsReferencesWholeAndTakesTheExportGuardOff) {
  const auto result = read(
      "reporter,partner,flow,period,value,unit,source,reference\r\n"
      "PAK,KAZ,export,2026-01,1,USD,sbp,\"table 3,\r\nrow 7\"\r\n"
      "PAK,KAZ,export,2026-02,1,USD,sbp,\"=HYPERLINK(\"\"x\"\")\"\r\n"
      "PAK,KAZ,export,2026-03,1,USD,sbp,'-7 % on the year\r\n");
  ASSERT_TRUE(result) << to_text(result.error());
  EXPECT_EQ(result->figures[0].reference, "table 3,\r\nrow 7");
  EXPECT_EQ(result->figures[1].reference, "=HYPERLINK(\"x\")");
  EXPECT_EQ(result->figures[2].reference, "-7 % on the year");
}

TEST(HouseReader, RefusesDatesAndPeriodsOutOfRange) {
  EXPECT_THAT(fault_of_period("1899-12"), HasSubstr("a period from 1900-01 on"));
  EXPECT_THAT(fault_of_period("2036-12"), HasSubstr("a period that ends by 2036-11"));
  EXPECT_THAT(refusal_of("reporter,partner,flow,period,value,unit,source,published\n"
                         "PAK,PAK,export,2026-01,1,USD,sbp,2026-11-27\n"),
              HasSubstr("a date not after today, 2026-11-25"));
}

// What a document says figure by figure or, where it is refused, fault by fault: without the lines.
struct Said {
  bool is_good = false;
  std::vector<std::string> texts;
};

Said said(const std::string& document) {
  Said said;
  const auto result = read(document);
  said.is_good = result.has_value();
  if (!result) {
    for (const Fault& f : result.error().faults) said.texts.push_back(f.column_name + ": " + f.found + f.expected);
    return said;
  }
  for (const trade::Figure& f : result->figures) {
    said.texts.push_back(trade::describe(f.key) + " " + trade::format_period(f.period) + " " + f.value_text + " " +
                         f.unit + " " + std::string(trade::name_of(f.status)) + " " + trade::format_date(f.published) +
                         (f.published_stated ? " stated " : " taken ") + f.reference);
  }
  return said;
}

// Of each column some texts, the last of which is none; but any reference is good.
const std::vector<std::vector<std::string>> kTexts = {{"PAK", "AFG", "Narnia"},   {"KAZ", "Uzbekistan", "?"},
                                                      {"export", "M", "transit"}, {"2025-01", "2025-26"},
                                                      {"1", "2.5", "1e3"},        {"USD", "USD million", "rupees"},
                                                      {"sbp", "IMF", "\u0441bp"}, {"", "2026-02-01", "2026-02", "soon"},
                                                      {"", "0902", "902"},        {"", "estimated", "perhaps"},
                                                      {"", "fob", "exw"},         {"", "customs", "cash"},
                                                      {"", "", "table 3"}};
constexpr std::size_t kPeriod = 3;

// A row is read with what is known from the one before; it must be read as if it stood alone.
TEST(HouseReader, ReadsARowTheSameWhateverCameBefore) {
  constexpr std::uint64_t kSeed = 20261127;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  const std::string header =
      "reporter,partner,flow,period,value,unit,source,published,commodity,status,valuation,basis,reference\n";
  std::string before;
  for (int number = 0; number < 3000; ++number) {
    std::string row;
    for (std::size_t column = 0; column < kTexts.size(); ++column) {
      const auto& texts = kTexts[column];
      std::string text = texts[random() % 24 == 0 ? texts.size() - 1 : random() % (texts.size() - 1)];
      if (column == kPeriod && text == texts.front() && number % 2 == 0) text = "2025-02";  // so neighbours differ
      row += (column == 0 ? "" : ",") + text;
    }
    row += "\n";
    const Said one = said(header + before);
    const Said other = said(header + row);
    const Said both = said(header + before + row);
    std::vector<std::string> expected;
    for (const Said& alone : {one, other}) {
      if (alone.is_good && !both.is_good) continue;  // its figure is refused with the other's document
      expected.insert(expected.end(), alone.texts.begin(), alone.texts.end());
    }
    EXPECT_EQ(both.is_good, one.is_good && other.is_good);
    ASSERT_EQ(both.texts, expected) << before << row;
    before = row;
  }
}

}  // namespace
}  // namespace tradewatch::intake
