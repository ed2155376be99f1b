// How one target came to where it stands, as a page: its publications walked again, what was said at the time, and how
// past probabilities turned out.

#pragma once

#include <expected>
#include <map>
#include <string>

#include "models/targets/runner.h"
#include "service/storage/store.h"
#include "service/watch/replay.h"
#include "service/web/pages.h"

namespace tradewatch::cli {

inline constexpr std::size_t kMaxPublications = 60;      // the newest; each costs as much as an assessment
inline constexpr std::size_t kMaxAssessmentsShown = 60;  // the newest
inline constexpr std::size_t kMaxHistoriesKept = 32;

// The replay as chart, table and sentence; pure. `shortened`: earlier publications were left out.
[[nodiscard]] web::HistoryPage history_of(const report::Replay& replay, bool shortened, wording::Language language);

// Walks a past once and keeps it until the target has another assessment. Of one thread.
class TargetHistories {
 public:
  // Everything but the walk is read anew. `today` ends the drawing.
  [[nodiscard]] std::expected<web::HistoryPage, storage::StoreFault> page_of(storage::Store& store,
                                                                             const targets::Target& target,
                                                                             const targets::Runner& run,
                                                                             trade::Date today,
                                                                             wording::Language language);

 private:
  struct Kept {
    std::string key;  // what the walk depends on
    report::Replay walked;
    bool shortened = false;
  };
  std::map<std::string, Kept> kept_;  // by target
};

}  // namespace tradewatch::cli
