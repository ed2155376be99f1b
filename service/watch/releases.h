// What a document means to a target: nothing, new knowledge, or a release that alerts count.
//
// A release is a published date. A document counts as one when it changed a component of the target, in any of its
// readings (a rounding is no change) and was published after every release counted before. Later documents of the same
// date, older backfills and the partner's side are assessed again without a step.

#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "models/targets/target.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

struct Release {
  std::int64_t sequence = 0;
  std::optional<trade::Date> published;   // of the newest changed figure of a component; absent: none changed
  std::vector<storage::Vintage> changed;  // figures of the components
};

// The documents after `sequence` that touch the target, oldest first.
[[nodiscard]] std::expected<std::vector<Release>, storage::StoreFault> releases_after(storage::Store& store,
                                                                                      const targets::Target& target,
                                                                                      std::int64_t sequence);

}  // namespace tradewatch::watch
