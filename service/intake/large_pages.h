// Memory in large pages: a table of many figures is touched once, and the kernel gives it a few hundred pages of two
// megabytes instead of tens of thousands small ones, which costs a fifth of reading a large document.

#pragma once

#include <cstddef>

namespace tradewatch::intake {

// Advice about a block that is going to be filled; without such pages everything is as before.
void ask_for_large_pages(void* begin, std::size_t bytes);

}  // namespace tradewatch::intake
