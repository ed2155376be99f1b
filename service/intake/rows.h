// Rows of cells with their places, whatever the document they come from: a CSV file, a sheet of a workbook.
//
// Mappings (mapping.h) make figures of them. A source of rows gives them one at a time, so that a large document need
// not be held a second time.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

enum class CellKind {
  text,    // as it was written; numbers of a CSV file too
  number,  // of a sheet: a decimal number with a point, at most 15 significant digits, perhaps an exponent
  date,    // of a sheet: a date or time of day, as "2026-03-01", "2026-03-01T12:30:00" or "12:30:00"
  error,   // of a sheet: "#REF!"
};

struct RowCell {
  std::string_view text;  // empty: nothing stands there; valid until the next row is asked for
  CellKind kind = CellKind::text;
  int line = 0;  // of the document; the row's number in a sheet, from 1
};

class RowSource {
 public:
  RowSource() = default;
  virtual ~RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;

  enum class Step { row, fault, end };
  [[nodiscard]] virtual Step next() = 0;

  // After Step::row. Cell i stands in column i + 1; empty cells are there, those behind the last filled one need not
  // be.
  [[nodiscard]] virtual const std::vector<RowCell>& cells() const = 0;
  [[nodiscard]] virtual int line() const = 0;

  // After Step::fault.
  [[nodiscard]] virtual const Fault& fault() const = 0;

  // Name of the sheet; empty for documents that have none.
  [[nodiscard]] virtual std::string_view sheet() const = 0;
};

// "D8" for column 4, line 8; columns and lines count from 1.
[[nodiscard]] std::string cell_name(int column, int line);

}  // namespace tradewatch::intake
