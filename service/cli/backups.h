// The backups of the daemon: one is made when the newest is older than the settings allow.
//
// A thread of its own looks once a minute, copies, verifies the copy whole, and only then removes backups beyond those
// that are kept. Nothing else waits for it. What failed is tried again after kRetryAfter. All calls are made on the
// loop's thread.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "service/runtime/clock.h"
#include "service/runtime/worker_pool.h"
#include "service/settings/settings.h"
#include "service/storage/backup.h"
#include "service/web/metrics.h"

namespace tradewatch::cli {

inline constexpr std::chrono::minutes kRetryAfter{10};

// Where the backups of these settings are.
[[nodiscard]] storage::BackupFolder backup_folder(const settings::Store& store);

// `fault`, and for a damaged store the newest sound backup with the command that brings it back.
[[nodiscard]] storage::StoreFault with_backup(storage::StoreFault fault, const settings::Store& store);

// One look at the backups.
struct BackupRound {
  std::optional<storage::Backup> newest;
  bool made = false;
  std::size_t removed = 0;
  std::optional<storage::StoreFault> fault;
};

// Makes a backup when the newest one until now is `every` old. A backup that claims to be of the future was made
// before somebody set the clock back, and does not count.
[[nodiscard]] BackupRound look_at_backups(const settings::Store& store, std::chrono::seconds every, trade::Instant now,
                                          const std::stop_token& stop = {});

class Backups {
 public:
  // `met` is called, on the loop, with each fault. Loop, clock and metrics outlive the backups.
  Backups(runtime::Loop& loop, const runtime::Clock& clock, web::Metrics& metrics,
          std::function<void(const storage::StoreFault&)> met);
  // Drains.
  ~Backups();
  Backups(const Backups&) = delete;
  Backups& operator=(const Backups&) = delete;

  // The store's settings. Looks at once.
  void set(const settings::Store& store);

  // A copy that is being made is given up, without a trace.
  void stop() { stop_.request_stop(); }
  // Joins the thread; the result waits in the loop.
  void drain();

 private:
  void look();
  void take(const BackupRound& round);

  const runtime::Clock& clock_;
  web::Metrics& metrics_;
  const std::function<void(const storage::StoreFault&)> met_;
  settings::Store settings_;
  std::optional<runtime::SteadyInstant> failed_;  // when the last one failed, until one is made
  bool busy_ = false;
  std::stop_source stop_;
  runtime::WorkerPool thread_;
};

}  // namespace tradewatch::cli
