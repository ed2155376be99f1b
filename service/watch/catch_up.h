// THE PATH: what the store knows of a target is brought up to date, release by release.
//
// Work is derived from the store, never from events: whoever calls this after any pause, crash or import ends in the
// same state. Each release is seen, forecast, assessed and stepped, then written with its alerts and notices in one
// transaction under one unique key, so two callers never do the same step twice.

#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <vector>

#include "models/growth/panel_prior.h"
#include "models/targets/assessment.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// Judges what was seen: targets::assess, but where a test of all the rest cannot wait for forecasts.
using Assess = std::function<targets::Assessment(const targets::AssessmentInput&, const growth::PanelPrior&,
                                                 const targets::Runner&)>;

struct CaughtUp {
  targets::Assessment newest;           // of the newest figures
  std::optional<trade::Instant> since;  // when the verdict became what it is
  int assessments = 0;                  // that were written
};

// `now` is when the steps are taken. One target, in the order of the store.
[[nodiscard]] std::expected<CaughtUp, storage::StoreFault> catch_up(storage::Store& store,
                                                                    const settings::Settings& settings,
                                                                    const targets::Target& target,
                                                                    const growth::PanelPrior& prior,
                                                                    const targets::Runner& run, trade::Instant now,
                                                                    const Assess& assess = targets::assess);

// Time alone: figures that fell overdue, reminders, and what silences kept back until now. `newest` is the newest
// assessment of its target. True when something was written.
[[nodiscard]] std::expected<bool, storage::StoreFault> let_time_pass(storage::Store& store,
                                                                     const settings::Settings& settings,
                                                                     const targets::Assessment& newest,
                                                                     trade::Instant now);

// What `status` shows: the assessment as of some moment, nothing written.
struct Looked {
  targets::Assessment assessment;
  std::optional<trade::Instant> since;
  std::vector<storage::AlertRow> alerts;
};
[[nodiscard]] std::expected<Looked, storage::StoreFault> look(storage::Store& store, const targets::Target& target,
                                                              const storage::AsOf& as_of,
                                                              const growth::PanelPrior& prior,
                                                              const targets::Runner& run);

}  // namespace tradewatch::watch
