// What SQLite finds wrong with the pages of a file, and which tables that concerns. For this folder's .cpp files only.

#pragma once

#include <string>
#include <vector>

#include "service/storage/session.h"

namespace tradewatch::storage {

enum class PageCheck {
  quick,  // every page and row is well formed; a second per gigabyte or so
  full,   // and every index agrees with its table
};

struct PageFault {
  std::string table;  // empty: no table's own, or nobody can say
  std::string found;  // in SQLite's words, one line
};

// At most a few for each table. Empty: sound.
[[nodiscard]] std::vector<PageFault> page_faults(Store::Impl& impl, PageCheck check);

// "table figure: ...; table notice: ...".
[[nodiscard]] std::string in_words(const std::vector<PageFault>& faults);

// The quick check as the store's own answer: a fault that names the tables, or nothing.
[[nodiscard]] std::expected<void, StoreFault> sound_pages(Store::Impl& impl);

}  // namespace tradewatch::storage
