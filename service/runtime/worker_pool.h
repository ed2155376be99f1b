// A fixed number of threads for work that blocks or computes, so that the loop never does.
//
// The queue is bounded: when it is full, `submit` says so and takes nothing. It never waits, since the loop calls
// it; what was refused is derived from the store again later. Results come back through the loop, so the second
// function of a job needs no locks.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "service/runtime/loop.h"

namespace tradewatch::runtime {

inline constexpr std::size_t kMaxQueuedJobs = 256;  // waiting ones; more means that something is stuck

class WorkerPool {
 public:
  // `threads` is at least one. The loop must outlive the pool.
  WorkerPool(Loop& loop, std::size_t threads, std::size_t max_queued = kMaxQueuedJobs);
  // Drains.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work()` on a thread of the pool, then `then(its result)` on the loop (`then()` when there is none).
  // False, with nothing taken, when the queue is full or the pool is draining. What `work` throws is thrown again
  // on the loop, and `then` is not called.
  template <typename Work, typename Then>
  [[nodiscard]] bool submit(Work work, Then then);

  // Takes no more jobs, finishes those it has, and joins the threads. Their results wait in the loop: call
  // `Loop::run_ready` when the loop no longer runs. May be called more than once, from one thread.
  void drain();

  // Drops the jobs that no thread has begun, with their second functions: for work that is found again.
  void forget_waiting();

  [[nodiscard]] std::size_t queued() const;  // jobs that no thread has begun

 private:
  using Job = std::function<void()>;
  bool enqueue(Job job);
  void run_jobs();

  Loop& loop_;
  const std::size_t max_queued_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> jobs_;   // under mutex_
  bool draining_ = false;  // under mutex_
  std::vector<std::thread> threads_;
};

template <typename Work, typename Then>
bool WorkerPool::submit(Work work, Then then) {
  using Result = std::invoke_result_t<Work&>;
  // Shared, because std::function wants to copy and what is carried often cannot be copied.
  struct Carried {
    Work work;
    Then then;
    std::conditional_t<std::is_void_v<Result>, std::optional<bool>, std::optional<Result>> result;
    std::exception_ptr thrown;
  };
  auto carried = std::make_shared<Carried>(std::move(work), std::move(then), std::nullopt, nullptr);
  return enqueue([this, carried = std::move(carried)] {
    try {
      if constexpr (std::is_void_v<Result>) {
        carried->work();
      } else {
        carried->result.emplace(carried->work());
      }
    } catch (...) {
      carried->thrown = std::current_exception();
    }
    loop_.post([carried] {
      if (carried->thrown) std::rethrow_exception(carried->thrown);
      if constexpr (std::is_void_v<Result>) {
        carried->then();
      } else {
        carried->then(std::move(*carried->result));
      }
    });
  });
}

}  // namespace tradewatch::runtime
