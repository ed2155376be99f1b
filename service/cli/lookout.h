// What happened in the store, whoever did it: this daemon, another node, or a command.
//
// Each look asks the store how far it is. On PostgreSQL a wake-up makes the next look come soon after something was
// written; without one, on SQLite or while the connection for them is lost, the daemon's own rounds look. So what a
// wake-up brings is time alone.
//
// All calls are made on the loop's thread, and so is `news`.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/runtime/worker_pool.h"
#include "service/storage/store.h"
#include "service/storage/wake_ups.h"

namespace tradewatch::cli {

// Since the look before; the first one finds nothing moved.
struct News {
  std::int64_t sequence = 0;  // of the newest document
  std::vector<storage::MovedTarget> moved;
  bool notices = false;  // some were queued
};

class Lookout {
 public:
  using Told = std::function<void(const std::expected<News, storage::StoreFault>&)>;

  // What is given outlives it; `store` is of the store thread.
  Lookout(runtime::Loop& loop, runtime::WorkerPool& store_thread, storage::Store& store, Told news);
  ~Lookout();
  Lookout(const Lookout&) = delete;
  Lookout& operator=(const Lookout&) = delete;

  // Asks the store now, or once more when it is being asked. False when the store thread is too far behind for that.
  bool look();
  // Listens from now on where `store_url` is of PostgreSQL.
  void listen(const std::string& store_url);
  // Looks no more.
  void stop();
  // Joins the thread that listens.
  void drain();

 private:
  void wait_for_others();
  void heard(const std::expected<bool, storage::StoreFault>& worth);

  runtime::Loop& loop_;
  runtime::WorkerPool& store_thread_;
  storage::Store& store_;
  const Told news_;
  std::optional<storage::Position> seen_;
  bool looking_ = false;
  bool again_ = false;
  bool stopped_ = false;
  bool deaf_ = false;  // said once when it begins, and once when it ends
  std::unique_ptr<storage::WakeUps> wake_ups_;
  std::unique_ptr<runtime::WorkerPool> listening_;
};

}  // namespace tradewatch::cli
