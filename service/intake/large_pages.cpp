#include "service/intake/large_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace tradewatch::intake {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

}  // namespace

void ask_for_large_pages(void* begin, std::size_t bytes) {
  const std::size_t into_page = reinterpret_cast<std::uintptr_t>(begin) % kLargePage;
  const std::size_t before = into_page == 0 ? 0 : kLargePage - into_page;
  if (bytes < before + kLargePage) return;
  (void)::madvise(static_cast<char*>(begin) + before, (bytes - before) / kLargePage * kLargePage, MADV_HUGEPAGE);
}

}  // namespace tradewatch::intake
