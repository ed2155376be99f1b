// THE PATH: what the store knows of a target is brought up to date, release by release.
//
// Work is derived from the store, never from events: whoever calls this after any pause, crash or import ends in the
// same state. Each release is seen, forecast, assessed and stepped, then written with its alerts and notices in one
// transaction under one unique key, so two callers never do the same step twice.
//
// Callers may be on several machines. A step is made of the target's last assessment, of the release and of its alert
// book. Whoever finds at the writing that another one took any of them further begins again from there.

#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "models/growth/panel_prior.h"
#include "models/targets/assessment.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// Judges what was seen: targets::assess, but where a test of all the rest cannot wait for forecasts.
using Assess = std::function<targets::Assessment(const targets::AssessmentInput&, const growth::PanelPrior&,
                                                 const targets::Runner&)>;

// The newest assessment of a target, with what it was made of beside the target's own figures. Kept by whoever calls
// again: where nothing of it changed, nothing is forecast.
struct Newest {
  targets::Assessment assessment;
  std::string settings_digest;
  std::int64_t sequence = 0;                 // of the last document that touched the target
  std::vector<trade::RevisionNoise> noises;  // of all readings, now and before the newest release
};

struct CaughtUp {
  bool gave_way = false;  // somebody else is at this target: `newest` is null, and what is left is for later
  std::shared_ptr<const Newest>
      newest;                           // of the newest figures; what was handed in where it still holds; null: stopped
  std::optional<trade::Instant> since;  // when the verdict became what it is
  int assessments = 0;                  // that were written
};

// What to do about a target that another caller took further meanwhile.
enum class Overtaken { begin_again, give_way };

// `now` is when the steps are taken. One target, in the order of the store. `known` is what an earlier call gave for
// this target, or null. Once `stop` is asked for, no release is begun: those that are left are there for the next call.
[[nodiscard]] std::expected<CaughtUp, storage::StoreFault> catch_up(
    storage::Store& store, const settings::Settings& settings, const targets::Target& target,
    const growth::PanelPrior& prior, const targets::Runner& run, trade::Instant now,
    const std::shared_ptr<const Newest>& known = {}, const Assess& assess = targets::assess,
    const std::stop_token& stop = {}, Overtaken overtaken = Overtaken::begin_again);

// Time alone: figures that fell overdue, reminders, and what silences kept back until now. `newest` is the newest
// assessment of its target, and `sequence` what Newest says of it; where another one was made of later figures, nothing
// is done: time is for whoever knows those. True when something was written.
[[nodiscard]] std::expected<bool, storage::StoreFault> let_time_pass(storage::Store& store,
                                                                     const settings::Settings& settings,
                                                                     const targets::Assessment& newest,
                                                                     trade::Instant now,
                                                                     std::optional<std::int64_t> sequence = {});

// Whether nothing of a target is left to be written: its newest figures were assessed with these settings, by anyone.
[[nodiscard]] std::expected<bool, storage::StoreFault> is_caught_up(storage::Store& store,
                                                                    const targets::Target& target);

// What `status` shows: the assessment as of some moment, nothing written. `in_full` names a reading (readings.h) whose
// whole range is told even where another one rules.
struct Looked {
  targets::Assessment assessment;
  std::optional<trade::Instant> since;
  std::vector<storage::AlertRow> alerts;
  std::vector<alerts::Rule> uncounted;  // uncounted.h; empty while a daemon has not caught up with the store
};
[[nodiscard]] std::expected<Looked, storage::StoreFault> look(storage::Store& store, const targets::Target& target,
                                                              const storage::AsOf& as_of,
                                                              const growth::PanelPrior& prior,
                                                              const targets::Runner& run,
                                                              std::string_view in_full = {});

// The same of several targets, in their order: each keeps to one thread, and `run` has several go side by side. A
// target that is alone has all of them.
[[nodiscard]] std::expected<std::vector<Looked>, storage::StoreFault> look_at_all(
    storage::Store& store, std::span<const targets::Target> targets, const storage::AsOf& as_of,
    const growth::PanelPrior& prior, const targets::Runner& run);

}  // namespace tradewatch::watch
