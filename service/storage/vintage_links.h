// The vintages of one document on their way into its link of the audit chain, digested beside the inserts. For this
// folder's .cpp files only.
//
// A digest takes about a fifth of what an insert takes, and needs nothing of the store: a document of more than one
// block has a thread for it. Two blocks take turns, one filled while the other is digested, so memory does not grow
// with the document.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "service/storage/chain.h"

namespace tradewatch::storage {

class VintageLinks {
 public:
  struct Vintage {
    std::int64_t id = 0;
    const trade::Figure* figure = nullptr;
    trade::Change change = trade::Change::first;
    std::optional<std::int64_t> previous;
  };

  // `previous`: the link before, empty for the first document.
  VintageLinks(std::string_view previous, const DocumentRow& document);

  // In the order of the store. The figure stays as it is until hex() or the end of this. Throws std::runtime_error
  // when an earlier digest failed.
  void add(const Vintage& vintage);
  [[nodiscard]] std::string hex();  // ends it; 64 lower-case digits

 private:
  void digest(std::vector<Vintage>& block);
  void hand_over();
  void wait_for_digest();
  void begin_thread();
  void work(const std::stop_token& stop);

  std::vector<Vintage> filling_;
  ChainLink link_;                  // the thread's while it is busy, as is:
  std::vector<Vintage> digesting_;  // empty otherwise
  bool alone_ = false;              // there is no thread to be had
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool busy_ = false;           // guarded by mutex_
  std::exception_ptr failure_;  // guarded by mutex_
  std::jthread thread_;         // last: it ends before what it uses
};

}  // namespace tradewatch::storage
