#include "service/runtime/freed_memory.h"

#include <malloc.h>

#include <cstdlib>

namespace tradewatch::runtime {
namespace {

// More than any array of a forecast, less than a large document and its figures; what is larger goes back at once.
constexpr int kLargestKept_bytes = 16 << 20;
constexpr int kKept_bytes = 2 * kLargestKept_bytes;
// glibc looks at the end of an arena when at least 64 KiB of it are freed.
constexpr std::size_t kLooked_bytes = 128 << 10;

}  // namespace

void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, kLargestKept_bytes);
  mallopt(M_TRIM_THRESHOLD, kKept_bytes);
}

void give_back_freed_memory() { malloc_trim(0); }

void give_back_freed_memory_of_this_thread() {
  mallopt(M_TRIM_THRESHOLD, 0);
  void* volatile looked_at = std::malloc(kLooked_bytes);  // volatile: or the compiler leaves both calls out
  std::free(looked_at);
  mallopt(M_TRIM_THRESHOLD, kKept_bytes);
}

}  // namespace tradewatch::runtime
