#include "service/runtime/freed_memory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tradewatch::runtime {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_ALLOCATOR 1
#endif
#endif

double own_memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) / 1024.0;
  return 0.0;
}

TEST(FreedMemory, OfAThreadIsKeptUntilThatThreadGivesItBack) {
#ifdef OWN_ALLOCATOR
  GTEST_SKIP() << "a sanitizer has an allocator of its own";
#endif
  constexpr std::size_t kBlocks = 320;
  constexpr std::size_t kBlock_bytes = 100'000;  // together 31 MiB
  keep_freed_memory();
  double kept = 0.0;
  double given = 0.0;
  const double before = own_memory_mib();
  std::thread([&] {
    std::vector<std::unique_ptr<char[]>> blocks;
    blocks.reserve(kBlocks);
    for (std::size_t i = 0; i < kBlocks; ++i) {
      blocks.push_back(std::make_unique<char[]>(kBlock_bytes));
      std::memset(blocks.back().get(), 1, kBlock_bytes);
    }
    blocks.clear();
    kept = own_memory_mib();
    give_back_freed_memory_of_this_thread();
    given = own_memory_mib();
  }).join();
  EXPECT_GT(kept - before, 25.0);
  EXPECT_LT(given - before, 5.0);
}

}  // namespace
}  // namespace tradewatch::runtime
