// A moment of the past as people ask for it, on the command line and in addresses.

#pragma once

#include <expected>
#include <string>

#include "service/runtime/time_zone.h"
#include "service/storage/records.h"

namespace tradewatch::cli {

struct MomentFault {
  std::string field;  // "as-of" or "as-published"
  std::string found;
  std::string expected;
};

// `as_of`: a date (its end in `zone`), an instant, or a sequence; `as_published`: a date. Empty texts bound nothing.
[[nodiscard]] std::expected<storage::AsOf, MomentFault> read_moment(const std::string& as_of,
                                                                    const std::string& as_published,
                                                                    const runtime::TimeZone& zone);

}  // namespace tradewatch::cli
