#include "service/cli/fits.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "service/runtime/freed_memory.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"
#include "service/watch/uncounted.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

constexpr std::size_t kThreads = 2;
constexpr std::size_t kAtOnce = 2 * kThreads;  // with the threads or next in turn; the others wait in order of ids
// While nodes of one machine have work, each forecast for pages alone takes from it; and what is about to be assessed
// again need not be forecast twice.
constexpr std::chrono::milliseconds kRest{2000};
constexpr std::chrono::seconds kLongestPostponed{60};

// Of this process alone, in all likelihood: neither time nor process need be another's on another machine.
std::uint64_t seed_of_this_node(const runtime::Clock& clock) {
  return static_cast<std::uint64_t>(clock.now().time_since_epoch().count()) * 1'000'003U +
         static_cast<std::uint64_t>(getpid());
}

std::uint64_t place_of(std::uint64_t seed, const std::string& id) {
  std::uint64_t hash = 14695981039346656037U ^ seed;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash ^ (hash >> 29);
}

bool goes_as_far(const storage::Position& shown, const storage::Position& to) {
  return shown.assessment >= to.assessment && shown.transition >= to.transition && shown.event >= to.event;
}

}  // namespace

bool InTurn::operator()(const std::string& a, const std::string& b) const {
  if (seed == 0) return a < b;
  const std::uint64_t place_a = place_of(seed, a), place_b = place_of(seed, b);
  return place_a != place_b ? place_a < place_b : a < b;
}

struct Fits::Job {
  std::shared_ptr<const settings::Settings> settings;
  const targets::Target* target = nullptr;  // of these
  std::shared_ptr<const watch::Newest> known;
  unsigned cores = 1;
  bool last = false;  // when it began, no other was waiting
  bool may_wait = false;
};

Fits::Fits(Around around, std::shared_ptr<const settings::Settings> settings, std::function<void(Fitted)> done)
    : around_(around),
      done_(std::move(done)),
      shared_(storage::may_be_shared(settings->store.url)),
      behind_(InTurn{shared_ ? seed_of_this_node(around.clock) : 0}),
      postponed_(behind_.key_comp()),
      threads_(around.loop, kThreads) {
  set(std::move(settings));
}

void Fits::set(std::shared_ptr<const settings::Settings> settings) {
  settings_ = std::move(settings);
  newest_.clear();  // a title may be another, which no digest of what bears on numbers shows
  targets_.clear();
  for (const targets::Target& target : settings_->targets) targets_.emplace(target.id, &target);
  for (Waiting* waiting : {&behind_, &postponed_})
    std::erase_if(*waiting, [&](const std::string& id) { return !targets_.contains(id); });
}

void Fits::bring_up_to_date(std::span<const std::string> targets) {
  for (const std::string& id : targets) {
    if (targets_.contains(id)) add_behind(id);
  }
  begin();
}

void Fits::bring_all_up_to_date() {
  for (const auto& [id, target] : targets_) add_behind(id);
  begin();
}

void Fits::bring_up_to_date(std::span<const storage::MovedTarget> moved) {
  for (const auto& [target, to] : moved) {
    if (target.empty()) return bring_all_up_to_date();
    if (targets_.contains(target) && !goes_as_far(shown_[target], to)) add_behind(target);
  }
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

void Fits::add_behind(const std::string& target) {
  behind_.insert(target);
  moved_ = around_.clock.steady();
}

void Fits::begin() {
  begin_some(behind_);
  if (!behind_.empty() || postponed_.empty()) return;
  const auto now = around_.clock.steady();
  if (now - moved_ >= kRest || now - postponed_since_ >= kLongestPostponed) return begin_some(postponed_);
  if (asked_again_) return;
  asked_again_ = true;
  around_.loop.after(kRest, [this] {
    asked_again_ = false;
    begin();
  });
}

void Fits::begin_some(Waiting& waiting) {
  const bool alone = behind_.size() + postponed_.size() + fitting_.size() == 1;
  for (auto it = waiting.begin(); it != waiting.end() && fitting_.size() < kAtOnce;) {
    if (stop_.stop_requested() || around_.guard.is_damaged()) return;
    if (fitting_.contains(*it)) {
      ++it;
      continue;
    }
    const auto known = newest_.find(*it);
    const Job job{settings_,
                  targets_.at(*it),
                  known == newest_.end() ? nullptr : known->second,
                  alone ? std::thread::hardware_concurrency() : 1,
                  behind_.size() + postponed_.size() == 1,
                  shared_ && !alone && &waiting == &behind_};
    const auto work = [this, job] {
      Fitted fitted = fit(job);
      if (job.last) runtime::give_back_freed_memory_of_this_thread();
      return fitted;
    };
    if (!threads_.submit(work, [this, job](Fitted f) { finish(job, std::move(f)); })) return;
    fitting_.insert(*it);
    if (&waiting == &behind_) postponed_.erase(*it);
    it = waiting.erase(it);
  }
}

void Fits::finish(const Job& job, Fitted fitted) {
  fitting_.erase(fitted.target);
  if (fitted.postponed && targets_.contains(fitted.target)) {
    if (postponed_.empty()) postponed_since_ = around_.clock.steady();
    if (!behind_.contains(fitted.target)) postponed_.insert(fitted.target);
    return begin();
  }
  if (fitted.newest) shown_[fitted.target] = fitted.position;
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
  if (job.may_wait) {
    const auto by_others = watch::is_caught_up(store, *job.target);
    if (!by_others) return std::unexpected(by_others.error());
    Fitted later;
    later.target = job.target->id;
    later.postponed = true;
    if (*by_others) return later;
  }
  auto done = watch::catch_up(store, *job.settings, *job.target, watch::shipped_prior(), watch::side_by_side(job.cores),
                              now, job.known, targets::assess, stop_.get_token(),
                              job.may_wait ? watch::Overtaken::give_way : watch::Overtaken::begin_again);
  if (!done) return std::unexpected(done.error());
  if (!done->newest) {
    Fitted stopped;  // or in somebody else's hands
    stopped.target = job.target->id;
    stopped.assessments = done->assessments;
    stopped.postponed = done->gave_way;
    return stopped;
  }
  const auto passed = watch::let_time_pass(store, *job.settings, done->newest->assessment, now, done->newest->sequence);
  if (!passed) return std::unexpected(passed.error());
  const auto position = store.position();
  if (!position) return std::unexpected(position.error());
  auto background = background_of(store, *job.target, done->since);
  if (!background) return std::unexpected(background.error());
  const auto late = watch::uncounted(done->newest->assessment, background->standing.alerts);
  if (done->assessments > 0 && !late.empty())
    spdlog::warn("target={} {}", job.target->id, wording::uncounted_sentence(late, wording::Language::en));
  Fitted fitted;
  fitted.target = job.target->id;
  fitted.assessments = done->assessments;
  fitted.position = *position;
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
