// Tables for a terminal, and figures as CSV in the house format.
//
// Columns are aligned by characters, numbers to the right. Nothing here ends without a line feed.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/targets/assessment.h"
#include "models/trade/mirror.h"
#include "service/report/spreadsheet.h"
#include "service/storage/records.h"

namespace tradewatch::report {

// One row a target, then its headline and reasons. `colour`: the verdict in ANSI colours, for a terminal.
[[nodiscard]] std::string status_table(std::span<const targets::Assessment> assessments, bool colour);

// Months ahead, alone and as trailing twelve, with their 80 % and 95 % bands.
[[nodiscard]] std::string forecast_table(const targets::Assessment& assessment);

[[nodiscard]] std::string alerts_table(std::span<const storage::AlertRow> alerts);
// Both sides of each trade, span by span; exports and imports in whole US dollars.
[[nodiscard]] std::string mirror_table(std::span<const trade::MirrorPair> pairs);

// Every vintage of each figure: a row a period, a column a published date, amounts as they were published.
[[nodiscard]] std::string vintage_triangle(std::span<const storage::Vintage> figures);

[[nodiscard]] std::string figures_table(std::span<const storage::Vintage> figures);

// In the columns that import reads: an import of it changes nothing. A reference that a spreadsheet would run as a
// formula gets one apostrophe in front, which import takes off; numbers stay as they were published.
[[nodiscard]] std::string figures_csv(std::span<const storage::Vintage> figures);

// The same with the amount in US dollars and the document, a figure a row.
[[nodiscard]] Spreadsheet figures_sheet(std::span<const storage::Vintage> figures);

}  // namespace tradewatch::report
