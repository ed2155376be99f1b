// Who brings notices to their receivers: for each receiver a thread, a store session and a dispatcher of its own, so
// that none holds another back.
//
// All calls are made on the loop's thread. What is due is found in the store, so a wake-up that was missed costs time
// alone.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "service/cli/store_guard.h"
#include "service/runtime/clock.h"
#include "service/runtime/worker_pool.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"
#include "service/web/metrics.h"

namespace tradewatch::cli {

class Senders {
 public:
  // What the daemon has; all of it outlives the senders.
  struct Around {
    runtime::Loop& loop;
    runtime::WorkerPool& store_thread;
    storage::Store& store;  // of the store thread
    const runtime::Clock& clock;
    web::Metrics& metrics;
    StoreGuard& guard;  // once it knows of damage, nothing is delivered any more
  };

  // Each sender opens the store at `store_url` for itself.
  Senders(Around around, std::string store_url);
  // Drains.
  ~Senders();
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;

  // The receivers of the settings. One that did not change goes on; one that changed or is gone is given up in the
  // middle of its delivery, which its successor makes again under the same id.
  void set(const std::vector<settings::Receiver>& receivers);

  // Something may be due: a notice was queued, or time went by.
  void wake();

  // Begins nothing more. `done` is called once what is being delivered has ended, in kPatience and a second at most.
  void stop(std::function<void()> done);
  // Joins the threads, and interrupts what they still do; the results wait in the loop.
  void drain();

 private:
  struct Sender;
  struct Round;

  void begin(const std::shared_ptr<Sender>& sender);
  void finish(const std::shared_ptr<Sender>& sender, const Round& round);
  void begin_later(const std::shared_ptr<Sender>& sender, const Round& round);
  void measure();
  void show(const std::vector<storage::ReceiverBacklog>& backlogs);
  void bury();
  void end_when_idle();
  [[nodiscard]] Round go_round(Sender& sender) const;

  const Around around_;
  const std::string store_url_;
  std::vector<std::shared_ptr<Sender>> senders_;  // as in the settings
  std::vector<std::shared_ptr<Sender>> given_up_;
  std::function<void()> done_;  // while stopping
  bool stopped_ = false;
  bool measuring_ = false;
};

}  // namespace tradewatch::cli
