// The days of a time zone, for dates that people write on a command line.
//
// The zone is a name of the IANA database, read from the system's zoneinfo. An unknown zone is refused, never taken
// for UTC.

#pragma once

#include <optional>
#include <string>

#include "models/trade/date.h"

namespace tradewatch::runtime {

// The last microsecond of `date` in `zone`; nothing when the zone is not known here. Changes the process's TZ for a
// moment: call it before other threads run.
[[nodiscard]] std::optional<trade::Instant> end_of_day(trade::Date date, const std::string& zone);

}  // namespace tradewatch::runtime
