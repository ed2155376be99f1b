#include "service/cli/pulls.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <utility>

#include "service/cli/pulled_document.h"
#include "service/watch/pull_round.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 1s;  // for pulls that are due

using Keep = std::expected<void, storage::StoreFault>;

// Due by the clock on the wall. One that was tried in the future was so before somebody set the clock back.
bool is_due(const std::optional<storage::PullRow>& row, const settings::Pull& pull, trade::Instant now) {
  if (!row || row->url != pull.url || row->tried > now) return true;
  const bool sooner = row->failures == 0 && now >= row->tried + std::chrono::seconds(pull.every_s);
  return sooner || now >= row->next_due;
}

void say(const watch::PullRound& round) {
  const storage::PullRow& row = round.row;
  const std::string next = trade::format_instant(std::chrono::floor<std::chrono::seconds>(row.next_due));
  if (round.outcome == intake::PullOutcome::nothing_found || intake::is_failure(round.outcome)) {
    spdlog::warn("pull={} outcome={} failures={} next={} {}", row.name, row.outcome, row.failures, next,
                 row.error_text);
  } else {
    spdlog::info("pull={} outcome={} stored={} next={} {}", row.name, row.outcome, round.figures_stored, next,
                 row.note);
  }
}

// Runs `work` on the store thread and waits for it: for the threads of pulls, which may block.
template <typename Work>
auto on_store_thread(runtime::WorkerPool& store_thread, Work work) -> std::optional<decltype(work())> {
  auto task = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
  auto result = task->get_future();
  if (!store_thread.submit([task] { (*task)(); }, [] {})) return std::nullopt;
  return result.get();
}

}  // namespace

struct Pulls::Worker {
  Worker(runtime::Loop& loop, settings::Pull p) : pull(std::move(p)), thread(loop, 1) {}
  const settings::Pull pull;
  std::atomic<bool> stop{false};
  bool busy = false;
  bool at_once = false;  // due whatever its row says
  runtime::WorkerPool thread;
};

Pulls::Pulls(Around around, std::function<void()> stored) : around_(std::move(around)), stored_(std::move(stored)) {
  const auto rows = around_.store.pulls();
  if (!rows) spdlog::error("{}", stop_of(rows.error()).message);
  for (const storage::PullRow& row : rows.value_or(std::vector<storage::PullRow>())) rows_[row.name] = row;
}

// Also when an exception left the loop: a thread that still fetches uses the store and the loop.
Pulls::~Pulls() { drain(); }

void Pulls::set(const std::vector<settings::Pull>& pulls, std::shared_ptr<const ReadingAids> aids) {
  const bool first = aids_ == nullptr;
  aids_ = std::move(aids);
  std::vector<std::shared_ptr<Worker>> kept;
  for (const settings::Pull& pull : pulls) {
    const auto old = std::ranges::find_if(workers_, [&](const auto& worker) { return worker->pull == pull; });
    const auto row = rows_.find(pull.name);
    if (old != workers_.end()) {
      kept.push_back(*old);
    } else {
      kept.push_back(std::make_shared<Worker>(around_.loop, pull));
      kept.back()->at_once = !first;
    }
    if (row == rows_.end()) continue;
    around_.metrics.set_pull(pull.name, {row->second.success, row->second.new_figure, row->second.error});
    const bool told_to_wait = row->second.outcome == intake::name_of(intake::PullOutcome::rate_limited);
    if (!first && row->second.failures > 0 && !told_to_wait) kept.back()->at_once = true;
    if (first && !is_due(row->second, pull, around_.clock.now())) {
      spdlog::info("pull={} next={}", pull.name, trade::format_instant(row->second.next_due));
    }
  }
  for (const auto& worker : workers_) {
    if (std::ranges::find(kept, worker) != kept.end()) continue;
    worker->stop = true;
    given_up_.push_back(worker);
    const auto same_name = [&](const settings::Pull& pull) { return pull.name == worker->pull.name; };
    if (std::ranges::none_of(pulls, same_name)) around_.metrics.forget_pull(worker->pull.name);
  }
  workers_ = std::move(kept);
  if (!workers_.empty() && !std::exchange(looking_, true)) around_.loop.every(kLookEvery, [this] { look(); });
  look();
}

void Pulls::look() {
  bury();
  if (stopped_) return;
  const trade::Instant now = around_.clock.now();
  for (const auto& worker : workers_) {
    const auto row = rows_.find(worker->pull.name);
    const auto known = row == rows_.end() ? std::nullopt : std::optional(row->second);
    if (!worker->busy && (worker->at_once || is_due(known, worker->pull, now))) begin(worker);
  }
}

void Pulls::begin(const std::shared_ptr<Worker>& worker) {
  const auto found = rows_.find(worker->pull.name);
  const auto before = found == rows_.end() ? std::nullopt : std::optional(found->second);
  const auto work = [this, w = worker.get(), before, aids = aids_, now = around_.clock.now()] {
    const auto take = [&](const std::string& bytes, bool refused_before) {
      const auto taking = [&] {
        return take_pulled(around_.store, around_.inbox, *aids, w->pull, bytes, refused_before, now);
      };
      const auto taken = on_store_thread(around_.store_thread, taking);
      return taken.value_or(watch::Taken{watch::Taken::Kind::not_stored, 0, "the store thread is behind"});
    };
    const watch::PullRound round = watch::go_round(w->pull, before, now, w->stop, {intake::fetch, take});
    if (round.outcome == intake::PullOutcome::stopped) return round;
    const auto kept = on_store_thread(around_.store_thread, [&] { return around_.store.write_pull(round.row); });
    if (kept && !*kept) {
      around_.met(kept->error());
      spdlog::error("pull={} {}", w->pull.name, stop_of(kept->error()).message);
    }
    return round;
  };
  // The loop may give the worker up while its thread runs; the result must still find it.
  worker->busy = worker->thread.submit(work, [this, worker](const watch::PullRound& round) {
    worker->busy = false;
    if (round.outcome == intake::PullOutcome::stopped) return;
    say(round);
    around_.metrics.count_pull_round(worker->pull.name, round.row.outcome);
    around_.metrics.count_documents_accepted(round.documents_stored);
    around_.metrics.count_documents_refused(round.documents_refused);
    around_.metrics.count_figures_stored(static_cast<int>(round.figures_stored));
    if (!worker->stop) {
      rows_[worker->pull.name] = round.row;
      around_.metrics.set_pull(worker->pull.name, {round.row.success, round.row.new_figure, round.row.error});
    }
    if (round.figures_stored > 0) stored_();
  });
  if (worker->busy) worker->at_once = false;
}

// A thread that is joined while it still fetches would hold up the loop; one that is idle is joined here, so that no
// worker is ever destroyed by its own thread.
void Pulls::bury() {
  std::erase_if(given_up_, [](const auto& worker) {
    if (!worker->busy) worker->thread.drain();
    return !worker->busy;
  });
}

void Pulls::stop() {
  stopped_ = true;
  for (const auto& worker : workers_) worker->stop = true;
}

void Pulls::drain() {
  stop();
  for (const auto& worker : workers_) worker->thread.drain();
  for (const auto& worker : given_up_) worker->thread.drain();
}

}  // namespace tradewatch::cli
