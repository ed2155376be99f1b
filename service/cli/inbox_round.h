// One look through the inbox: every file that is whole is taken, or quarantined with its report.

#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "service/cli/reading_aids.h"
#include "service/intake/inbox.h"
#include "service/storage/store.h"

namespace tradewatch::cli {

struct InboxRound {
  int accepted = 0;
  int refused = 0;
  std::size_t figures_stored = 0;
  std::string trouble;  // why some files stayed where they are, or empty
  // The store took no more, so the round ended early and the other files wait for the next one.
  std::optional<storage::StoreFault> store_fault;
};

// Exchange rates are read anew in each round that finds a file, so that a file of rates may grow while the daemon runs.
// While rates cannot be read, files stay where they are: the fault is not theirs.
// `seen` are the files that the last round left because nobody could say whether they are whole; such a file is
// taken when it did not change since. It is replaced by those of this round.
// `kept` is called as soon as a document's figures are durable: what follows, its move and its report, takes several
// writes to the disk that nobody who waits for the figures needs.
[[nodiscard]] InboxRound go_through(const intake::Inbox& inbox, storage::Store& store, const ReadingAids& aids,
                                    std::vector<intake::Candidate>& seen, trade::Instant now,
                                    const std::function<void()>& kept);

}  // namespace tradewatch::cli
