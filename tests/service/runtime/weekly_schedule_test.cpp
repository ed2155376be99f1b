#include "service/runtime/weekly_schedule.h"

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;

trade::Instant at(const char* text) { return trade::parse_instant(text).value(); }

WeeklySchedule mondays_at_nine(const char* zone) { return {TimeZone::find(zone).value(), std::chrono::Monday, 9h}; }

TEST(WeeklySchedule, MondayMorningInAlmatyIsAnHourLaterSinceMarch2024) {
  const WeeklySchedule schedule = mondays_at_nine("Asia/Almaty");
  EXPECT_EQ(schedule.next(at("2024-02-20T00:00:00Z")), at("2024-02-26T03:00:00Z"));
  EXPECT_EQ(schedule.next(at("2024-03-05T00:00:00Z")), at("2024-03-11T04:00:00Z"));
}

TEST(WeeklySchedule, TheMomentItselfIsTheLatestAndTheNextIsAWeekOn) {
  const WeeklySchedule schedule = mondays_at_nine("Asia/Karachi");
  const trade::Instant moment = at("2026-11-30T04:00:00Z");
  EXPECT_EQ(schedule.latest(moment), moment);
  EXPECT_EQ(schedule.latest(moment - 1us), at("2026-11-23T04:00:00Z"));
  EXPECT_EQ(schedule.next(moment - 1us), moment);
  EXPECT_EQ(schedule.next(moment), at("2026-12-07T04:00:00Z"));
}

TEST(WeeklySchedule, TheDayIsThatOfTheZone) {
  // Sunday evening in UTC is Monday morning in Karachi.
  const WeeklySchedule schedule(TimeZone::find("Asia/Karachi").value(), std::chrono::Monday, 1h);
  EXPECT_EQ(schedule.next(at("2026-11-28T12:00:00Z")), at("2026-11-29T20:00:00Z"));
}

TEST(WeeklySchedule, HasOneMomentAWeekThroughEveryChangeOfTheClocks) {
  for (const char* zone : {"Europe/Berlin", "America/New_York", "Asia/Almaty", "Asia/Karachi", "Australia/Lord_Howe"}) {
    const WeeklySchedule schedule(TimeZone::find(zone).value(), std::chrono::Sunday, 2h + 30min);
    trade::Instant moment = schedule.next(at("2007-01-01T00:00:00Z"));
    for (; moment < at("2030-01-01T00:00:00Z"); moment = schedule.next(moment)) {
      EXPECT_EQ(schedule.latest(moment), moment) << zone;
      const auto gap = schedule.next(moment) - moment;
      EXPECT_GE(gap, 7 * 24h - 1h) << zone;
      EXPECT_LE(gap, 7 * 24h + 1h) << zone;
    }
  }
}

TEST(WeeklySchedule, AfterAJumpThereIsOneLatestMoment) {
  const WeeklySchedule schedule = mondays_at_nine("UTC");
  EXPECT_EQ(schedule.latest(at("1970-01-01T00:00:00Z")), at("1969-12-29T09:00:00Z"));
  const trade::Instant after_the_jump = schedule.latest(at("2026-11-27T10:00:00Z"));
  EXPECT_EQ(after_the_jump, at("2026-11-23T09:00:00Z"));
  EXPECT_EQ(schedule.latest(at("2026-11-25T10:00:00Z")), after_the_jump);  // set back by two days: the same
}

TEST(WeeklySchedule, TellsOfTheLastWeekThatIsOver) {
  const auto week = [](std::chrono::weekday day, const char* moment) {
    const WeeklySchedule schedule(TimeZone::find("UTC").value(), day, 9h);
    return trade::format_iso_week(schedule.week_told(at(moment)));
  };
  EXPECT_EQ(week(std::chrono::Monday, "2026-11-30T09:00:00Z"), "2026-W48");
  EXPECT_EQ(week(std::chrono::Friday, "2026-11-27T09:00:00Z"), "2026-W47");
  EXPECT_EQ(week(std::chrono::Sunday, "2026-11-29T09:00:00Z"), "2026-W47");
  EXPECT_EQ(week(std::chrono::Monday, "2027-01-04T09:00:00Z"), "2026-W53");
}

}  // namespace
}  // namespace tradewatch::runtime
