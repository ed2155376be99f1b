#include "models/trade/date.h"

#include <gmock/gmock.h>

namespace tradewatch::trade {
namespace {

std::string published(std::string_view text) {
  const auto date = parse_published(text);
  return date ? format_date(*date) : "refused";
}

std::string instant(std::string_view text) {
  const auto read = parse_instant(text);
  return read ? format_instant(*read) : "refused";
}

TEST(Date, IsOnlyADayThatExists) {
  EXPECT_EQ(published("2026-02-04"), "2026-02-04");
  EXPECT_EQ(published("2024-02-29"), "2024-02-29");
  for (const char* text : {"2026-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1",
                           "03/04/2026", "2026-02-04 ", "2026/02/04", "20260204", "", "2026-02-04T00:00:00Z"}) {
    EXPECT_EQ(published(text), "refused") << text;
  }
}

TEST(Date, OfAMonthIsItsLastDay) {
  EXPECT_EQ(published("2026-02"), "2026-02-28");
  EXPECT_EQ(published("2024-02"), "2024-02-29");
  EXPECT_EQ(published("2025-12"), "2025-12-31");
  EXPECT_EQ(published("2026-13"), "refused");
}

TEST(Date, KnowsItsMonth) {
  EXPECT_EQ(month_of(*parse_date("2026-12-31")), Month(2026, 12));
  EXPECT_EQ(format_date(last_day(Month(2026, 4))), "2026-04-30");
}

TEST(Instant, IsWrittenInUtcWithMicroseconds) {
  EXPECT_EQ(instant("2026-02-04T09:30:00Z"), "2026-02-04T09:30:00.000000Z");
  EXPECT_EQ(instant("2026-02-04T09:30:00.25Z"), "2026-02-04T09:30:00.250000Z");
  EXPECT_EQ(instant("2026-02-04T09:30:00.1234567Z"), "2026-02-04T09:30:00.123456Z");
  EXPECT_EQ(instant("2026-02-04T02:30:00+05:00"), "2026-02-03T21:30:00.000000Z");
  EXPECT_EQ(instant("2026-12-31T23:30:00-01:00"), "2027-01-01T00:30:00.000000Z");
  EXPECT_EQ(instant("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.500000Z");
}

TEST(Instant, IsNothingElse) {
  for (const char* text :
       {"2026-02-04", "2026-02-04T09:30:00", "2026-02-04T24:00:00Z", "2026-02-30T00:00:00Z", "2026-02-04T09:30:00.Z",
        "2026-02-04T09:30:00+5:00", "2026-02-04T09:30:00ZZ", "99999-01-01T00:00:00Z"}) {
    EXPECT_EQ(instant(text), "refused") << text;
  }
}

}  // namespace
}  // namespace tradewatch::trade
