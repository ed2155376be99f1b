#include "service/runtime/time_zone.h"

#include <date/tz.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kUtc = "UTC";
constexpr const char* kDatabase = "/usr/share/zoneinfo";
constexpr const char* kReleaseFile = "/usr/share/zoneinfo/tzdata.zi";
constexpr std::string_view kReleaseMark = "# version ";

struct KnownChange {
  std::string_view zone;
  trade::Instant since;
  std::chrono::seconds ahead;  // of UTC, from then on
  std::string_view release;    // the first that has it
};

// Kazakhstan has had one time, UTC+5, since the first of March 2024; its east had UTC+6 before.
constexpr trade::Instant kOneTime{std::chrono::sys_days{std::chrono::year{2024} / 3 / 1}};
constexpr std::array kKnownChanges = {
    KnownChange{"Asia/Almaty", kOneTime, 5h, "2024a"},
    KnownChange{"Asia/Qostanay", kOneTime, 5h, "2024a"},
};

std::chrono::sys_seconds whole_seconds(trade::Instant at) { return std::chrono::floor<std::chrono::seconds>(at); }

ZoneFault no_such_zone(const std::string& name) {
  std::error_code failed;
  if (!std::filesystem::is_directory(kDatabase, failed)) {
    return {"\"" + name + "\" but no zone data in " + kDatabase, "the time zones of the IANA database",
            "install tzdata, or write \"UTC\""};
  }
  return {"\"" + name + "\", which " + kDatabase + " does not have", "a time zone such as \"Asia/Karachi\"",
          "choose another, or install a newer tzdata"};
}

}  // namespace

std::optional<ZoneFault> out_of_date(const std::string& zone,
                                     const std::function<std::chrono::seconds(trade::Instant)>& ahead_of_utc) {
  for (const KnownChange& change : kKnownChanges) {
    // A day later, since data may put the change at another hour of it.
    if (change.zone != zone || ahead_of_utc(change.since + std::chrono::days{1}) == change.ahead) continue;
    const std::string release = zone_data_release();
    return ZoneFault{"\"" + zone + "\" with zone data " + (release.empty() ? "of an unknown release" : release) +
                         ", which lack its change of " +
                         trade::format_date(std::chrono::floor<std::chrono::days>(change.since)),
                     "release " + std::string(change.release) + " or newer", "update tzdata"};
  }
  return std::nullopt;
}

std::expected<TimeZone, ZoneFault> TimeZone::find(const std::string& name) {
  if (name == kUtc) return TimeZone(name, nullptr);
  try {
    TimeZone zone(name, date::locate_zone(name));
    const auto fault = out_of_date(name, [&](trade::Instant at) { return zone.ahead_of_utc(at); });
    if (fault) return std::unexpected(*fault);
    return zone;
  } catch (const std::runtime_error&) {  // the database is missing, does not have it, or its file cannot be read
    return std::unexpected(no_such_zone(name));
  }
}

std::chrono::seconds TimeZone::ahead_of_utc(trade::Instant at) const {
  return zone_ == nullptr ? 0s : zone_->get_info(whole_seconds(at)).offset;
}

trade::Instant TimeZone::when(trade::Date day, std::chrono::minutes time_of_day) const {
  if (zone_ == nullptr) return day + time_of_day;
  const date::local_seconds shown{std::chrono::seconds(day.time_since_epoch() + time_of_day)};
  return zone_->to_sys(shown, date::choose::earliest);
}

trade::Date TimeZone::day_of(trade::Instant at) const {
  return std::chrono::floor<std::chrono::days>(at + ahead_of_utc(at));
}

trade::Instant TimeZone::end_of(trade::Date day) const { return when(day + std::chrono::days{1}, 0min) - 1us; }

std::string zone_data_release() {
  std::ifstream file(kReleaseFile);
  std::string line;
  std::getline(file, line);
  return line.starts_with(kReleaseMark) ? line.substr(kReleaseMark.size()) : "";
}

}  // namespace tradewatch::runtime
