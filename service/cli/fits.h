// Who brings targets up to date: a thread a core, with store sessions that are kept while there is work.
//
// What is to be done is derived from the store, so asking too often costs little: a target about which nothing changed
// is not forecast again. One that waits alone has all cores; where many wait, each fit keeps to its own thread. The
// sessions share what sources have revised, so that a thousand targets of one source learn it once.
//
// On a store that nodes share each goes through the targets in an order of its own, and takes first what nobody has
// assessed yet: so they share the work without talking to each other. What others assessed is forecast for this node's
// pages once nothing has moved for two seconds, or after a minute.
//
// All calls are made on the loop's thread, and so is `done`.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "service/cli/store_guard.h"
#include "service/cli/target_card.h"
#include "service/runtime/clock.h"
#include "service/runtime/worker_pool.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"
#include "service/watch/catch_up.h"

namespace tradewatch::cli {

// The order in which a node takes targets: by id, or with a seed in an order that no other node is likely to have.
struct InTurn {
  std::uint64_t seed = 0;  // 0: by id
  [[nodiscard]] bool operator()(const std::string& a, const std::string& b) const;
};

// What became of one target; without `newest` there was trouble, and it is asked again with the next look around, or
// the service stops.
struct Fitted {
  std::string target;
  std::shared_ptr<const watch::Newest> newest;
  std::optional<TargetCard> card;
  int assessments = 0;
  std::string trouble;         // in words
  storage::Position position;  // of the store before the card was made: what it shows goes as far at least
  bool postponed = false;      // somebody assessed it: what nobody has comes first
};

using NewestByTarget = std::map<std::string, std::shared_ptr<const watch::Newest>>;

class Fits {
 public:
  // What the daemon has; all of it outlives the fits.
  struct Around {
    runtime::Loop& loop;
    const runtime::Clock& clock;
    StoreGuard& guard;  // once it knows of damage, nothing is begun any more
  };
  Fits(Around around, std::shared_ptr<const settings::Settings> settings, std::function<void(Fitted)> done);
  Fits(const Fits&) = delete;
  Fits& operator=(const Fits&) = delete;

  // Fits that run go on under the old ones; what they find is not kept.
  void set(std::shared_ptr<const settings::Settings> settings);

  // Each once, however often it is asked for. Unknown targets are left out.
  void bring_up_to_date(std::span<const std::string> targets);
  void bring_all_up_to_date();
  // Those of which this node shows less than there is.
  void bring_up_to_date(std::span<const storage::MovedTarget> moved);

  // Of the targets that were fitted under the settings in force.
  [[nodiscard]] const NewestByTarget& newest() const { return newest_; }
  // Null while there is none.
  [[nodiscard]] std::shared_ptr<const targets::Assessment> assessment_of(const std::string& target) const;

  // Begins nothing more, no further release of a target either: the next start finds in the store what is left.
  void stop();
  // Joins the threads; their results wait in the loop.
  void drain() { threads_.drain(); }

 private:
  struct Job;
  using Waiting = std::set<std::string, InTurn>;
  void add_behind(const std::string& target);
  void begin();
  void begin_some(Waiting& waiting);
  void finish(const Job& job, Fitted fitted);
  [[nodiscard]] Fitted fit(const Job& job);
  [[nodiscard]] std::expected<Fitted, storage::StoreFault> fit(const Job& job, storage::Store& store) const;
  [[nodiscard]] std::expected<storage::Store, storage::StoreFault> take_session(const std::string& url);
  void give_back(storage::Store session);

  const Around around_;
  const std::function<void(Fitted)> done_;
  std::shared_ptr<const settings::Settings> settings_;
  std::map<std::string, const targets::Target*> targets_;  // of settings_
  const bool shared_;                                      // with other nodes
  Waiting behind_;
  Waiting postponed_;                         // begun when nothing else is behind and the store is at rest
  runtime::SteadyInstant moved_{};            // when something was behind last
  runtime::SteadyInstant postponed_since_{};  // the first of those in postponed_
  bool asked_again_ = false;                  // the loop will call begin()
  std::set<std::string> fitting_;
  NewestByTarget newest_;
  std::map<std::string, storage::Position> shown_;  // how far the card of a target goes
  std::stop_source stop_;
  const std::shared_ptr<storage::NoiseMemory> noises_ = std::make_shared<storage::NoiseMemory>();
  std::mutex mutex_;
  std::vector<storage::Store> idle_;  // sessions that no fit has; under mutex_
  runtime::WorkerPool threads_;       // declared last: it ends before what its jobs use
};

}  // namespace tradewatch::cli
