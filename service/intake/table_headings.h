// Where the headings of a table stand, and which of its columns a mapping asks for.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/mapped_tables.h"
#include "service/intake/mapping.h"

namespace tradewatch::intake {

struct TableHeadings {
  std::size_t above = 0;              // rows before the headings
  int last_line = 0;                  // line of the last row of headings
  std::vector<std::string> headings;  // of each column, rows of headings joined
};

// Nothing when the table is not what the mapping describes.
[[nodiscard]] std::optional<TableHeadings> find_headings(const Mapping& mapping, const TableStart& start);

// Filled headings of the table that fits the mapping with the most of them; 0 when no table fits.
[[nodiscard]] std::size_t headings_that_fit(const Mapping& mapping, const std::vector<TableStart>& starts);

// What a piece says that does not depend on the row: constants, the sheet, cells above. Nothing when its pattern does
// not match. `heading` is that of the value's column.
[[nodiscard]] std::optional<std::string> fixed_text(const Piece& piece, const TableStart& start, std::size_t above,
                                                    const std::vector<TableStart>& all, std::string_view heading);

// Pattern, groups and map of the piece applied to a text; nothing when the pattern does not match.
[[nodiscard]] std::optional<std::string> drawn_from(const Piece& piece, std::string_view text);

// Index of the column that `piece` asks for, or -1.
[[nodiscard]] int column_of(const Piece& piece, const TableHeadings& headings);

// 0 for "A"; -1 when `letters` are none.
[[nodiscard]] int column_number(std::string_view letters);

}  // namespace tradewatch::intake
