// A document whose tables some mapping describes: the user's mappings are tried first, then those of the program.

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/nearest_mapping.h"
#include "service/intake/workbook.h"

namespace tradewatch::intake {

// Nothing when no mapping fits. A mapping that is forced (options.mapping) and does not fit is a refusal.
[[nodiscard]] std::optional<std::expected<Document, Refusal>> read_by_mapping(const std::vector<TableReading>& readings,
                                                                              const ReadOptions& options);

// The refusal of a document that nothing fits, with the user's mapping that came nearest in its first hint.
[[nodiscard]] Refusal with_nearest_mapping(Refusal refusal, const std::vector<TableReading>& readings,
                                           const ReadOptions& options);

// The only table of a CSV document, which must outlive it, with commas, semicolons and tabs between its fields: where
// the mapping does not say which, the separator is the one that makes its headings fit, and the most of them.
[[nodiscard]] std::vector<TableReading> readings_of_csv(std::string_view text);

// Of documents whose tables can be read one way only: a workbook, which must outlive it, has a table a sheet.
[[nodiscard]] std::vector<TableReading> reading_of(std::vector<Table> tables);
[[nodiscard]] std::vector<Table> tables_of(const Workbook& workbook);

// `"2022" (headings: a, b)` of each sheet, for refusals.
[[nodiscard]] std::string sheets_in_words(const Workbook& workbook);

}  // namespace tradewatch::intake
