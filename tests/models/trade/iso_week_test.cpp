// Expected weeks are those of the calendar in ISO 8601:2004 annex and of GNU date (`date -d 2027-01-01 +%G-W%V`).

#include "models/trade/iso_week.h"

namespace tradewatch::trade {
namespace {

Date day(const char* text) { return parse_date(text).value(); }

TEST(IsoWeek, BelongsToTheYearOfItsThursday) {
  struct Case {
    const char* date;
    const char* week;
  };
  for (const auto& [date, week] : {
           Case{"2026-11-23", "2026-W48"},
           Case{"2026-11-29", "2026-W48"},
           Case{"2026-11-30", "2026-W49"},
           Case{"2026-12-28", "2026-W53"},
           Case{"2027-01-01", "2026-W53"},
           Case{"2027-01-03", "2026-W53"},
           Case{"2027-01-04", "2027-W01"},
           Case{"2024-12-30", "2025-W01"},
           Case{"2005-01-01", "2004-W53"},
           Case{"2000-01-02", "1999-W52"},
           Case{"1970-01-01", "1970-W01"},
       }) {
    EXPECT_EQ(format_iso_week(iso_week_of(day(date))), week) << date;
  }
}

TEST(IsoWeek, EveryDayLiesInTheWeekOfItsMonday) {
  for (Date date = day("1999-12-20"); date < day("2031-01-10"); date += std::chrono::days{1}) {
    const Date monday = monday_of(iso_week_of(date));
    EXPECT_EQ(std::chrono::weekday(monday), std::chrono::Monday);
    EXPECT_LE(monday, date);
    EXPECT_LT(date, monday + std::chrono::weeks{1});
  }
}

TEST(IsoWeek, ReadsOnlyWeeksThatExist) {
  EXPECT_EQ(parse_iso_week("2026-W53"), (IsoWeek{2026, 53}));
  EXPECT_EQ(parse_iso_week("2026-W05"), (IsoWeek{2026, 5}));
  for (const char* text : {"2025-W53", "2026-W54", "2026-W00", "2026-W5", "2026W05", "2026-w05", "2026-W+5", "-026-W05",
                           "1899-W01", "2201-W01", ""}) {
    EXPECT_FALSE(parse_iso_week(text)) << text;
  }
}

}  // namespace
}  // namespace tradewatch::trade
