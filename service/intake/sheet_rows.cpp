#include "service/intake/sheet_rows.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/sheet_text.h"
#include "service/intake/shown_text.h"
#include "service/intake/xml_elements.h"

namespace tradewatch::intake {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t start = text.find_first_not_of(kSpace);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Position {
  int column = 0;
  int row = 0;
};

// Of "D8".
std::optional<Position> position_of(std::string_view reference) {
  Position position;
  std::size_t at = 0;
  for (; at < reference.size() && at < 3; ++at) {
    const char c = reference[at];
    const bool lower = c >= 'a' && c <= 'z';
    if (!lower && (c < 'A' || c > 'Z')) break;
    position.column = position.column * 26 + (lower ? c - 'a' : c - 'A') + 1;
  }
  const auto row = number_of<int>(reference.substr(at));
  if (!row || position.column == 0 || position.column > kMaxSheetColumn) return std::nullopt;
  position.row = *row;
  return position;
}

class SheetReader {
 public:
  SheetReader(Sheet& sheet, const SheetContext& context, SheetTally& tally)
      : sheet_(sheet), context_(context), tally_(tally) {}

  [[nodiscard]] std::optional<Fault> add_row(const pugi::xml_node& xml);

 private:
  [[nodiscard]] std::optional<Fault> place_cell(const pugi::xml_node& xml, int& column) const;
  [[nodiscard]] std::optional<Fault> fill(const pugi::xml_node& xml, SheetCell& cell) const;
  [[nodiscard]] std::optional<Fault> fill_shared(std::string_view value, SheetCell& cell) const;
  [[nodiscard]] std::optional<Fault> fill_number(const pugi::xml_node& xml, std::string_view value,
                                                 SheetCell& cell) const;
  [[nodiscard]] Fault fault(int column, std::string found, std::string expected) const;

  Sheet& sheet_;
  const SheetContext& context_;
  SheetTally& tally_;
  int row_ = 0;  // number of the row that is read
};

Fault SheetReader::fault(int column, std::string found, std::string expected) const {
  return {row_, column, "", std::move(found), std::move(expected), "", cell_place(sheet_.name, column, row_)};
}

std::optional<Fault> SheetReader::add_row(const pugi::xml_node& xml) {
  const int before = row_;
  row_ = before + 1;
  if (const auto r = attribute_of(xml, "r")) {
    const auto number = number_of<int>(trimmed(r.value()));
    if (!number || *number <= before || *number > kMaxSheetRow) {
      return fault(1, "row \"" + shown(r.value()) + "\" behind row " + std::to_string(before),
                   "rows in order, at most " + std::to_string(kMaxSheetRow));
    }
    row_ = *number;
  }
  if (row_ > kMaxSheetRow) return fault(1, "more rows", "at most " + std::to_string(kMaxSheetRow));

  SheetRow row;
  row.number = row_;
  int column = 0;
  for (const pugi::xml_node& child : xml.children()) {
    if (local_name(child.name()) != "c") continue;
    if (auto wrong = place_cell(child, column)) return wrong;
    SheetCell cell;
    cell.column = column;
    if (auto wrong = fill(child, cell)) return wrong;
    if (cell.text.empty()) continue;
    if (auto wrong = tally_.take(cell)) {
      wrong->line = row_;
      wrong->column = column;
      wrong->place = cell_place(sheet_.name, column, row_);
      return wrong;
    }
    row.cells.push_back(std::move(cell));
  }
  if (!row.cells.empty()) sheet_.rows.push_back(std::move(row));
  return std::nullopt;
}

// `column` is that of the cell before, and becomes that of this one.
std::optional<Fault> SheetReader::place_cell(const pugi::xml_node& xml, int& column) const {
  const int before = column;
  column = before + 1;
  if (const auto r = attribute_of(xml, "r")) {
    const std::string_view reference = trimmed(r.value());
    const auto position = position_of(reference);
    if (!position || position->row != row_) {
      return fault(column, "a cell that calls itself \"" + shown(reference) + "\"",
                   "a cell of row " + std::to_string(row_));
    }
    if (position->column <= before) {
      return fault(position->column, "a cell behind " + cell_name(before, row_), "cells in order of their columns");
    }
    column = position->column;
  }
  if (column > kMaxSheetColumn) return fault(column, "more columns", "at most " + std::to_string(kMaxSheetColumn));
  return std::nullopt;
}

std::optional<Fault> SheetReader::fill(const pugi::xml_node& xml, SheetCell& cell) const {
  const std::string_view type = attribute_of(xml, "t").as_string("n");
  const std::string value = inner_text(child_of(xml, "v"));
  const std::string_view bare = trimmed(value);
  if (type == "inlineStr") {
    const pugi::xml_node inlined = child_of(xml, "is");
    cell.text = inlined ? text_of(inlined) : unescaped(value);
    return std::nullopt;
  }
  if (type == "str") {
    cell.text = unescaped(value);
    return std::nullopt;
  }
  if (type == "e") {
    cell.kind = CellKind::error;
    cell.text = bare.empty() ? "#ERROR" : std::string(bare);
    return std::nullopt;
  }
  if (bare.empty()) return std::nullopt;
  if (type == "s") return fill_shared(bare, cell);
  if (type == "n") return fill_number(xml, bare, cell);
  if (type == "b") {
    if (bare != "0" && bare != "1" && bare != "true" && bare != "false") {
      return fault(cell.column, shown(bare), "a truth value: 0 or 1");
    }
    cell.text = bare == "1" || bare == "true" ? "TRUE" : "FALSE";
    return std::nullopt;
  }
  if (type == "d") {
    cell.kind = CellKind::date;
    const std::size_t midnight = bare.find("T00:00:00");
    cell.text = bare.substr(0, midnight);
    return std::nullopt;
  }
  return fault(cell.column, "a cell of the type \"" + shown(type) + "\"", "one of b, d, e, inlineStr, n, s, str");
}

std::optional<Fault> SheetReader::fill_shared(std::string_view value, SheetCell& cell) const {
  const auto index = number_of<std::size_t>(value);
  if (!index || *index >= context_.strings.size()) {
    return fault(cell.column, "shared string " + shown(value),
                 "one of the " + std::to_string(context_.strings.size()) + " shared strings of the workbook");
  }
  cell.text = context_.strings[*index];
  return std::nullopt;
}

std::optional<Fault> SheetReader::fill_number(const pugi::xml_node& xml, std::string_view value,
                                              SheetCell& cell) const {
  const auto number = number_of<double>(value);
  if (!number || !std::isfinite(*number)) return fault(cell.column, shown(value), "a number");
  if (context_.styles.is_date(attribute_of(xml, "s").as_uint())) {
    if (auto date = sheet_date(*number, context_.dates)) {
      cell.kind = CellKind::date;
      cell.text = std::move(*date);
      return std::nullopt;
    }
  }
  cell.kind = CellKind::number;
  cell.text = sheet_number(*number);
  return std::nullopt;
}

}  // namespace

std::string cell_place(const std::string& sheet, int column, int row) {
  return "sheet \"" + shown(sheet) + "\" cell " + cell_name(column, row);
}

std::optional<Fault> SheetTally::take(const SheetCell& cell) {
  ++cells;
  text_bytes += cell.text.size();
  const auto over = [&](std::string found, std::string expected) {
    return Fault{0, 0, "", std::move(found), std::move(expected), "split the workbook", ""};
  };
  if (cells > kMaxSheetCells) {
    return over("more cells than the limit", "at most " + std::to_string(kMaxSheetCells) + " filled cells");
  }
  if (text_bytes > kMaxSheetText) {
    return over("more text than the limit", "at most " + shown_bytes(kMaxSheetText) + " in all cells together");
  }
  if (cell.text.size() > kMaxCellBytes) {
    return over("a text of " + std::to_string(cell.text.size()) + " bytes",
                "at most " + shown_bytes(kMaxCellBytes) + " in one cell");
  }
  if (first_bad_byte(cell.text)) return Fault{0, 0, "", shown(cell.text), "text in UTF-8", "", ""};
  return std::nullopt;
}

std::expected<Workbook, Fault> whole_workbook(Workbook workbook) {
  if (workbook.sheets.empty()) {
    return std::unexpected(Fault{0, 0, "", "a workbook without sheets", "at least one sheet of cells", "", ""});
  }
  std::size_t area = 0;
  for (const Sheet& sheet : workbook.sheets) {
    for (const SheetRow& row : sheet.rows) area += static_cast<std::size_t>(row.cells.back().column);
    if (area <= kMaxSheetArea) continue;
    Fault fault;
    fault.found = "more cells than the limit, empty ones included";
    fault.expected = "at most " + std::to_string(kMaxSheetArea) + " cells up to the last of each row";
    fault.hint = "take away what stands far to the right";
    fault.place = "sheet \"" + shown(sheet.name) + "\"";
    return std::unexpected(std::move(fault));
  }
  return workbook;
}

std::expected<Sheet, Fault> read_sheet(PartStream part, std::string name, const SheetContext& context,
                                       SheetTally& tally) {
  Sheet sheet;
  sheet.name = std::move(name);
  SheetReader reader(sheet, context, tally);
  XmlElements rows(std::move(part), {"row"});
  for (;;) {
    const auto more = rows.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return sheet;
    if (rows.parent() != "sheetData") continue;
    if (auto fault = reader.add_row(rows.element())) return std::unexpected(std::move(*fault));
  }
}

}  // namespace tradewatch::intake
