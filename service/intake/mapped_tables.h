// Reads the tables of a document by a mapping.
//
// A document is asked first whether its beginning fits a mapping, then read by it. Sheets without the headings
// are left out and named; a document none of whose sheets has them does not fit.

#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/mapping.h"
#include "service/intake/rows.h"

namespace tradewatch::intake {

// One sheet, or the only table of a CSV document. Its rows can be asked for more than once.
struct Table {
  std::string name;  // of the sheet; empty for CSV
  std::function<std::unique_ptr<RowSource>()> rows;
};

struct StartCell {
  int column = 0;    // from 0
  std::string text;  // never empty
};

// The first rows of a table as texts, where titles and headings stand. Filled cells alone, in their order: a cell in
// the last column of a sheet would bring thousands of empty ones.
struct TableStart {
  std::string name;
  std::vector<std::vector<StartCell>> rows;
  std::vector<int> lines;  // of each row
};

inline constexpr std::size_t kStartRows = 60;

[[nodiscard]] std::vector<TableStart> starts_of(const std::vector<Table>& tables);

// Of the tables that fit. `starts` are theirs.
[[nodiscard]] std::expected<Document, Refusal> read_mapped(const Mapping& mapping, const std::vector<Table>& tables,
                                                           const std::vector<TableStart>& starts,
                                                           const ReadOptions& options);

}  // namespace tradewatch::intake
