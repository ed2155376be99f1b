// A document whose tables some mapping describes: the user's mappings are tried first, then those of the program.

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/mapped_tables.h"
#include "service/intake/workbook.h"

namespace tradewatch::intake {

// Nothing when no mapping fits. A mapping that is forced (options.mapping) and does not fit is a refusal.
[[nodiscard]] std::optional<std::expected<Document, Refusal>> read_by_mapping(const std::vector<Table>& tables,
                                                                              const ReadOptions& options);

// The only table of a CSV document, which must outlive it.
[[nodiscard]] std::vector<Table> tables_of_csv(std::string_view text);

// A table a sheet; the workbook must outlive them.
[[nodiscard]] std::vector<Table> tables_of(const Workbook& workbook);

// `"2022" (headings: a, b)` of each sheet, for refusals.
[[nodiscard]] std::string sheets_in_words(const Workbook& workbook);

}  // namespace tradewatch::intake
