#include "service/runtime/worker_pool.h"

#include <future>
#include <numeric>
#include <stdexcept>

namespace tradewatch::runtime {
namespace {

TEST(WorkerPool, HandsResultsBackOnTheLoopsThread) {
  Loop loop;
  WorkerPool pool(loop, 2);
  std::thread::id worked_on;
  std::thread::id handed_to;
  int result = 0;
  ASSERT_TRUE(pool.submit(
      [&] {
        worked_on = std::this_thread::get_id();
        return std::make_unique<int>(42);
      },
      [&](std::unique_ptr<int> value) {
        handed_to = std::this_thread::get_id();
        result = *value;
        loop.stop();
      }));
  loop.run();
  EXPECT_EQ(result, 42);
  EXPECT_NE(worked_on, std::this_thread::get_id());
  EXPECT_EQ(handed_to, std::this_thread::get_id());
}

TEST(WorkerPool, RefusesWhatDoesNotFitItsQueue) {
  Loop loop;
  WorkerPool pool(loop, 1, 2);
  std::promise<void> begun;
  std::promise<void> go_on;
  int done = 0;
  const auto count = [&] { ++done; };
  ASSERT_TRUE(pool.submit(
      [&] {
        begun.set_value();
        go_on.get_future().wait();
      },
      count));
  begun.get_future().wait();  // the one thread is busy: what follows is queued
  EXPECT_TRUE(pool.submit([] {}, count));
  EXPECT_TRUE(pool.submit([] {}, count));
  EXPECT_FALSE(pool.submit([] {}, count));
  EXPECT_EQ(pool.queued(), 2u);
  go_on.set_value();
  pool.drain();
  loop.run_ready();
  EXPECT_EQ(done, 3);
}

TEST(WorkerPool, DrainFinishesWhatWasAcceptedAndTakesNoMore) {
  Loop loop;
  WorkerPool pool(loop, 3);
  std::vector<int> results;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(pool.submit([i] { return i; }, [&](int value) { results.push_back(value); }));
  }
  pool.drain();
  EXPECT_FALSE(pool.submit([] { return 0; }, [](int) {}));
  loop.run_ready();
  EXPECT_EQ(results.size(), 100u);
  EXPECT_EQ(std::accumulate(results.begin(), results.end(), 0), 4950);
}

TEST(WorkerPool, ForgetsWhatNoThreadHasBegun) {
  Loop loop;
  WorkerPool pool(loop, 1);
  std::promise<void> begun;
  std::promise<void> go_on;
  int done = 0;
  ASSERT_TRUE(pool.submit(
      [&] {
        begun.set_value();
        go_on.get_future().wait();
      },
      [&] { ++done; }));
  begun.get_future().wait();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(pool.submit([] { FAIL(); }, [&] { ++done; }));
  pool.forget_waiting();
  EXPECT_EQ(pool.queued(), 0U);
  go_on.set_value();
  pool.drain();
  loop.run_ready();
  EXPECT_EQ(done, 1);
}

TEST(WorkerPool, WhatWorkThrowsComesOutOfTheLoop) {
  Loop loop;
  WorkerPool pool(loop, 1);
  ASSERT_TRUE(pool.submit([]() -> int { throw std::runtime_error("broken"); }, [](int) { FAIL(); }));
  EXPECT_THROW(loop.run(), std::runtime_error);
}

}  // namespace
}  // namespace tradewatch::runtime
