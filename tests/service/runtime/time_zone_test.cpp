// Offsets are those of the IANA database; the machine's own is read, and `zdump -v` prints the same.

#include "service/runtime/time_zone.h"

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

trade::Date day(const char* text) { return trade::parse_date(text).value(); }
trade::Instant at(const char* text) { return trade::parse_instant(text).value(); }

TimeZone zone(const std::string& name) {
  const auto found = TimeZone::find(name);
  if (!found) throw std::runtime_error(found.error().found);
  return *found;
}

TEST(TimeZone, KazakhstanMovedToFiveHoursInMarch2024) {
  const TimeZone almaty = zone("Asia/Almaty");
  EXPECT_EQ(almaty.when(day("2024-02-26"), 9h), at("2024-02-26T03:00:00Z"));
  EXPECT_EQ(almaty.when(day("2024-03-11"), 9h), at("2024-03-11T04:00:00Z"));
  EXPECT_EQ(almaty.ahead_of_utc(at("2024-02-29T17:59:59Z")), 6h);
  EXPECT_EQ(almaty.ahead_of_utc(at("2024-02-29T18:00:00Z")), 5h);
}

TEST(TimeZone, AnHourThatComesTwiceIsMeantTheFirstTime) {
  // On 29 February 2024 clocks of Almaty showed 23:00 to 23:59 twice; Berlin's on 25 October 2026 02:00 to 02:59.
  EXPECT_EQ(zone("Asia/Almaty").when(day("2024-02-29"), 23h + 30min), at("2024-02-29T17:30:00Z"));
  EXPECT_EQ(zone("Europe/Berlin").when(day("2026-10-25"), 2h + 30min), at("2026-10-25T00:30:00Z"));
}

TEST(TimeZone, AnHourThatNeverComesIsTheMomentOfTheJump) {
  EXPECT_EQ(zone("Europe/Berlin").when(day("2026-03-29"), 2h + 30min), at("2026-03-29T01:00:00Z"));
  // Pakistan's clocks went from 0:00 to 1:00 at the beginning of 1 June 2008: the day itself began at 1:00.
  EXPECT_EQ(zone("Asia/Karachi").end_of(day("2008-05-31")), at("2008-05-31T18:59:59.999999Z"));
  EXPECT_EQ(zone("Asia/Karachi").when(day("2008-06-01"), 0h), at("2008-05-31T19:00:00Z"));
}

TEST(TimeZone, DaysBeginAtItsOwnMidnight) {
  EXPECT_EQ(zone("Asia/Karachi").day_of(at("2026-02-03T19:00:00Z")), day("2026-02-04"));
  EXPECT_EQ(zone("Asia/Karachi").day_of(at("2026-02-03T18:59:59Z")), day("2026-02-03"));
  EXPECT_EQ(zone("America/New_York").end_of(day("2026-02-04")), at("2026-02-05T04:59:59.999999Z"));
  EXPECT_EQ(zone("UTC").end_of(day("2026-02-04")), at("2026-02-04T23:59:59.999999Z"));
}

TEST(TimeZone, AnUnknownZoneIsNeverTakenForUtc) {
  for (const char* name : {"Asia/Karatschi", "../../etc/passwd", "", "/etc/localtime", "Asia"}) {
    const auto found = TimeZone::find(name);
    ASSERT_FALSE(found) << name;
    EXPECT_THAT(found.error().found, HasSubstr(name));
  }
}

TEST(TimeZone, DataOlderThanAKnownChangeAreAFault) {
  const auto fault = out_of_date("Asia/Almaty", [](trade::Instant) -> std::chrono::seconds { return 6h; });
  ASSERT_TRUE(fault);
  EXPECT_THAT(fault->found, HasSubstr("lack its change of 2024-03-01"));
  EXPECT_EQ(fault->expected, "release 2024a or newer");
  EXPECT_FALSE(out_of_date("Asia/Almaty", [](trade::Instant) -> std::chrono::seconds { return 5h; }));
  EXPECT_FALSE(out_of_date("Asia/Omsk", [](trade::Instant) -> std::chrono::seconds { return 6h; }));
}

}  // namespace
}  // namespace tradewatch::runtime
