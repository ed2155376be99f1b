#include "service/wording/numbers.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>

namespace tradewatch::wording {
namespace {

TEST(Money, KeepsTheDigitsThatCompare) {
  EXPECT_EQ(money(157.0e6), "157.0 million US dollars");
  EXPECT_EQ(money(1e9), "1 billion US dollars");
  EXPECT_EQ(money(1e9 / 12.0), "83.3 million US dollars");
  EXPECT_EQ(money(1.25e9), "1.25 billion US dollars");
  EXPECT_EQ(money(8400.0), "8,400 US dollars");
  EXPECT_EQ(money(1.0), "1 US dollar");
  EXPECT_EQ(money(0.0), "0 US dollars");
  EXPECT_EQ(money(-12.34e6), "-12.3 million US dollars");
  EXPECT_EQ(money_short(2e12), "2 trillion");
}

TEST(Money, ChangesItsUnitWhereTheSmallerWouldRoundUp) {
  EXPECT_EQ(money_short(999.96e6), "1 billion");
  EXPECT_EQ(money_short(999.94e6), "999.9 million");
  EXPECT_EQ(money_short(999999.6), "1.0 million");
  EXPECT_EQ(money_short(999999.4), "999,999");
}

TEST(Money, IsUnknownWhenItIsNoNumber) {
  EXPECT_EQ(money_short(std::numeric_limits<double>::quiet_NaN()), "unknown");
  EXPECT_EQ(money_short(std::numeric_limits<double>::infinity()), "unknown");
}

TEST(Percent, NeverSaysNoneOrAll) {
  EXPECT_EQ(percent(0.0), "under 1 %");
  EXPECT_EQ(percent(0.0099), "under 1 %");
  EXPECT_EQ(percent(1.0), "over 99 %");
  EXPECT_EQ(percent(0.027), "2.7 %");
  EXPECT_EQ(percent(0.314), "31 %");
  for (int i = 0; i <= 1000; ++i) {
    const std::string text = percent(i / 1000.0);
    EXPECT_NE(text, "0 %");
    EXPECT_NE(text, "0.0 %");
    EXPECT_NE(text, "100 %");
  }
}

TEST(Percent, SaysThroughoutWhereTheRangeReadsTheSame) {
  EXPECT_EQ(percent_with_range(0.002, 0.0, 0.004, Language::en), "under 1 % throughout");
  EXPECT_EQ(percent_with_range(0.027, 0.001, 0.07, Language::en), "2.7 %, range under 1 % to 7.0 %");
}

TEST(Numbers, DoNotDependOnTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(decimal(1234567.25, 1), "1,234,567.2");
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Numbers, HaveNoNegativeZero) {
  EXPECT_EQ(decimal(-0.01, 1), "0.0");
  EXPECT_EQ(share(-0.0), "0.0 %");
}

TEST(Months, AreNamedInFull) {
  EXPECT_EQ(month_name(trade::Month(2025, 10)), "October 2025");
  EXPECT_EQ(span_name({trade::Month(2025, 7), trade::Month(2025, 11)}), "July to November 2025");
  EXPECT_EQ(span_name({trade::Month(2025, 7), trade::Month(2026, 1)}), "July 2025 to January 2026");
  EXPECT_EQ(date_name(*trade::parse_date("2026-02-04")), "4 February 2026");
}

}  // namespace
}  // namespace tradewatch::wording
