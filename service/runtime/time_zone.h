// The days and hours of a time zone, as the clocks on its walls show them.
//
// Zones are those of the system's IANA database (/usr/share/zoneinfo), read once in the life of the process: after an
// update of tzdata a daemon is restarted. UTC needs no data. A zone that is unknown, or known to be out of date, is a
// fault and never taken for UTC. The database says nothing of a zone's summer times after 2037.

#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "models/trade/date.h"

namespace date {
class time_zone;
}

namespace tradewatch::runtime {

struct ZoneFault {
  std::string found;
  std::string expected;
  std::string what_to_do;
};

class TimeZone {
 public:
  [[nodiscard]] static std::expected<TimeZone, ZoneFault> find(const std::string& name);

  [[nodiscard]] const std::string& name() const { return name_; }

  // How far its clocks are ahead of UTC; negative west of Greenwich.
  [[nodiscard]] std::chrono::seconds ahead_of_utc(trade::Instant at) const;

  // When its clocks show `time_of_day` (0:00 to 23:59) on `day`. What they show twice is meant the first time; for what
  // they leave out, the moment at which they jump over it.
  [[nodiscard]] trade::Instant when(trade::Date day, std::chrono::minutes time_of_day) const;

  [[nodiscard]] trade::Date day_of(trade::Instant at) const;

  // The last microsecond of `day`.
  [[nodiscard]] trade::Instant end_of(trade::Date day) const;

 private:
  TimeZone(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}

  std::string name_;
  const date::time_zone* zone_;  // of the process's database; none for UTC
};

// The release of the system's zone data, such as "2025b"; empty when it does not say.
[[nodiscard]] std::string zone_data_release();

// The fault of data that lack a change of `zone`'s clocks which this program knows of; `ahead_of_utc` is what they say.
[[nodiscard]] std::optional<ZoneFault> out_of_date(
    const std::string& zone, const std::function<std::chrono::seconds(trade::Instant)>& ahead_of_utc);

}  // namespace tradewatch::runtime
