#include "service/cli/moment.h"

#include <charconv>

namespace tradewatch::cli {

std::expected<storage::AsOf, MomentFault> read_moment(const std::string& as_of, const std::string& as_published,
                                                      const runtime::TimeZone& zone) {
  storage::AsOf moment;
  if (!as_published.empty()) {
    moment.published = trade::parse_date(as_published);
    if (!moment.published) {
      return std::unexpected(MomentFault{"as-published", as_published, "a date such as 2026-02-04"});
    }
  }
  if (as_of.empty()) return moment;
  std::int64_t sequence = 0;
  const char* end = as_of.data() + as_of.size();
  const auto number = std::from_chars(as_of.data(), end, sequence);
  if (number.ec == std::errc() && number.ptr == end && sequence >= 0) {
    moment.sequence = sequence;
  } else if (const auto date = trade::parse_date(as_of)) {
    moment.taken = zone.end_of(*date);
  } else if (const auto instant = trade::parse_instant(as_of)) {
    moment.taken = *instant;
  } else {
    return std::unexpected(
        MomentFault{"as-of", as_of, "a date 2026-02-04, an instant 2026-02-04T09:30:00Z or a sequence number"});
  }
  return moment;
}

}  // namespace tradewatch::cli
