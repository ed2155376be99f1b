#include "service/watch/threads.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace tradewatch::watch {

targets::Runner side_by_side(unsigned threads) {
  return [threads](std::size_t n, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto take_turns = [&] {
      for (std::size_t k = next++; k < n; k = next++) work(k);
    };
    std::vector<std::jthread> helpers;
    const std::size_t extra = std::min<std::size_t>(std::max(threads, 1U), n);
    for (std::size_t i = 1; i < extra; ++i) helpers.emplace_back(take_turns);
    take_turns();
  };
}

}  // namespace tradewatch::watch
