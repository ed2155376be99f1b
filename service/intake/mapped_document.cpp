#include "service/intake/mapped_document.h"

#include <algorithm>
#include <string>

#include "service/intake/csv_source.h"
#include "service/intake/shipped_mappings.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// "headings: year, CTY_CODE, ..." of the row that comes nearest to being one: the first with two filled cells.
std::string headings_found(const std::vector<TableStart>& starts) {
  for (const TableStart& start : starts) {
    for (const auto& row : start.rows) {
      std::string cells;
      int filled = 0;
      for (const StartCell& cell : row) {
        if (++filled > 8) break;
        cells += (cells.empty() ? "" : ", ") + cell.text;
      }
      if (filled > 1) return shown(cells);
    }
  }
  return {};
}

std::string headings_wanted(const Mapping& mapping) {
  std::string text;
  for (const TextPattern& heading : mapping.header_cells) text += (text.empty() ? "" : ", ") + heading.text();
  if (mapping.header_periods > 0) text += text.empty() ? "periods" : ", and periods";
  return text;
}

}  // namespace

std::optional<std::expected<Document, Refusal>> read_by_mapping(const std::vector<Table>& tables,
                                                                const ReadOptions& options) {
  const auto starts = starts_of(tables);
  if (options.mapping != nullptr) {
    if (fits(*options.mapping, starts)) return read_mapped(*options.mapping, tables, starts, options);
    Fault fault{0,
                0,
                "",
                headings_found(starts),
                "a table that fits the mapping " + options.mapping->name + ", with the headings " +
                    headings_wanted(*options.mapping),
                ""};
    return std::unexpected(Refusal{options.document, {std::move(fault)}, 0});
  }
  for (const std::vector<Mapping>* list : {options.mappings, &shipped_mappings()}) {
    if (list == nullptr) continue;
    for (const Mapping& mapping : *list) {
      if (fits(mapping, starts)) return read_mapped(mapping, tables, starts, options);
    }
  }
  return std::nullopt;
}

std::vector<Table> tables_of_csv(std::string_view text) {
  return {{"", [text] { return std::make_unique<CsvSource>(text); }}};
}

std::vector<Table> tables_of(const Workbook& workbook) {
  std::vector<Table> tables;
  for (const Sheet& sheet : workbook.sheets) tables.push_back({sheet.name, [&sheet] { return rows_of(sheet); }});
  return tables;
}

std::string sheets_in_words(const Workbook& workbook) {
  constexpr std::size_t kTold = 5;
  std::string words;
  for (std::size_t i = 0; i < std::min(workbook.sheets.size(), kTold); ++i) {
    const Sheet& sheet = workbook.sheets[i];
    const std::string headings = headings_found(starts_of({{sheet.name, [&sheet] { return rows_of(sheet); }}}));
    words += (words.empty() ? "sheet " : ", sheet ") + shown(sheet.name, 40);
    if (!headings.empty()) words += " (" + headings + ")";
  }
  return workbook.sheets.size() > kTold ? words + ", ..." : words;
}

}  // namespace tradewatch::intake
