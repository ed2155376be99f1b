#include "service/cli/store_guard.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "service/cli/backups.h"

namespace tradewatch::cli {
namespace {

std::string words(const storage::StoreFault& f) { return fmt::format("{}: {}; {}", f.where, f.found, f.todo); }

}  // namespace

std::string StoreGuard::met(const storage::StoreFault& fault) {
  if (!fault.damaged || damaged_.exchange(true)) return words(fault);
  spdlog::critical("the store is damaged, nothing is taken any more: {}", words(fault));
  const std::string advised = words(with_backup(fault, store_));
  spdlog::critical("{}", advised);
  const std::lock_guard lock(mutex_);
  damage_ = advised;
  return advised;
}

std::string StoreGuard::damage() const {
  if (!damaged_) return "";
  const std::lock_guard lock(mutex_);
  return damage_.empty() ? "the store is damaged" : damage_;
}

}  // namespace tradewatch::cli
