// A target as backtests see it: every vintage of every component, with the seed of its real forecasts.

#pragma once

#include <expected>
#include <string>

#include "models/growth/outcome.h"
#include "models/targets/target.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// Within `as_of`. The components are in the target's order; one that nothing fits has no vintage.
[[nodiscard]] std::expected<growth::Subject, storage::StoreFault> subject_of(storage::Store& store,
                                                                             const targets::Target& target,
                                                                             const storage::AsOf& as_of);

}  // namespace tradewatch::watch
