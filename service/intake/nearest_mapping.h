// Which mapping comes nearest to a document that none of them fits, and which headings it misses there: a mapping that
// misses one is nearly always right, and its heading was written otherwise this time.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/intake/mapped_tables.h"
#include "service/intake/mapping.h"

namespace tradewatch::intake {

// A document as tables. A CSV document is several: one for each separator that its fields may have.
struct TableReading {
  char separator = '\0';  // of a CSV document
  std::vector<Table> tables;
  std::vector<TableStart> starts;  // of `tables`
};

// "a comma", for reports.
[[nodiscard]] std::string_view name_of_separator(char separator);

// Whether the mapping lets a document be read so.
[[nodiscard]] bool allows(const Mapping& mapping, const TableReading& reading);

// How near a mapping comes.
struct NearFit {
  std::size_t found = 0;             // of what the heading row must have
  std::vector<std::string> missing;  // the rest, in words: "heading Ausfuhr"
  std::string row;                   // the row that comes nearest, as shown(); empty when none has a heading
  char fits_with = '\0';             // a separator that the mapping rules out and that makes all headings fit
};

[[nodiscard]] NearFit near_fit(const Mapping& mapping, const std::vector<TableReading>& readings);

// "no heading Ausfuhr", or what else does not fit.
[[nodiscard]] std::string in_words(const NearFit& near);

// "tried destatis-euro: no heading Ausfuhr" of the mapping that misses least; empty when none finds a heading.
[[nodiscard]] std::string tried(const std::vector<Mapping>& mappings, const std::vector<TableReading>& readings);

}  // namespace tradewatch::intake
