// The pulls of the daemon: when each one is due, its round runs on a thread of its own.
//
// Nodes that share a store and have the same pulls go each round once: who writes down first that it began has it.
//
// Fetching blocks that thread alone; what was fetched is taken on the store thread, as a dropped file is, and what the
// round learned is kept there. All calls are made on the loop's thread.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/cli/reading_aids.h"
#include "service/intake/inbox.h"
#include "service/runtime/clock.h"
#include "service/runtime/worker_pool.h"
#include "service/storage/store.h"
#include "service/watch/pull_round.h"
#include "service/web/metrics.h"

namespace tradewatch::cli {

class Pulls {
 public:
  // What the daemon has; all of it outlives the pulls.
  struct Around {
    runtime::Loop& loop;
    runtime::WorkerPool& store_thread;
    storage::Store& store;  // of the store thread
    const intake::Inbox& inbox;
    const runtime::Clock& clock;
    web::Metrics& metrics;
    std::function<void(const storage::StoreFault&)> met;  // called with the store's faults, from any thread
    bool shared = false;  // other nodes have the same pulls: one of them goes each round
  };

  // `stored` is called when new figures are in the store. Reads from the store how far each pull is, so make it before
  // the store thread has work.
  Pulls(Around around, std::function<void()> stored);
  // Drains.
  ~Pulls();
  Pulls(const Pulls&) = delete;
  Pulls& operator=(const Pulls&) = delete;

  // The pulls of the settings. A changed one begins anew and is due now, as is one that failed, unless its source
  // asked to wait; one that is gone is given up in the middle of its round.
  void set(const std::vector<settings::Pull>& pulls, std::shared_ptr<const ReadingAids> aids);

  // Begins no round any more and ends those that run within about a second.
  void stop();
  // Joins the threads; the results wait in the loop.
  void drain();

 private:
  struct Worker;
  struct Turn;

  void look();
  void begin(const std::shared_ptr<Worker>& worker);
  [[nodiscard]] Turn go_round(Worker& worker, const std::optional<storage::PullRow>& before, const ReadingAids& aids,
                              trade::Instant now) const;
  void finish(const Worker& worker, const watch::PullRound& round);
  void remember(const storage::PullRow& row);
  void bury();

  const Around around_;
  const std::function<void()> stored_;
  std::shared_ptr<const ReadingAids> aids_;
  std::map<std::string, storage::PullRow> rows_;  // also of pulls that are no longer in the settings
  std::vector<std::shared_ptr<Worker>> workers_;  // as in the settings
  std::vector<std::shared_ptr<Worker>> given_up_;
  bool looking_ = false;  // every second, from the first pull on: a daemon without pulls sleeps
  bool stopped_ = false;
};

}  // namespace tradewatch::cli
