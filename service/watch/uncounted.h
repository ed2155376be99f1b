// Alerts that lag behind the newest figures.
//
// Alerts are counted in releases (releases.h). What comes without one (a document of the same published date or an
// older one, a withdrawal, other settings) changes the verdict at once and no alert, so that the two may differ until
// the next release. Whoever shows both has to say so.

#pragma once

#include <span>
#include <vector>

#include "models/alerts/rule.h"
#include "service/storage/records.h"

namespace tradewatch::watch {

// Rules that hold and whose alert does not even wait, and those that are clear while their alert stands. `alerts` are
// the target's, stepped as far as the assessment's sequence.
[[nodiscard]] std::vector<alerts::Rule> uncounted(const targets::Assessment& assessment,
                                                  std::span<const storage::AlertRow> alerts);

}  // namespace tradewatch::watch
