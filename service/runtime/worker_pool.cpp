#include "service/runtime/worker_pool.h"

#include <algorithm>

namespace tradewatch::runtime {

WorkerPool::WorkerPool(Loop& loop, std::size_t threads, std::size_t max_queued) : loop_(loop), max_queued_(max_queued) {
  threads = std::max<std::size_t>(threads, 1);
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run_jobs(); });
}

WorkerPool::~WorkerPool() { drain(); }

bool WorkerPool::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (draining_ || jobs_.size() >= max_queued_) return false;
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
  return true;
}

void WorkerPool::run_jobs() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return draining_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

void WorkerPool::drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::forget_waiting() {
  std::deque<Job> forgotten;  // what jobs hold goes outside the lock
  const std::lock_guard lock(mutex_);
  forgotten.swap(jobs_);
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

}  // namespace tradewatch::runtime
