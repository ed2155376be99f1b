// The cells of a workbook in one line, for tests of both kinds.

#pragma once

#include <expected>
#include <string>

#include "service/intake/workbook.h"

namespace tradewatch::intake {

// "T1: B8 text Pakistan|C8 number 6.478", sheets one behind the other; or the refusal.
inline std::string shown_cells(const std::expected<Workbook, Fault>& workbook) {
  if (!workbook) return to_text(workbook.error(), "f");
  std::string text;
  for (const Sheet& sheet : workbook->sheets) {
    text += sheet.name + ":";
    for (const SheetRow& row : sheet.rows) {
      for (const SheetCell& cell : row.cells) {
        const char* kind = cell.kind == CellKind::text     ? " text "
                           : cell.kind == CellKind::number ? " number "
                           : cell.kind == CellKind::date   ? " date "
                                                           : " error ";
        text += " " + cell_name(cell.column, row.number) + kind + cell.text + "|";
      }
    }
  }
  return text;
}

}  // namespace tradewatch::intake
