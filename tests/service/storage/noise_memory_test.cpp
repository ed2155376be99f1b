#include "service/storage/noise_memory.h"

#include <atomic>
#include <latch>
#include <thread>

namespace tradewatch::storage {
namespace {

RevisionNoises noise(int revisions) {
  RevisionNoises out;
  out.now.revisions = revisions;
  return out;
}

TEST(NoiseMemory, LearnsTheAnswerToAQuestionOnce) {
  NoiseMemory memory;
  int learned = 0;
  const auto learn = [&]() -> NoiseMemory::Answer { return noise(++learned); };
  EXPECT_EQ(memory.answer("a", learn)->now.revisions, 1);
  EXPECT_EQ(memory.answer("a", learn)->now.revisions, 1);
  EXPECT_EQ(memory.answer("b", learn)->now.revisions, 2) << "another question";
}

TEST(NoiseMemory, ForgetsAFault) {
  NoiseMemory memory;
  const auto fault = [] { return NoiseMemory::Answer(std::unexpected(StoreFault{"here", "busy", "free", "wait"})); };
  EXPECT_EQ(memory.answer("a", fault).error().found, "busy");
  EXPECT_EQ(memory.answer("a", [] { return NoiseMemory::Answer(noise(7)); })->now.revisions, 7);
}

TEST(NoiseMemory, StaysSmall) {
  NoiseMemory memory;
  int learned = 0;
  const auto learn = [&]() -> NoiseMemory::Answer { return noise(++learned); };
  for (std::size_t i = 0; i <= kNoisesInMemory; ++i) (void)memory.answer(std::to_string(i), learn);
  EXPECT_EQ(memory.answer("0", learn)->now.revisions, static_cast<int>(kNoisesInMemory) + 2)
      << "forgotten, learned again";
}

TEST(NoiseMemory, IsLearnedByOneThreadWhileOthersWait) {
  NoiseMemory memory;
  constexpr int kThreads = 4;
  std::latch begin(kThreads);
  std::atomic<int> learned = 0;
  std::atomic<int> told = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        begin.arrive_and_wait();
        told += memory.answer("a", [&]() -> NoiseMemory::Answer { return noise(++learned); })->now.revisions;
      });
    }
  }
  EXPECT_EQ(learned, 1);
  EXPECT_EQ(told, kThreads);
}

}  // namespace
}  // namespace tradewatch::storage
