#include "service/intake/large_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace tradewatch::intake {
namespace {

constexpr std::uintptr_t kLargePage = std::uintptr_t{2} << 20;

}  // namespace

void ask_for_large_pages(void* begin, std::size_t bytes) {
  const auto first = (reinterpret_cast<std::uintptr_t>(begin) + kLargePage - 1) / kLargePage * kLargePage;
  const auto last = (reinterpret_cast<std::uintptr_t>(begin) + bytes) / kLargePage * kLargePage;
  if (first < last) (void)::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

}  // namespace tradewatch::intake
