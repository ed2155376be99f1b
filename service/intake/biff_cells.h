// The cells of one sheet of an .xls workbook.

#pragma once

#include <expected>
#include <string_view>

#include "service/intake/biff_globals.h"
#include "service/intake/document_fault.h"
#include "service/intake/sheet_rows.h"
#include "service/intake/workbook.h"

namespace tradewatch::intake {

// Cells may come in any order. One that is written twice with different values is refused.
[[nodiscard]] std::expected<Sheet, Fault> read_biff_sheet(std::string_view stream, const BiffSheet& entry,
                                                          const BiffGlobals& globals, SheetTally& tally);

}  // namespace tradewatch::intake
