#include "service/intake/rates_file.h"

#include <gmock/gmock.h>

#include <string>

#include "service/intake/amount.h"
#include "service/intake/conversion.h"
#include "service/intake/figure_collector.h"
#include "service/intake/house_reader.h"

namespace tradewatch::intake {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

trade::MonthSpan span(const char* text) { return trade::parse_period(text).value(); }

trade::ExchangeRates rates_of(std::string_view bytes) {
  trade::ExchangeRates rates;
  const auto read = read_rates(bytes, "rates.csv", rates);
  EXPECT_TRUE(read) << (read ? "" : to_text(read.error()));
  return rates;
}

std::string refusal_of(std::string_view bytes) {
  trade::ExchangeRates rates;
  const auto read = read_rates(bytes, "rates.csv", rates);
  EXPECT_FALSE(read);
  EXPECT_TRUE(rates.empty());
  return read ? std::string() : to_text(read.error());
}

// The rates of case L30.
constexpr std::string_view kBelarus =
    "currency,period,units_per_usd\n"
    "# 1 BYN = 10000 BYR\n"
    "BYR,2016-01/2016-06,20000\n"
    "BYN,2016-07/2016-12,2.0\n";

TEST(RatesFile, OfOurOwnGivesMonthsDaysAndSpans) {
  const auto rates = rates_of(
      "currency,period,units_per_usd\n"
      "KZT,2026-03,510.5\n"
      "KZT,2026-04-01,500\n"
      "KZT,2026-04-02,504\n"
      "AED,1999-01/2026-12,3.6725\n");
  EXPECT_EQ(rates.average("KZT", span("2026-03")), 510.5);
  EXPECT_EQ(rates.average("KZT", span("2026-04")), 502.0);
  EXPECT_EQ(rates.average("AED", span("2010")), 3.6725);
}

TEST(RatesFile, OfOurOwnMayCountDollarsForOneUnit) {
  const auto rates = rates_of("period,usd_per_unit,currency\n2026-03,1.25,EUR\n");
  EXPECT_EQ(rates.average("EUR", span("2026-03")), 0.8);
}

// The layout of eurofxref-hist.csv: newest day first, a comma at the end of each line, N/A for no rate.
TEST(RatesFile, OfTheEcbIsTurnedFromTheEuroToTheDollar) {
  const auto rates = rates_of(
      "Date,USD,JPY,TRY,\n"
      "2026-02-27,1.25,150,N/A,\n"
      "2026-02-26,1.6,160,48,\n");
  EXPECT_DOUBLE_EQ(rates.average("EUR", span("2026-02")).value(), (0.8 + 0.625) / 2.0);
  EXPECT_DOUBLE_EQ(rates.average("JPY", span("2026-02")).value(), (120.0 + 100.0) / 2.0);
  EXPECT_DOUBLE_EQ(rates.average("TRY", span("2026-02")).value(), 30.0);
  EXPECT_FALSE(rates.average("JPY", span("2026-03")));
}

TEST(RatesFile, WithFaultsGivesNoRatesAndNamesThemAll) {
  EXPECT_EQ(
      refusal_of("currency,period,units_per_usd\n"
                 "KZT,2026-13,510\n"
                 "KZX,2026-03,510\n"
                 "USD,2026-03,1\n"
                 "KZT,2026-03,0\n"
                 "KZT,2026-03,\"510,5\"\n"
                 "BYN,2016-06,2\n"
                 "EUR,2026-03,0.9\n"
                 "EUR,2026-03,0.8\n"),
      "rates.csv:2:2: period: found \"2026-13\", expected a day 2026-03-31, a month 2026-03 or a span "
      "2016-07/2016-12\n"
      "rates.csv:3:1: currency: found \"KZX\", expected an ISO 4217 code such as KZT\n"
      "rates.csv:4:1: currency: found \"USD\", expected an ISO 4217 code such as KZT; USD needs no rate\n"
      "rates.csv:5:3: units_per_usd: found \"0\", expected a rate above 0: digits with an optional decimal point\n"
      "rates.csv:6:3: units_per_usd: found \"510,5\", expected a rate above 0: digits with an optional decimal "
      "point; no decimal comma: write 510.5\n"
      "rates.csv:7:1: currency: found \"BYN\", expected the currency of 2016-06; BYN began 2016-07-01; 2016-06 is in "
      "BYR\n"
      "rates.csv:9:2: period: found \"2026-03\", expected one rate of EUR for a month or a day; another one is known "
      "already\n");
  EXPECT_THAT(refusal_of("currency,period\nKZT,2026-03\n"), HasSubstr("one column of rates"));
  EXPECT_THAT(refusal_of("currency,month,units_per_usd\n"),
              AllOf(HasSubstr("1:2: month"), HasSubstr("expected currency")));
  EXPECT_THAT(refusal_of("Date,JPY\n2026-02-27,150\n"), HasSubstr("a column USD"));
  EXPECT_THAT(refusal_of("Date,USD\n27 February 2026,1.2\n"), HasSubstr("2:1: Date"));
  EXPECT_THAT(refusal_of("Date,USD\n2026-02-27,N/A\n"), HasSubstr("2:2: USD"));
  EXPECT_THAT(refusal_of(""), HasSubstr("an empty file"));
}

TEST(RatesFile, SaysWhatIsWrongWithItsHeaderOrARow) {
  EXPECT_THAT(refusal_of("currency,period,units_per_usd,period\n"), HasSubstr("each column once"));
  EXPECT_THAT(refusal_of("currency,units_per_usd\nKZT,500\n"), HasSubstr("a column period"));
  EXPECT_THAT(refusal_of("currency,period,units_per_usd\nKZT,2026-03\n"),
              AllOf(HasSubstr("2 fields"), HasSubstr("3 fields, as in the header")));
  EXPECT_THAT(refusal_of("currency,period,units_per_usd\n\"KZT,2026-03,500\n"), HasSubstr("rates.csv:2"));
  EXPECT_THAT(refusal_of("\"currency"), HasSubstr("rates.csv:1"));
  EXPECT_THAT(refusal_of("Date,USD,\n2026-03-31,1.1,2\n"), HasSubstr("this column has no name"));
}

TEST(RatesFile, ThatContradictsAnEarlierOneIsRefusedAndChangesNothing) {
  trade::ExchangeRates rates = rates_of("currency,period,units_per_usd\nKZT,2026-03,510\n");
  EXPECT_FALSE(read_rates("currency,period,units_per_usd\nKZT,2026-04,500\nKZT,2026-03,511\n", "b.csv", rates));
  EXPECT_FALSE(rates.average("KZT", span("2026-04")));
  EXPECT_TRUE(read_rates("currency,period,units_per_usd\nKZT,2026-04,500\nKZT,2026-03,510\n", "c.csv", rates));
  EXPECT_TRUE(rates.average("KZT", span("2026-04")));
}

std::string document(std::string_view rows) {
  return "reporter,partner,flow,period,value,unit,source\n" + std::string(rows);
}

std::expected<Document, Refusal> read(const std::string& bytes, const trade::ExchangeRates* rates) {
  ReadOptions options;
  options.document = "f.csv";
  options.taken_date = trade::parse_date("2026-11-25").value();
  options.rates = rates;
  return read_house(bytes, options);
}

std::string refusal_of(const std::string& bytes, const trade::ExchangeRates* rates) {
  const auto refused = read(bytes, rates);
  EXPECT_FALSE(refused);
  return refused ? std::string() : to_text(refused.error());
}

// Case L30, byr_byn.csv.
TEST(Conversion, GivesTheSameDollarsBeforeAndAfterARedenomination) {
  const auto rates = rates_of(kBelarus);
  const auto read_it = read(document("BLR,PAK,export,2016-05,20000000000,BYR,blr\n"
                                     "BLR,PAK,export,2016-06,20000000000,BYR,blr\n"
                                     "BLR,PAK,export,2016-07,2000000,BYN,blr\n"
                                     "BLR,PAK,export,2016-08,2000000,BYN,blr\n"),
                            &rates);
  ASSERT_TRUE(read_it) << to_text(read_it.error());
  ASSERT_EQ(read_it->figures.size(), 4U);
  for (const trade::Figure& figure : read_it->figures) EXPECT_EQ(figure.value_usd, 1e6);
  EXPECT_EQ(read_it->figures[0].value_text, "20000000000");
  EXPECT_EQ(read_it->figures[0].unit, "BYR");
}

// Case L30, relabelled.csv.
TEST(Conversion, RefusesACurrencyInMonthsInWhichItWasNone) {
  const auto rates = rates_of(kBelarus);
  EXPECT_EQ(
      refusal_of(document("BLR,PAK,export,2016-05,20000000000,BYN,blr\n"), &rates),
      "f.csv:2:6: unit: found \"BYN\", expected the currency of 2016-05; BYN began 2016-07-01; 2016-05 is in BYR\n");
}

TEST(Conversion, IsNeverByTheNearestMonth) {
  const auto rates = rates_of("currency,period,units_per_usd\nKZT,2026-02,500\nKZT,2026-04,500\n");
  const std::string bytes = document("KAZ,PAK,export,2026-03,5,KZT million,kaz-bns\n");
  EXPECT_EQ(
      refusal_of(bytes, &rates),
      "f.csv:2:6: unit: found \"KZT million\", expected USD, or a currency with a rate for its months; KZT needs a "
      "rate for 2026-03: give [rates] files, or --rates FILE\n");
  EXPECT_THAT(refusal_of(bytes, nullptr), HasSubstr("KZT needs a rate for 2026-03"));
}

TEST(Conversion, AveragesTheMonthsOfASpanAndAppliesTheScale) {
  const auto rates = rates_of("currency,period,units_per_usd\nKZT,2026-01,400\nKZT,2026-02,600\n");
  const auto read_it = read(document("KAZ,PAK,export,2026-01/2026-02,1.5,KZT billion,kaz-bns\n"), &rates);
  ASSERT_TRUE(read_it) << to_text(read_it.error());
  EXPECT_EQ(read_it->figures[0].value_usd, 3e6);
  EXPECT_EQ(read_it->figures[0].unit, "KZT billion");
}

TEST(Conversion, LimitsDollarsAndNotUnits) {
  const auto rates = rates_of("currency,period,units_per_usd\nIDR,2026-01,16000\n");
  const auto read_it = read(document("IDN,PAK,export,2026-01,4000000,IDR billion,bps\n"), &rates);
  ASSERT_TRUE(read_it) << to_text(read_it.error());
  EXPECT_EQ(read_it->figures[0].value_usd, 2.5e11);
  EXPECT_THAT(refusal_of(document("IDN,PAK,export,2026-01,40000000000,IDR billion,bps\n"), &rates),
              HasSubstr("at most 1000000000000000 USD"));
}

TEST(Conversion, TellsOfEveryFaultOfARow) {
  EXPECT_THAT(refusal_of(document("KAZ,PAK,exports,2026-03,5,EUR,kaz-bns\n"), nullptr),
              AllOf(HasSubstr("2:3: flow"), HasSubstr("EUR needs a rate for 2026-03")));
}

TEST(Unit, IsACurrencyAndAPowerOfTen) {
  const auto unit = [](std::string_view text) {
    const auto read = parse_unit(text);
    return read ? read->currency + " " + std::to_string(read->exponent) : read.error().expected;
  };
  EXPECT_EQ(unit("USD"), "USD 0");
  EXPECT_EQ(unit("EUR"), "EUR 0");
  EXPECT_EQ(unit("eur thousand"), "EUR 3");
  EXPECT_EQ(unit("KZT million"), "KZT 6");
  EXPECT_EQ(unit("PKR billion"), "PKR 9");
  for (const char* text : {"", "EURO", "million", "XYZ", "EUR  million", "EUR lakh", "€"}) {
    EXPECT_EQ(unit(text), "a currency, alone or with thousand, million or billion: USD million") << text;
  }
}

// Cases L06 and L21: Comext gives euros.
TEST(Collector, ConvertsEurosAndKeepsWhatWasPublished) {
  const auto rates = rates_of("currency,period,usd_per_unit\nEUR,2025-01/2025-12,1.25\n");
  ReadOptions options;
  options.taken_date = trade::parse_date("2026-11-25").value();
  options.rates = &rates;
  const auto collect = [&](const char* period) {
    FigureCollector collector(options, "comext-csv", "comext", trade::CodeList::un);
    ForeignRow row;
    row.reporter = "DE";
    row.partner = "KZ";
    row.flow = "export";
    row.period = period;
    row.value = "1500000";
    row.unit = "EUR";
    collector.add(row, {2, 10, ""});
    return std::move(collector).finish();
  };
  const auto taken = collect("2025-01");
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->figures.size(), 1U);
  EXPECT_EQ(taken->figures[0].value_usd, 1'875'000.0);
  EXPECT_EQ(taken->figures[0].value_text, "1500000");
  EXPECT_EQ(taken->figures[0].unit, "EUR");
  const auto refused = collect("2026-01");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_text(refused.error()), HasSubstr("EUR needs a rate for 2026-01"));
}

}  // namespace
}  // namespace tradewatch::intake
