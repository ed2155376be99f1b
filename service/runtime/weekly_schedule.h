// Moments that come once a week, at an hour as the clocks of a time zone show it.
//
// Nothing is counted up and nothing is kept: each moment follows from the calendar and the time that is handed in. So a
// clock that jumps years ahead has one latest moment and not all that were missed, and one that is set back has none
// that were told already under another name.

#pragma once

#include <chrono>

#include "models/trade/iso_week.h"
#include "service/runtime/time_zone.h"

namespace tradewatch::runtime {

class WeeklySchedule {
 public:
  // `time_of_day` is 0:00 to 23:59 on the walls of `zone`; see TimeZone::when for hours that come twice or never.
  WeeklySchedule(TimeZone zone, std::chrono::weekday day, std::chrono::minutes time_of_day)
      : zone_(std::move(zone)), day_(day), time_of_day_(time_of_day) {}

  // The first moment later than `after`.
  [[nodiscard]] trade::Instant next(trade::Instant after) const;
  // The last moment that is not later than `now`.
  [[nodiscard]] trade::Instant latest(trade::Instant now) const;

  // The week of which a report of that moment tells: the last one that is over, since days that are still to come would
  // never be told by a report of their own week.
  [[nodiscard]] trade::IsoWeek week_told(trade::Instant moment) const;

 private:
  // Of the week that `date` is in, counted from `day_`.
  [[nodiscard]] trade::Instant moment_of(trade::Date date) const;

  TimeZone zone_;
  std::chrono::weekday day_;
  std::chrono::minutes time_of_day_;
};

}  // namespace tradewatch::runtime
