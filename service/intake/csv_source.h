// A CSV document as rows of cells for mappings and readers of foreign formats.

#pragma once

#include <string_view>
#include <vector>

#include "service/intake/csv_rows.h"
#include "service/intake/rows.h"

namespace tradewatch::intake {

class CsvSource final : public RowSource {
 public:
  // `document` is UTF-8 and must outlive this.
  explicit CsvSource(std::string_view document, char separator = ',') : rows_(document, separator) {}

  [[nodiscard]] Step next() override;
  [[nodiscard]] const std::vector<RowCell>& cells() const override { return cells_; }
  [[nodiscard]] int line() const override { return rows_.line(); }
  [[nodiscard]] const Fault& fault() const override { return rows_.fault(); }
  [[nodiscard]] std::string_view sheet() const override { return {}; }

 private:
  CsvRows rows_;
  std::vector<RowCell> cells_;
};

}  // namespace tradewatch::intake
