// A workbook as sheets of cells, from .xlsx (workbook_xlsx.cpp) and old .xls (workbook_xls.cpp) alike.
//
// Formulas give their stored result. A number is written as a spreadsheet shows it at full precision: 15 significant
// digits. A number whose format shows a date is the text of that day, "2026-03-01"; a truth value is TRUE or FALSE.
// Texts are as they were written, line ends and blanks too. Merged cells hold their text in the first cell alone.
// Hidden sheets, rows and columns are read like others; sheets of charts or macros are not there.
//
// .xls is read by a reader of our own. libfreexl gives the error #N/A as the number 1 and leaves formulas out, so a
// figure would be wrong or missing without a word, and damaged files crash it.

#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/rows.h"

namespace tradewatch::intake {

struct SheetCell {
  int column = 0;  // from 1
  CellKind kind = CellKind::text;
  std::string text;  // UTF-8, never empty
};

struct SheetRow {
  int number = 0;                // from 1
  std::vector<SheetCell> cells;  // filled ones, by column
};

struct Sheet {
  std::string name;
  std::vector<SheetRow> rows;  // those that hold something, by number
};

struct Workbook {
  std::vector<Sheet> sheets;  // in the order of the workbook
};

// Limits are those of limits.h; what is over them, encrypted, damaged or no workbook is refused with the reason and,
// where there is one, the place: `sheet "2022" cell D8`. `bytes` are at most kMaxDocumentBytes, which the caller
// checks.
[[nodiscard]] std::expected<Workbook, Fault> read_xlsx(std::string_view bytes);
[[nodiscard]] std::expected<Workbook, Fault> read_xls(std::string_view bytes);

// The rows of one sheet, which must outlive it.
[[nodiscard]] std::unique_ptr<RowSource> rows_of(const Sheet& sheet);

}  // namespace tradewatch::intake
