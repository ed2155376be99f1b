#include "models/trade/exchange_rate.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>

namespace tradewatch::trade {
namespace {

MonthSpan span(const char* text) { return parse_period(text).value(); }
Date date(const char* text) { return parse_date(text).value(); }

// The rate of a gap's kind, month and day, as a text that a table can hold.
std::string gap(const ExchangeRates& rates, const char* currency, const char* period) {
  const auto rate = rates.average(currency, span(period));
  if (rate) return "has a rate";
  const RateGap& why = rate.error();
  const std::string month = format_month(why.month);
  switch (why.kind) {
    case RateGap::Kind::unknown_currency:
      return "unknown";
    case RateGap::Kind::not_begun:
      return month + " before " + format_date(why.day) + " " + std::string(why.instead);
    case RateGap::Kind::ended:
      return month + " after " + format_date(why.day) + " " + std::string(why.instead);
    case RateGap::Kind::no_rate:
      return month + " has none";
  }
  return {};
}

TEST(Currency, IsListedOnceAndInOrder) {
  const auto all = currencies();
  EXPECT_TRUE(std::ranges::is_sorted(all, std::ranges::less_equal(), &Currency::code));
  EXPECT_EQ(std::ranges::adjacent_find(all, {}, &Currency::code), all.end());
  for (const Currency& currency : all) {
    EXPECT_EQ(find_currency(currency.code), &currency);
    EXPECT_TRUE(!currency.first || !currency.last || *currency.first <= *currency.last) << currency.code;
  }
  EXPECT_EQ(find_currency("XYZ"), nullptr);
}

TEST(Currency, HasNoMonthBetweenItAndItsSuccessor) {
  for (const Currency& currency : currencies()) {
    if (currency.successor.empty()) continue;
    const Currency* next = find_currency(currency.successor);
    ASSERT_NE(next, nullptr) << currency.code;
    ASSERT_TRUE(currency.last) << currency.code;
    EXPECT_TRUE(!next->first || *next->first <= *currency.last + std::chrono::days(1)) << currency.code;
  }
}

TEST(ExchangeRates, AverageTheMonthsOfASpanWhateverTheirDays) {
  ExchangeRates rates;
  ASSERT_TRUE(rates.add("KZT", date("2026-01-05"), 500.0));
  ASSERT_TRUE(rates.add("KZT", date("2026-01-06"), 520.0));
  ASSERT_TRUE(rates.add("KZT", date("2026-01-30"), 540.0));
  ASSERT_TRUE(rates.add("KZT", Month(2026, 2), 480.0));
  EXPECT_EQ(rates.average("KZT", span("2026-01")), 520.0);
  EXPECT_EQ(rates.average("KZT", span("2026-01/2026-02")), 500.0);
  EXPECT_EQ(rates.average("USD", span("1950")), 1.0);
}

TEST(ExchangeRates, PutAMonthsOwnRateBeforeItsDays) {
  ExchangeRates rates;
  ASSERT_TRUE(rates.add("PKR", date("2026-01-05"), 280.0));
  ASSERT_TRUE(rates.add("PKR", Month(2026, 1), 281.5));
  EXPECT_EQ(rates.average("PKR", span("2026-01")), 281.5);
}

TEST(ExchangeRates, AreNeverThoseOfTheNearestMonth) {
  ExchangeRates rates;
  ASSERT_TRUE(rates.add("KZT", Month(2026, 1), 500.0));
  ASSERT_TRUE(rates.add("KZT", Month(2026, 3), 510.0));
  EXPECT_EQ(gap(rates, "KZT", "2026-02"), "2026-02 has none");
  EXPECT_EQ(gap(rates, "KZT", "2026-01/2026-03"), "2026-02 has none");
  EXPECT_EQ(gap(rates, "EUR", "2026-01"), "2026-01 has none");
  EXPECT_EQ(gap(rates, "XYZ", "2026-01"), "unknown");
}

TEST(ExchangeRates, RefuseASecondRateForOneMonthOrDay) {
  ExchangeRates rates;
  EXPECT_TRUE(rates.add("KZT", Month(2026, 1), 500.0));
  EXPECT_TRUE(rates.add("KZT", Month(2026, 1), 500.0));
  EXPECT_FALSE(rates.add("KZT", Month(2026, 1), 501.0));
  EXPECT_TRUE(rates.add("KZT", date("2026-01-05"), 499.0));
  EXPECT_FALSE(rates.add("KZT", date("2026-01-05"), 498.0));
  EXPECT_EQ(rates.average("KZT", span("2026-01")), 500.0);
}

// Case L30.
TEST(ExchangeRates, CountWithinTheLifeOfTheirCurrency) {
  ExchangeRates rates;
  for (Month month(2016, 1); month <= Month(2016, 12); month = month + 1) {
    ASSERT_TRUE(rates.add("BYR", month, 20000.0));
    ASSERT_TRUE(rates.add("BYN", month, 2.0));
  }
  EXPECT_EQ(rates.average("BYR", span("2016-05/2016-06")), 20000.0);
  EXPECT_EQ(rates.average("BYN", span("2016-07")), 2.0);
  EXPECT_EQ(gap(rates, "BYN", "2016-05"), "2016-05 before 2016-07-01 BYR");
  EXPECT_EQ(gap(rates, "BYN", "2016-06/2016-07"), "2016-06 before 2016-07-01 BYR");
  EXPECT_EQ(gap(rates, "BYR", "2016-07"), "2016-07 after 2016-06-30 BYN");
  EXPECT_EQ(gap(rates, "HRK", "2023-01"), "2023-01 after 2022-12-31 EUR");
  EXPECT_EQ(gap(rates, "TRY", "2004-12"), "2004-12 before 2005-01-01 TRL");
  EXPECT_EQ(gap(rates, "RUR", "1998-01"), "1998-01 after 1997-12-31 RUB");
}

TEST(Currency, ThatWasRedenominatedHasTwoCodes) {
  const std::map<std::string, std::string> pairs = {{"BYR", "BYN"}, {"TRL", "TRY"}, {"RUR", "RUB"}, {"ROL", "RON"},
                                                    {"AZM", "AZN"}, {"TMM", "TMT"}, {"ZMK", "ZMW"}, {"GHC", "GHS"},
                                                    {"MRO", "MRU"}, {"STD", "STN"}, {"VEF", "VES"}, {"BGL", "BGN"},
                                                    {"SLL", "SLE"}, {"HRK", "EUR"}, {"DEM", "EUR"}, {"BGN", "EUR"}};
  for (const auto& [old_code, new_code] : pairs) {
    ASSERT_NE(find_currency(old_code), nullptr) << old_code;
    EXPECT_EQ(find_currency(old_code)->successor, new_code);
  }
}

}  // namespace
}  // namespace tradewatch::trade
