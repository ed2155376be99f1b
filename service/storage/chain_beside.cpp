#include "service/storage/chain_beside.h"

#include <utility>

namespace tradewatch::storage {
namespace {

constexpr std::size_t kBesideFrom = 4096;  // vintages: about two milliseconds; fewer are not worth a thread

}  // namespace

void ChainBeside::add(std::int64_t id, std::size_t index, trade::Change change,
                      std::optional<std::int64_t> previous_id) {
  waiting_.push_back({id, index, change, previous_id});
  if (waiting_.size() < kBesideFrom) return;
  if (running_.valid()) running_.get();
  running_ = std::async(std::launch::async, [this, entries = std::exchange(waiting_, {})] { digest(entries); });
}

std::string ChainBeside::hex() {
  if (running_.valid()) running_.get();
  digest(waiting_);
  return link_.hex();
}

void ChainBeside::digest(const std::vector<Entry>& entries) {
  for (const Entry& e : entries) link_.add(e.id, figures_[e.index], e.change, e.previous_id);
}

}  // namespace tradewatch::storage
