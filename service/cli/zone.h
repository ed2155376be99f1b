// The service's time zone and what hangs on it: the days of dates on the command line, the moments of the report.

#pragma once

#include "service/cli/command.h"
#include "service/runtime/weekly_schedule.h"

namespace tradewatch::cli {

// `service.time_zone`, or why this machine's zone data cannot serve it; never UTC in its stead.
[[nodiscard]] OrStop<runtime::TimeZone> zone_of(const settings::Settings& settings);

// `report.every` in that zone.
[[nodiscard]] OrStop<runtime::WeeklySchedule> report_schedule(const settings::Settings& settings);

}  // namespace tradewatch::cli
