#include "service/storage/vintage_links.h"

#include <system_error>
#include <utility>

namespace tradewatch::storage {
namespace {

constexpr std::size_t kBlock = 4096;  // vintages: a few milliseconds

}  // namespace

VintageLinks::VintageLinks(std::string_view previous, const DocumentRow& document) : link_(previous) {
  link_.add(document);
}

void VintageLinks::add(const Vintage& vintage) {
  if (filling_.size() == kBlock) hand_over();
  filling_.push_back(vintage);
}

std::string VintageLinks::hex() {
  wait_for_digest();
  digest(filling_);
  return link_.hex();
}

void VintageLinks::digest(std::vector<Vintage>& block) {
  for (const Vintage& vintage : block) link_.add(vintage.id, *vintage.figure, vintage.change, vintage.previous);
  block.clear();
}

void VintageLinks::hand_over() {
  if (!thread_.joinable() && !alone_) begin_thread();
  if (alone_) return digest(filling_);
  wait_for_digest();
  std::swap(filling_, digesting_);
  {
    const std::lock_guard lock(mutex_);
    busy_ = true;
  }
  changed_.notify_all();
}

void VintageLinks::wait_for_digest() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });
  if (failure_) std::rethrow_exception(failure_);
}

// Where the system gives no thread, the caller digests.
void VintageLinks::begin_thread() {
  digesting_.reserve(kBlock);
  try {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  } catch (const std::system_error&) {
    alone_ = true;
  }
}

void VintageLinks::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return busy_; })) {
    lock.unlock();
    std::exception_ptr failure;
    try {
      digest(digesting_);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    failure_ = failure;
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace tradewatch::storage
