// Work that may be spread over threads. Parts share nothing and write to places of their own, so a result depends
// neither on their order nor on who does them; models start no thread themselves.

#pragma once

#include <cstddef>
#include <functional>

namespace tradewatch::targets {

// Runs `work(0) ... work(n - 1)`, in any order and on any threads.
using Runner = std::function<void(std::size_t n, const std::function<void(std::size_t)>& work)>;

}  // namespace tradewatch::targets
