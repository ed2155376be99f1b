// Whether the daemon may still write to its store.
//
// A full disk, a lock or a lost connection passes: what could not be written is tried again. Damage does not: from the
// first sign of it nothing is taken, concluded or delivered until somebody has looked and the daemon starts anew, since
// every further row would stand on what may be wrong. Pages go on showing what was known.

#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "service/settings/settings.h"
#include "service/storage/records.h"

namespace tradewatch::cli {

// The fault in one line for the log: where, what was found, what helps.
[[nodiscard]] std::string words_of(const storage::StoreFault& fault);

class StoreGuard {
 public:
  explicit StoreGuard(settings::Store store) : store_(std::move(store)) {}

  // Whoever met a fault tells it here, from any thread; gives its words. The first damage looks for the newest sound
  // backup, which may take a while, and is logged.
  std::string met(const storage::StoreFault& fault);

  [[nodiscard]] bool is_damaged() const { return damaged_; }
  // In words, with what to do; empty while no damage was met.
  [[nodiscard]] std::string damage() const;

 private:
  const settings::Store store_;
  std::atomic<bool> damaged_ = false;
  mutable std::mutex mutex_;
  std::string damage_;  // under mutex_
};

}  // namespace tradewatch::cli
