#include "service/cli/pulls.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <utility>

#include "service/cli/pulled_document.h"
#include "service/intake/pull_request.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 1s;  // for pulls that are due

using Keep = std::expected<void, storage::StoreFault>;

constexpr auto kClocksDiffer = 1min;  // of nodes, at most
constexpr auto kTurnBeside = 1min;    // of a round, beside its questions

// Due by the clock on the wall. One that was tried in the future was so before somebody set the clock back.
bool is_due(const std::optional<storage::PullRow>& row, const settings::Pull& pull, trade::Instant now) {
  if (!row || row->url != pull.url || row->tried > now + kClocksDiffer) return true;
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

bool is_same(const std::optional<storage::PullRow>& a, const std::optional<storage::PullRow>& b) {
  if (!a || !b) return !a && !b;
  return a->tried == b->tried && a->next_due == b->next_due;
}

// How long others leave a pull alone that a node has begun: until then it has ended, or the node is gone.
trade::Instant end_of_turn(const settings::Pull& pull, trade::Instant now) {
  const auto questions = intake::requests_of(pull, std::chrono::floor<std::chrono::days>(now)).size();
  return now + kTurnBeside + std::chrono::seconds(pull.timeout_s) * static_cast<int>(questions);
}

// Nodes that share a store take turns: each schedule point is the round of who is the first to write down that it has
// begun. Gives the row that the store has where that was another one, and nothing where the turn is ours.
storage::Store::Result<std::optional<storage::PullRow>> take_turn(storage::Store& store, const settings::Pull& pull,
                                                                  const std::optional<storage::PullRow>& before,
                                                                  trade::Instant now) {
  const auto rows = store.pulls();
  if (!rows) return std::unexpected(rows.error());
  const auto found = std::ranges::find(*rows, pull.name, &storage::PullRow::name);
  const auto stored = found == rows->end() ? std::nullopt : std::optional(*found);
  if (!is_same(stored, before)) return stored;
  storage::PullRow beginning = before.value_or(storage::PullRow{});
  beginning.name = pull.name;
  beginning.url = pull.url;
  beginning.tried = now;
  beginning.next_due = end_of_turn(pull, now);
  const auto ours = store.begin_pull(beginning, before);
  if (!ours) return std::unexpected(ours.error());
  return *ours ? std::nullopt : std::optional(beginning);  // the next look finds whose it is
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
  std::string trouble;  // of its thread: with the store, as it was last said
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

// What one turn of a pull came to: a round, or what the store has of another node's.
struct Pulls::Turn {
  std::optional<watch::PullRound> round;
  std::optional<storage::PullRow> others;
};

Pulls::Turn Pulls::go_round(Worker& worker, const std::optional<storage::PullRow>& before, const ReadingAids& aids,
                            trade::Instant now) const {
  const auto failed = [&](const storage::StoreFault& fault) {
    around_.met(fault);
    // Once, and not at every look: a server may be away for hours.
    const std::string message = stop_of(fault).message;
    if (std::exchange(worker.trouble, message) != message) spdlog::error("pull={} {}", worker.pull.name, message);
  };
  if (around_.shared) {
    const auto turn =
        on_store_thread(around_.store_thread, [&] { return take_turn(around_.store, worker.pull, before, now); });
    if (turn && !*turn) failed(turn->error());
    if (!turn || !*turn) return {std::nullopt, before};
    worker.trouble.clear();
    if (**turn) return {std::nullopt, **turn};
  }
  const auto take = [&](const std::string& bytes, bool refused_before) {
    const auto taking = [&] {
      return take_pulled(around_.store, around_.inbox, aids, worker.pull, bytes, refused_before, now);
    };
    const auto taken = on_store_thread(around_.store_thread, taking);
    return taken.value_or(watch::Taken{watch::Taken::Kind::not_stored, 0, "the store thread is behind"});
  };
  watch::PullRound round = watch::go_round(worker.pull, before, now, worker.stop, {intake::fetch, take});
  const bool stopped = round.outcome == intake::PullOutcome::stopped;
  if (stopped && !around_.shared) return {std::move(round), std::nullopt};
  storage::PullRow row = round.row;
  if (stopped) row.next_due = now;  // somebody else may go on at once
  const auto kept = on_store_thread(around_.store_thread, [&]() -> storage::Store::Result<void> {
    if (!around_.shared) return around_.store.write_pull(row);
    const auto ours = around_.store.end_pull(row, now);
    return ours ? storage::Store::Result<void>() : std::unexpected(ours.error());
  });
  if (kept && !*kept) failed(kept->error());
  return {std::move(round), std::nullopt};
}

void Pulls::begin(const std::shared_ptr<Worker>& worker) {
  const auto found = rows_.find(worker->pull.name);
  const auto before = found == rows_.end() ? std::nullopt : std::optional(found->second);
  const auto work = [this, w = worker.get(), before, aids = aids_, now = around_.clock.now()] {
    return go_round(*w, before, *aids, now);
  };
  // The loop may give the worker up while its thread runs; the result must still find it.
  worker->busy = worker->thread.submit(work, [this, worker](const Turn& turn) {
    worker->busy = false;
    if (turn.round) return finish(*worker, *turn.round);
    if (turn.others && !worker->stop) remember(*turn.others);
  });
  if (worker->busy) worker->at_once = false;
}

void Pulls::finish(const Worker& worker, const watch::PullRound& round) {
  if (round.outcome == intake::PullOutcome::stopped) return;
  say(round);
  around_.metrics.count_pull_round(worker.pull.name, round.row.outcome);
  around_.metrics.count_documents_accepted(round.documents_stored);
  around_.metrics.count_documents_refused(round.documents_refused);
  around_.metrics.count_figures_stored(static_cast<int>(round.figures_stored));
  if (!worker.stop) remember(round.row);
  if (round.figures_stored > 0) stored_();
}

void Pulls::remember(const storage::PullRow& row) {
  rows_[row.name] = row;
  around_.metrics.set_pull(row.name, {row.success, row.new_figure, row.error});
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
