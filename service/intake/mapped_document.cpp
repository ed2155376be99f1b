#include "service/intake/mapped_document.h"

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
      for (const std::string& cell : row) {
        if (cell.empty() || ++filled > 8) continue;
        cells += (cells.empty() ? "" : ", ") + cell;
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

}  // namespace tradewatch::intake
