// The rows of one worksheet of an .xlsx workbook, taken from its XML.

#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "service/intake/cell_styles.h"
#include "service/intake/document_fault.h"
#include "service/intake/sheet_value.h"
#include "service/intake/workbook.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {

// What has been taken from a workbook, counted over all of its sheets.
struct SheetTally {
  std::size_t cells = 0;
  std::size_t text_bytes = 0;

  // Counts one cell; over a limit, or text that is no UTF-8, is a fault, whose place the caller knows.
  [[nodiscard]] std::optional<Fault> take(const SheetCell& cell);
};

// The workbook as its readers hand it out: it has a sheet, and rows and their widths keep their limit together, since a
// row takes as much as its last filled cell stands to the right.
[[nodiscard]] std::expected<Workbook, Fault> whole_workbook(Workbook workbook);

struct SheetContext {
  const std::vector<std::string>& strings;
  const CellStyles& styles;
  DateSystem dates = DateSystem::from_1900;
};

// Cells and rows that give no position stand behind the one before them. Positions that go back, or that contradict
// each other, are refused: a value must never slip to another month.
[[nodiscard]] std::expected<Sheet, Fault> read_sheet(PartStream part, std::string name, const SheetContext& context,
                                                     SheetTally& tally);

// `sheet "2022" cell D8`
[[nodiscard]] std::string cell_place(const std::string& sheet, int column, int row);

}  // namespace tradewatch::intake
