#include "models/trade/month.h"

#include <gmock/gmock.h>

#include <string>

namespace tradewatch::trade {
namespace {

using ::testing::HasSubstr;

std::string span_of(std::string_view text) {
  const auto span = parse_period(text);
  return span ? format_month(span->first) + ".." + format_month(span->last) : "refused";
}

std::string hint_of(std::string_view text) {
  const auto span = parse_period(text);
  return span ? "taken" : span.error().hint;
}

TEST(Month, CountsMonthsAcrossYears) {
  EXPECT_EQ(Month(2026, 3) + 10, Month(2027, 1));
  EXPECT_EQ(Month(2026, 1) - 1, Month(2025, 12));
  EXPECT_EQ(Month(2027, 2) - Month(2026, 3), 11);
  EXPECT_LT(Month(2025, 12), Month(2026, 1));
}

TEST(Month, GivesBackYearAndMonthInEveryCentury) {
  for (int year = -3; year <= 2200; ++year) {
    for (int month = 1; month <= 12; ++month) {
      ASSERT_EQ(Month(year, month).year(), year);
      ASSERT_EQ(Month(year, month).month(), month);
    }
  }
}

TEST(Period, IsAMonthAQuarterAYearOrASpan) {
  EXPECT_EQ(span_of("2026-03"), "2026-03..2026-03");
  EXPECT_EQ(span_of("2026-Q1"), "2026-01..2026-03");
  EXPECT_EQ(span_of("2026-Q4"), "2026-10..2026-12");
  EXPECT_EQ(span_of("2026"), "2026-01..2026-12");
  EXPECT_EQ(span_of("2025-07/2025-11"), "2025-07..2025-11");
  EXPECT_EQ(span_of("2025-07/2025-07"), "2025-07..2025-07");
  EXPECT_EQ(span_of("2011-12"), "2011-12..2011-12");
}

TEST(Period, IsNothingElse) {
  for (const char* text : {"", "2026-13", "2026-00", "2026-3", "2026-Q0", "2026-Q5", "2026-q1", "202603", "2026-03-01",
                           "2025-11/2025-07", "2025-07/", "/2025-07", " 2026-03", "2026-03 ", "26-03", "２０２６"}) {
    EXPECT_EQ(span_of(text), "refused") << text;
  }
}

TEST(Period, HintsAtTheRightSpelling) {
  EXPECT_EQ(hint_of("1997M01"), "write 1997-01");
  EXPECT_EQ(hint_of("2025M1"), "write 2025-01");
  EXPECT_EQ(hint_of("2026-3"), "write 2026-03");
  EXPECT_EQ(hint_of("03/2026"), "write 2026-03");
  EXPECT_EQ(hint_of("Mar-26"), "write 2026-03");
  EXPECT_EQ(hint_of("46082"), "looks like a spreadsheet date (2026-03-01); write 2026-03");
}

TEST(Period, HintsAtAMonthWhoseNameIsOneLetterOff) {
  EXPECT_EQ(hint_of("Agust 2025"), "did you mean August? write 2025-08");
  EXPECT_EQ(hint_of("2025 Febuary"), "did you mean February? write 2025-02");
  EXPECT_EQ(hint_of("Setpember-25"), "did you mean September? write 2025-09");
  EXPECT_EQ(hint_of("Sept 2025"), "write 2025-09");
  EXPECT_EQ(hint_of("15.03.2026"), "write 2026-03");
  EXPECT_EQ(hint_of("2026-03-15"), "write 2026-03");
  EXPECT_EQ(hint_of("2026\u201303"), "write 2026-03");
}

TEST(Period, GivesNoHintWhereItCannotKnowWhatWasMeant) {
  for (const char* text : {"2026-13", "2026-00", "2025-M13", "13/2026", "Juny 2025", "Marble 2025", "Mey 2025",
                           "Август 2025", "week 3 2026", "H1 2026", "03/04/2026", "2026.", "x 2026", "Jan/Feb 2026"}) {
    EXPECT_EQ(hint_of(text), "") << text;
  }
  EXPECT_EQ(parse_month("2026").error().hint, "");
}

TEST(Period, RefusesFiscalYearsWithTheSpanToWrite) {
  for (const char* text : {"2025-26", "2025/26", "2025-2026", "FY2026", "FY26", "fy26"}) {
    EXPECT_EQ(hint_of(text), "a fiscal year? write 2025-07/2026-06") << text;
  }
}

TEST(Period, IsReadBackFromItsShortestSpelling) {
  for (int first = 0; first < 30; ++first) {
    for (int months = 1; months <= 30; ++months) {
      const Month from = Month(2024, 1) + first;
      const MonthSpan span{from, from + (months - 1)};
      const auto read = parse_period(format_period(span));
      ASSERT_TRUE(read) << format_period(span);
      ASSERT_EQ(*read, span);
    }
  }
  EXPECT_EQ(format_period({Month(2026, 4), Month(2026, 6)}), "2026-Q2");
  EXPECT_EQ(format_period({Month(2026, 1), Month(2026, 12)}), "2026");
  EXPECT_EQ(format_period({Month(2025, 7), Month(2026, 6)}), "2025-07/2026-06");
}

TEST(MonthSpan, KnowsWhatItHolds) {
  const MonthSpan year{Month(2026, 1), Month(2026, 12)};
  EXPECT_EQ(year.months(), 12);
  EXPECT_TRUE(year.contains(Month(2026, 12)));
  EXPECT_FALSE(year.contains(Month(2027, 1)));
  EXPECT_TRUE(year.contains(MonthSpan{Month(2026, 2), Month(2026, 3)}));
  EXPECT_FALSE(year.contains(MonthSpan{Month(2025, 12), Month(2026, 3)}));
  EXPECT_TRUE(year.overlaps(MonthSpan{Month(2025, 12), Month(2026, 1)}));
  EXPECT_FALSE(year.overlaps(MonthSpan{Month(2025, 1), Month(2025, 12)}));
}

}  // namespace
}  // namespace tradewatch::trade
