#include "service/runtime/time_zone.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace tradewatch::runtime {

std::optional<trade::Instant> end_of_day(trade::Date date, const std::string& zone) {
  if (zone == "UTC") return date + std::chrono::days{1} - std::chrono::microseconds{1};
  std::error_code failed;
  const bool safe = zone.find("..") == std::string::npos && !zone.starts_with('/');
  if (!safe || !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + zone, failed)) return std::nullopt;
  const char* set = std::getenv("TZ");
  const std::optional<std::string> before = set == nullptr ? std::nullopt : std::optional<std::string>(set);
  setenv("TZ", zone.c_str(), 1);
  tzset();
  const std::chrono::year_month_day next{date + std::chrono::days{1}};
  std::tm midnight{};
  midnight.tm_year = static_cast<int>(next.year()) - 1900;
  midnight.tm_mon = static_cast<int>(static_cast<unsigned>(next.month())) - 1;
  midnight.tm_mday = static_cast<int>(static_cast<unsigned>(next.day()));
  midnight.tm_isdst = -1;
  const std::time_t seconds = std::mktime(&midnight);
  if (before) {
    setenv("TZ", before->c_str(), 1);
  } else {
    unsetenv("TZ");
  }
  tzset();
  return trade::Instant{std::chrono::seconds{seconds}} - std::chrono::microseconds{1};
}

}  // namespace tradewatch::runtime
