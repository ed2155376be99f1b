#include "service/cli/store_guard.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "service/cli/backups.h"

namespace tradewatch::cli {

std::string words_of(const storage::StoreFault& f) { return fmt::format("{}: {}; {}", f.where, f.found, f.todo); }

std::string StoreGuard::met(const storage::StoreFault& fault) {
  if (!fault.damaged) return words_of(fault);
  {
    const std::lock_guard lock(mutex_);
    if (damaged_) return words_of(fault);
    damage_ = words_of(fault) + "; the newest sound backup is being looked for";
    damaged_ = true;
  }
  spdlog::critical("the store is damaged, nothing is taken any more: {}", words_of(fault));
  const std::string advised = words_of(with_backup(fault, store_));
  spdlog::critical("{}", advised);
  const std::lock_guard lock(mutex_);
  damage_ = advised;
  return advised;
}

std::string StoreGuard::damage() const {
  const std::lock_guard lock(mutex_);
  return damage_;
}

}  // namespace tradewatch::cli
