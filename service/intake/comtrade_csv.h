// Downloads of UN Comtrade as CSV: of the site of today (47 columns, the names of the API) and of the one before 2023
// (35 columns, `Trade Value (US$)`).
//
// Columns are found by name. Rows of today's download end with a comma more than their header, so the field behind the
// last column is empty and means nothing. A row that is shorter than its header was cut.

#pragma once

#include <expected>
#include <vector>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/rows.h"

namespace tradewatch::intake {

[[nodiscard]] bool is_comtrade_csv(const std::vector<RowCell>& header);

// `source` stands before its header, in UTF-8. A figure's line is that of its row.
[[nodiscard]] std::expected<Document, Refusal> read_comtrade_csv(RowSource& source, const ReadOptions& options);

}  // namespace tradewatch::intake
