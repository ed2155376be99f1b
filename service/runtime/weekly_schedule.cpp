#include "service/runtime/weekly_schedule.h"

namespace tradewatch::runtime {
namespace {

constexpr std::chrono::weeks kWeek{1};
constexpr std::chrono::days kLookBack{7};

}  // namespace

trade::Instant WeeklySchedule::moment_of(trade::Date date) const {
  return zone_.when(date - (std::chrono::weekday(date) - day_), time_of_day_);
}

trade::Instant WeeklySchedule::next(trade::Instant after) const {
  const trade::Date today = zone_.day_of(after);
  const trade::Instant of_this_week = moment_of(today);
  return of_this_week > after ? of_this_week : moment_of(today + kWeek);
}

trade::Instant WeeklySchedule::latest(trade::Instant now) const {
  const trade::Date today = zone_.day_of(now);
  const trade::Instant of_this_week = moment_of(today);
  return of_this_week <= now ? of_this_week : moment_of(today - kWeek);
}

trade::IsoWeek WeeklySchedule::week_told(trade::Instant moment) const {
  return trade::iso_week_of(zone_.day_of(moment) - kLookBack);
}

}  // namespace tradewatch::runtime
