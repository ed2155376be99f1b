#include "service/intake/mapped_document.h"

#include <algorithm>
#include <string>

#include "service/intake/csv_source.h"
#include "service/intake/shipped_mappings.h"
#include "service/intake/shown_text.h"
#include "service/intake/table_headings.h"

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

// The reading under which the mapping fits with the most headings, those with commas first; or none.
const TableReading* reading_for(const Mapping& mapping, const std::vector<TableReading>& readings) {
  const TableReading* best = nullptr;
  std::size_t most = 0;
  for (const TableReading& reading : readings) {
    if (!allows(mapping, reading)) continue;
    const std::size_t headings = headings_that_fit(mapping, reading.starts);
    if (headings <= most) continue;
    best = &reading;
    most = headings;
  }
  return best;
}

// A mapping was named for the document, and does not fit it.
Refusal misfit(const Mapping& mapping, const std::vector<TableReading>& readings, const ReadOptions& options) {
  const NearFit near = near_fit(mapping, readings);
  std::string expected =
      "a table that fits the mapping " + mapping.name + ", with the headings " + headings_wanted(mapping);
  if (mapping.separator) expected += " and " + std::string(name_of_separator(*mapping.separator)) + " between fields";
  Fault fault{0, 0, "", near.row, std::move(expected), in_words(near)};
  for (const TableReading& reading : readings) {
    if (fault.found.empty()) fault.found = headings_found(reading.starts);
  }
  return {options.document, {std::move(fault)}, 0};
}

}  // namespace

std::optional<std::expected<Document, Refusal>> read_by_mapping(const std::vector<TableReading>& readings,
                                                                const ReadOptions& options) {
  if (options.mapping != nullptr) {
    const TableReading* const reading = reading_for(*options.mapping, readings);
    if (reading == nullptr) return std::unexpected(misfit(*options.mapping, readings, options));
    return read_mapped(*options.mapping, reading->tables, reading->starts, options);
  }
  for (const std::vector<Mapping>* list : {options.mappings, &shipped_mappings()}) {
    if (list == nullptr) continue;
    for (const Mapping& mapping : *list) {
      const TableReading* const reading = reading_for(mapping, readings);
      if (reading != nullptr) return read_mapped(mapping, reading->tables, reading->starts, options);
    }
  }
  return std::nullopt;
}

Refusal with_nearest_mapping(Refusal refusal, const std::vector<TableReading>& readings, const ReadOptions& options) {
  if (options.mappings == nullptr || refusal.faults.empty()) return refusal;
  const std::string words = tried(*options.mappings, readings);
  std::string& hint = refusal.faults.front().hint;
  if (!words.empty()) hint = words + (hint.empty() ? "" : "; " + hint);
  return refusal;
}

std::vector<TableReading> readings_of_csv(std::string_view text) {
  std::vector<TableReading> readings;
  for (const char separator : {',', ';', '\t'}) {
    const bool occurs = text.find(separator) != std::string_view::npos;
    if (!occurs && separator != ',') continue;  // each row would be one cell
    std::vector<Table> tables = {{"", [=] { return std::make_unique<CsvSource>(text, separator); }}};
    auto starts = starts_of(tables);
    readings.push_back({separator, std::move(tables), std::move(starts)});
  }
  return readings;
}

std::vector<TableReading> reading_of(std::vector<Table> tables) {
  auto starts = starts_of(tables);
  std::vector<TableReading> readings;
  readings.push_back({'\0', std::move(tables), std::move(starts)});
  return readings;
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
