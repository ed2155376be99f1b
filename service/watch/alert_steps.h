// alert: findings of one moment and the states before -> new states, transitions and notices, with reasons.
//
// Pure: what it makes depends on its arguments alone, ids included, so a second run makes the same rows and the
// store's unique keys drop them.

#pragma once

#include <vector>

#include "models/alerts/rule.h"
#include "service/settings/settings.h"
#include "service/storage/records.h"

namespace tradewatch::watch {

struct AlertSteps {
  std::vector<storage::AlertRow> states;  // only those that changed
  std::vector<storage::TransitionRow> transitions;
  std::vector<storage::NoticeRow> notices;
};

struct Moment {
  trade::Instant now{};
  std::int64_t sequence = 0;
  int persist = 2;
  std::vector<storage::Vintage> caused_by;  // the figures that came with this release
};

// `before` are the target's rows in the store. A notice goes to each receiver that wants the rule and the target,
// when an alert starts to fire and when it resolves.
[[nodiscard]] AlertSteps step_alerts(const targets::Assessment& assessment, std::span<const alerts::Finding> findings,
                                     std::span<const storage::AlertRow> before,
                                     std::span<const settings::Receiver> receivers, const Moment& moment);

}  // namespace tradewatch::watch
