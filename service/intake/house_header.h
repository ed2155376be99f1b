// The header row of a house document: which field holds which column.

#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/csv_rows.h"
#include "service/intake/document_fault.h"
#include "service/intake/rows.h"

namespace tradewatch::intake {

enum class Column {
  reporter,
  partner,
  flow,
  period,
  value,
  unit,
  source,
  published,
  commodity,
  status,
  valuation,
  basis,
  reference,
};
inline constexpr std::size_t kColumns = 13;

[[nodiscard]] std::string_view name_of(Column column);

enum class UnknownColumns { refuse, ignore };

struct HouseHeader {
  std::size_t fields = 0;                // in every row
  std::array<int, kColumns> position{};  // number of the field from 1; 0 when the document has no such column
  std::vector<std::string> names;        // of the fields, as shown(); for reports

  [[nodiscard]] int at(Column column) const { return position[static_cast<std::size_t>(column)]; }
};

// Whether a header is meant to be of this format: most of the columns that it needs are there.
[[nodiscard]] bool is_house_header(const std::vector<RowCell>& cells);

// Names in any case and order. All faults of the header at once.
[[nodiscard]] std::expected<HouseHeader, std::vector<Fault>> read_house_header(const std::vector<Cell>& cells, int line,
                                                                               UnknownColumns unknown);

}  // namespace tradewatch::intake
