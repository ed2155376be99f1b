// Targets that ended, with what was said of them at each release: for the track record.

#pragma once

#include <expected>
#include <vector>

#include "models/alerts/track_record.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// Every target of the store whose newest assessment is achieved or missed, in order of ids, also those that the
// settings do not name any more. Of each release the assessment that counted as a step, while a forecast judged it.
[[nodiscard]] std::expected<std::vector<alerts::EndedTarget>, storage::StoreFault> ended_targets(storage::Store& store);

}  // namespace tradewatch::watch
