#include "service/runtime/freed_memory.h"

#include <malloc.h>

namespace tradewatch::runtime {
namespace {

// More than any array of a forecast, less than a panel's; what is larger goes back at once.
constexpr int kLargestKept_bytes = 64 << 20;

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, kLargestKept_bytes);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargestKept_bytes);
}

void give_back_freed_memory() { malloc_trim(0); }

}  // namespace tradewatch::runtime
