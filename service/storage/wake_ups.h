// Being woken when something was written to a PostgreSQL store, by whatever node: LISTEN beside the poll.
//
// A wake-up says that it is worth looking, and nothing else: what is new is found in the store. One that is lost, with
// a connection or otherwise, costs the time until the next look.

#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "service/storage/records.h"

namespace tradewatch::storage {

inline constexpr std::string_view kWakeUpChannel = "tradewatch";

class WakeUps {
 public:
  // `url` is "postgresql://...". Connects with the first wait().
  explicit WakeUps(std::string url);
  ~WakeUps();
  WakeUps(const WakeUps&) = delete;
  WakeUps& operator=(const WakeUps&) = delete;

  // Waits until something was written, for `longest` at most. True when it is worth looking: something was written, or
  // the connection is new and nobody knows what was missed. A fault when the server cannot be reached or its connection
  // was lost; the next call tries again, at once. For one thread.
  [[nodiscard]] std::expected<bool, StoreFault> wait(std::chrono::milliseconds longest);

  // From any thread: a wait ends at once, and so does every later one.
  void interrupt();

 private:
  struct Listening;
  std::unique_ptr<Listening> listening_;
};

}  // namespace tradewatch::storage
