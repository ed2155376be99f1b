#include "service/cli/zone.h"

#include <fmt/format.h>

namespace tradewatch::cli {

OrStop<runtime::TimeZone> zone_of(const settings::Settings& settings) {
  auto zone = runtime::TimeZone::find(settings.service.time_zone);
  if (zone) return *std::move(zone);
  const runtime::ZoneFault& fault = zone.error();
  return std::unexpected(Stop{fmt::format("{}: service.time_zone: found {}, expected {}; {}", settings.file,
                                          fault.found, fault.expected, fault.what_to_do),
                              kWrongUsage});
}

OrStop<runtime::WeeklySchedule> report_schedule(const settings::Settings& settings) {
  auto zone = zone_of(settings);
  if (!zone) return std::unexpected(zone.error());
  return runtime::WeeklySchedule(*std::move(zone), settings.report.every.day, settings.report.every.time_of_day);
}

}  // namespace tradewatch::cli
