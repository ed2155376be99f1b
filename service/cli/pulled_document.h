// A document that a pull fetched, taken as a dropped file is: checked, kept, or put into the quarantine with its
// report.
//
// What holds no figure that is new is not kept: a source that stamps its answers with the time would otherwise fill
// the store with the same figures day after day.

#pragma once

#include <string>
#include <string_view>

#include "service/cli/reading_aids.h"
#include "service/intake/inbox.h"
#include "service/storage/store.h"
#include "service/watch/pull_round.h"

namespace tradewatch::cli {

// On the store thread. `refused_before`: the same bytes are in the quarantine already.
[[nodiscard]] watch::Taken take_pulled(storage::Store& store, const intake::Inbox& inbox, const ReadingAids& aids,
                                       const settings::Pull& pull, std::string_view bytes, bool refused_before,
                                       trade::Instant now);

// "comtrade-pak-2026-11-27T09.json": the pull, the hour, and what the bytes are.
[[nodiscard]] std::string name_of_pulled(const std::string& pull, trade::Instant now, std::string_view bytes);

}  // namespace tradewatch::cli
