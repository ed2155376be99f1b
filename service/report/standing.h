// What the store knows beside an assessment: since when its verdict holds, and the alerts on the target.

#pragma once

#include <optional>
#include <vector>

#include "models/trade/date.h"
#include "service/storage/records.h"

namespace tradewatch::report {

struct Standing {
  std::optional<trade::Instant> since;  // when the present verdict was first reached
  std::vector<storage::AlertRow> alerts;
};

}  // namespace tradewatch::report
