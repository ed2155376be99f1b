#include "service/cli/fits.h"

#include <thread>
#include <utility>

#include "service/runtime/freed_memory.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

constexpr std::size_t kThreads = 2;
constexpr std::size_t kAtOnce = 2 * kThreads;  // with the threads or next in turn; the others wait in order of ids

}  // namespace

struct Fits::Job {
  std::shared_ptr<const settings::Settings> settings;
  const targets::Target* target = nullptr;  // of these
  std::shared_ptr<const watch::Newest> known;
  unsigned cores = 1;
  bool last = false;  // when it began, no other was waiting
};

Fits::Fits(Around around, std::shared_ptr<const settings::Settings> settings, std::function<void(Fitted)> done)
    : around_(around), done_(std::move(done)), threads_(around.loop, kThreads) {
  set(std::move(settings));
}

void Fits::set(std::shared_ptr<const settings::Settings> settings) {
  settings_ = std::move(settings);
  newest_.clear();  // a title may be another, which no digest of what bears on numbers shows
  targets_.clear();
  for (const targets::Target& target : settings_->targets) targets_.emplace(target.id, &target);
  std::erase_if(behind_, [&](const std::string& id) { return !targets_.contains(id); });
}

void Fits::bring_up_to_date(std::span<const std::string> targets) {
  for (const std::string& id : targets) {
    if (targets_.contains(id)) behind_.insert(id);
  }
  begin();
}

void Fits::bring_all_up_to_date() {
  for (const auto& [id, target] : targets_) behind_.insert(id);
  begin();
}

std::shared_ptr<const targets::Assessment> Fits::assessment_of(const std::string& target) const {
  const auto found = newest_.find(target);
  if (found == newest_.end()) return nullptr;
  return {found->second, &found->second->assessment};
}

void Fits::stop() {
  stop_.request_stop();
  threads_.forget_waiting();
}

void Fits::begin() {
  const bool alone = behind_.size() + fitting_.size() == 1;
  for (auto it = behind_.begin(); it != behind_.end() && fitting_.size() < kAtOnce;) {
    if (stop_.stop_requested() || around_.guard.is_damaged()) return;
    if (fitting_.contains(*it)) {
      ++it;
      continue;
    }
    const auto known = newest_.find(*it);
    const Job job{settings_, targets_.at(*it), known == newest_.end() ? nullptr : known->second,
                  alone ? std::thread::hardware_concurrency() : 1, behind_.size() == 1};
    const auto work = [this, job] {
      Fitted fitted = fit(job);
      if (job.last) runtime::give_back_freed_memory_of_this_thread();
      return fitted;
    };
    if (!threads_.submit(work, [this, job](Fitted f) { finish(job, std::move(f)); })) return;
    fitting_.insert(*it);
    it = behind_.erase(it);
  }
}

void Fits::finish(const Job& job, Fitted fitted) {
  fitting_.erase(fitted.target);
  if (job.settings == settings_ && fitted.newest) newest_[fitted.target] = fitted.newest;
  if (targets_.contains(fitted.target)) done_(std::move(fitted));
  begin();
  if (!fitting_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    idle_.clear();
  }
  runtime::give_back_freed_memory();
}

Fitted Fits::fit(const Job& job) {
  Fitted trouble;
  trouble.target = job.target->id;
  auto store = take_session(job.settings->store.url);
  if (!store) {
    trouble.trouble = around_.guard.met(store.error());
    return trouble;
  }
  auto fitted = fit(job, *store);
  if (!fitted) {
    trouble.trouble = around_.guard.met(fitted.error());
    return trouble;
  }
  give_back(std::move(*store));
  return std::move(*fitted);
}

std::expected<Fitted, storage::StoreFault> Fits::fit(const Job& job, storage::Store& store) const {
  const auto now = around_.clock.now();
  auto done = watch::catch_up(store, *job.settings, *job.target, watch::shipped_prior(), watch::side_by_side(job.cores),
                              now, job.known, targets::assess, stop_.get_token());
  if (!done) return std::unexpected(done.error());
  if (!done->newest) {
    Fitted stopped;
    stopped.target = job.target->id;
    return stopped;
  }
  const auto passed = watch::let_time_pass(store, *job.settings, done->newest->assessment, now);
  if (!passed) return std::unexpected(passed.error());
  auto background = background_of(store, *job.target, done->since);
  if (!background) return std::unexpected(background.error());
  Fitted fitted;
  fitted.target = job.target->id;
  fitted.assessments = done->assessments;
  fitted.newest = std::move(done->newest);
  fitted.card.emplace(std::shared_ptr<const targets::Assessment>(fitted.newest, &fitted.newest->assessment),
                      std::move(*background));
  return fitted;
}

std::expected<storage::Store, storage::StoreFault> Fits::take_session(const std::string& url) {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      storage::Store session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  return storage::Store::open(url, storage::OpenMode::read_write, {.quick_check = false, .noises = noises_});
}

void Fits::give_back(storage::Store session) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(session));
}

}  // namespace tradewatch::cli
