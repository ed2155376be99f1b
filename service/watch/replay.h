// A target's past, walked in order of publication: what the verdict and the alerts would have been each day.
//
// Every day sees the figures published by then and no others, so a replay is never clairvoyant; rules, models and prior
// are those of now. A day's figures of a component are one release that alerts count, as in catch_up.h; the partner's
// figures are assessed without a step. Between publications the figures may fall overdue, and the day on which that
// is noticed is a step of its own. After the last publication nothing is walked: a replay reads no clock.
//
// Nothing is written to the store, and no notice is made.

#pragma once

#include <expected>
#include <functional>
#include <vector>

#include "models/growth/panel_prior.h"
#include "service/report/replay_report.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// The figures of a target that were published on one day, whichever of its readings needs them; a rounding is no
// change.
struct Publication {
  trade::Date date{};
  std::vector<storage::Vintage> figures;          // of a component in some reading
  std::vector<storage::Vintage> partner_figures;  // of a mirror alone
};

// By date, each date once; within `as_of`.
[[nodiscard]] std::expected<std::vector<Publication>, storage::StoreFault> publications_of(
    storage::Store& store, const targets::Target& target, const storage::AsOf& as_of);

// `run` spreads the assessments of several days; `done` is called once a publication, from any thread.
[[nodiscard]] std::expected<report::Replay, storage::StoreFault> replay(
    storage::Store& store, const targets::Target& target, const storage::AsOf& as_of,
    std::vector<Publication> publications, const growth::PanelPrior& prior, const targets::Runner& run,
    const std::function<void()>& done);

}  // namespace tradewatch::watch
