// alert: findings of one moment and the book before -> new states, transitions and notices, with reasons.
//
// Pure: what it makes depends on its arguments alone, ids included, so a second run makes the same rows and the
// store's unique keys drop them.

#pragma once

#include <vector>

#include "models/alerts/rule.h"
#include "service/settings/settings.h"
#include "service/storage/records.h"
#include "service/watch/notices.h"

namespace tradewatch::watch {

// One release further. `book` is the target's in the store.
[[nodiscard]] storage::AlertWrite step_alerts(const targets::Assessment& assessment,
                                              std::span<const alerts::Finding> findings, const storage::AlertBook& book,
                                              std::span<const settings::Receiver> receivers, const Moment& moment);

// Time alone: figures that are overdue, reminders, and what silences kept back. Empty when there is nothing to say.
[[nodiscard]] storage::AlertWrite pass_time(const targets::Assessment& assessment, const storage::AlertBook& book,
                                            std::span<const settings::Receiver> receivers, trade::Instant now);

}  // namespace tradewatch::watch
