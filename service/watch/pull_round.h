// One round of a pull: ask for the newest period, take what comes, go back to older ones where that is needed.
//
// A round goes back until a period that had figures before has them again, or `back` is used up. So the first round
// takes in all periods, a round after a long pause those that came out meanwhile, and an ordinary one asks for the
// newest and the one before. The first failure ends it; what was taken by then stays taken.
//
// Blocks, through its hands. Reads no clock.

#pragma once

#include <atomic>
#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "service/intake/http_fetch.h"
#include "service/settings/settings.h"
#include "service/storage/records.h"

namespace tradewatch::watch {

// What became of a fetched document.
struct Taken {
  enum class Kind {
    stored,       // with figures that are new
    nothing_new,  // all figures were known; it is not kept
    known,        // the very document is in the store
    empty,        // it has no figures; it is not kept
    refused,
    not_stored,  // the store could not; the same may be offered again
  };
  Kind kind = Kind::not_stored;
  std::size_t figures_stored = 0;
  std::string text;  // why not
};

struct PullHands {
  std::function<std::expected<intake::Answer, intake::FetchFault>(const intake::FetchRequest&)> fetch;
  // `refused_before`: the same bytes are in the quarantine already.
  std::function<Taken(const std::string& bytes, bool refused_before)> take;
};

struct PullRound {
  storage::PullRow row;  // as it was before when the round was stopped
  intake::PullOutcome outcome = intake::PullOutcome::nothing_found;
  int documents_stored = 0;
  int documents_refused = 0;
  std::size_t figures_stored = 0;
};

// `before` is of the same name; one of another address counts as none. `stop` may be set by another thread.
[[nodiscard]] PullRound go_round(const settings::Pull& pull, const std::optional<storage::PullRow>& before,
                                 trade::Instant now, const std::atomic<bool>& stop, const PullHands& hands);

}  // namespace tradewatch::watch
