// Which cell styles of an .xlsx workbook show dates.

#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "service/intake/document_fault.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {

class CellStyles {
 public:
  // From the part of styles.
  [[nodiscard]] static std::expected<CellStyles, Fault> read(PartStream part);

  // `style` is the number a cell gives in its attribute s; numbers without a style are no dates.
  [[nodiscard]] bool is_date(std::size_t style) const { return style < dates_.size() && dates_[style]; }

 private:
  std::vector<bool> dates_;
};

}  // namespace tradewatch::intake
