// What an .xls workbook says about all of its sheets: their names and places, shared texts, formats, date system.

#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/biff_records.h"
#include "service/intake/document_fault.h"
#include "service/intake/sheet_value.h"

namespace tradewatch::intake {

struct BiffSheet {
  std::string name;
  std::size_t at = 0;    // where its records begin in the stream
  bool of_cells = true;  // or a chart, or macros
};

struct BiffGlobals {
  BiffEncoding encoding;
  DateSystem dates = DateSystem::from_1900;
  std::vector<BiffSheet> sheets;     // in the order of the workbook
  std::vector<std::string> texts;    // shared ones by index
  std::vector<bool> dates_by_style;  // whether a cell style shows dates

  [[nodiscard]] bool is_date(std::size_t style) const { return style < dates_by_style.size() && dates_by_style[style]; }
};

// From the stream "Workbook" (Excel 97 and later) or "Book" (Excel 5 and 95). A workbook with a password is refused.
[[nodiscard]] std::expected<BiffGlobals, Fault> read_biff_globals(std::string_view stream);

}  // namespace tradewatch::intake
