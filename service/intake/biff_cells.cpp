#include "service/intake/biff_cells.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "service/intake/limits.h"
#include "service/intake/little_endian.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kCellHeadBytes = 6;  // row, column, style

std::string error_name(unsigned code) {
  switch (code) {
    case 0x00:
      return "#NULL!";
    case 0x07:
      return "#DIV/0!";
    case 0x0F:
      return "#VALUE!";
    case 0x17:
      return "#REF!";
    case 0x1D:
      return "#NAME?";
    case 0x24:
      return "#NUM!";
    case 0x2A:
      return "#N/A";
    default:
      return "#ERROR";
  }
}

// A number in 30 bits: an integer or the upper part of a double, perhaps a hundredfold.
double rk_number(std::uint32_t rk) {
  constexpr std::uint32_t kHundredfold = 1;
  constexpr std::uint32_t kInteger = 2;
  const double number = (rk & kInteger) != 0 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                                             : std::bit_cast<double>(std::uint64_t{rk & ~3U} << 32U);
  return (rk & kHundredfold) != 0 ? number / 100.0 : number;
}

struct PlacedCell {
  int row = 0;
  SheetCell cell;
};

class CellsReader {
 public:
  CellsReader(const BiffSheet& entry, const BiffGlobals& globals, SheetTally& tally)
      : entry_(entry), globals_(globals), tally_(tally) {}

  // False behind the last record of the sheet.
  [[nodiscard]] std::expected<bool, Fault> add(const BiffRecord& record);
  [[nodiscard]] std::expected<Sheet, Fault> finish() &&;

 private:
  struct Head {
    int row = 0;
    int column = 0;
    unsigned style = 0;
  };

  [[nodiscard]] std::optional<Fault> add_cell(const BiffRecord& record);
  [[nodiscard]] std::optional<Fault> add_many_rk(const Head& head, std::string_view data);
  [[nodiscard]] std::optional<Fault> add_formula(const Head& head, std::string_view data);
  [[nodiscard]] std::optional<Fault> add_shared(const Head& head, std::string_view data);
  [[nodiscard]] std::optional<Fault> add_number(const Head& head, double number);
  [[nodiscard]] std::optional<Fault> put(const Head& head, CellKind kind, std::string text);
  [[nodiscard]] Fault placed(const Head& head, Fault fault) const;
  [[nodiscard]] Fault broken(const Head& head) const;

  const BiffSheet& entry_;
  const BiffGlobals& globals_;
  SheetTally& tally_;
  std::vector<PlacedCell> cells_;
  std::optional<Head> awaiting_text_;  // of a formula whose result is a text, which stands in a record of its own
  int depth_ = 0;                      // of begun parts: a chart inside a sheet is one
};

// The least that a record holds behind its head, by type; nothing for records that are no cells.
std::optional<std::size_t> body_bytes(Biff type) {
  switch (type) {
    case Biff::formula:
    case Biff::number:
      return 8;
    case Biff::shared_text:
    case Biff::rk:
      return 4;
    case Biff::many_rk:
      return 6;
    case Biff::truth_or_error:
    case Biff::text:
    case Biff::rich_text:
      return 2;
    case Biff::begin:
    case Biff::code_page:
    case Biff::continuation:
    case Biff::date_system:
    case Biff::end:
    case Biff::format:
    case Biff::formula_text:
    case Biff::password:
    case Biff::shared_texts:
    case Biff::sheet:
    case Biff::style:
      break;
  }
  return std::nullopt;
}

Fault CellsReader::placed(const Head& head, Fault fault) const {
  fault.line = head.row;
  fault.column = head.column;
  fault.place = cell_place(entry_.name, head.column, head.row);
  return fault;
}

Fault CellsReader::broken(const Head& head) const { return placed(head, damaged_xls("a cell is cut off")); }

std::optional<Fault> CellsReader::put(const Head& head, CellKind kind, std::string text) {
  if (text.empty()) return std::nullopt;
  SheetCell cell{head.column, kind, std::move(text)};
  auto fault = tally_.take(cell);
  if (!fault && head.column > kMaxSheetColumn) {
    fault = Fault{0, 0, "", "a cell there", "at most " + std::to_string(kMaxSheetColumn) + " columns", "", ""};
  }
  if (fault) return placed(head, std::move(*fault));
  cells_.push_back({head.row, std::move(cell)});
  return std::nullopt;
}

std::optional<Fault> CellsReader::add_number(const Head& head, double number) {
  if (!std::isfinite(number)) return placed(head, {0, 0, "", "not a number", "a number", "", ""});
  if (globals_.is_date(head.style)) {
    if (auto date = sheet_date(number, globals_.dates)) return put(head, CellKind::date, std::move(*date));
  }
  return put(head, CellKind::number, sheet_number(number));
}

// Style and number of each column, then the last column, which their count says too.
std::optional<Fault> CellsReader::add_many_rk(const Head& head, std::string_view data) {
  constexpr std::size_t kFirstAt = 4;
  constexpr std::size_t kOneBytes = 6;
  Head each = head;
  for (std::size_t at = kFirstAt; at + kOneBytes + 2 <= data.size(); at += kOneBytes, ++each.column) {
    each.style = u16_at(data, at);
    if (auto fault = add_number(each, rk_number(u32_at(data, at + 2)))) return fault;
  }
  if (each.column != u16_at(data, data.size() - 2) + 2) return broken(head);
  return std::nullopt;
}

// Results that are no numbers have the sign and exponent of a double that is none.
std::optional<Fault> CellsReader::add_formula(const Head& head, std::string_view data) {
  const std::string_view result = data.substr(kCellHeadBytes, 8);
  if (u16_at(result, 6) != 0xFFFF) return add_number(head, std::bit_cast<double>(u64_at(result, 0)));
  const auto value = static_cast<unsigned char>(result[2]);
  switch (result[0]) {
    case 0:
      awaiting_text_ = head;
      return std::nullopt;
    case 1:
      return put(head, CellKind::text, value != 0 ? "TRUE" : "FALSE");
    case 2:
      return put(head, CellKind::error, error_name(value));
    case 3:  // an empty text
      return std::nullopt;
    default:
      return broken(head);
  }
}

std::optional<Fault> CellsReader::add_shared(const Head& head, std::string_view data) {
  const std::size_t index = u32_at(data, kCellHeadBytes);
  if (index < globals_.texts.size()) return put(head, CellKind::text, globals_.texts[index]);
  return placed(head,
                damaged_xls("shared text " + std::to_string(index) + " of " + std::to_string(globals_.texts.size())));
}

std::optional<Fault> CellsReader::add_cell(const BiffRecord& record) {
  const auto least = body_bytes(record.type);
  if (!least) return std::nullopt;
  const std::string_view data = record.data();
  if (data.size() < kCellHeadBytes) return damaged_xls("a cell is cut off");
  const Head head{u16_at(data, 0) + 1, u16_at(data, 2) + 1, u16_at(data, 4)};
  if (data.size() < kCellHeadBytes + *least) return broken(head);
  if (record.type == Biff::many_rk) return add_many_rk(head, data);
  if (record.type == Biff::formula) return add_formula(head, data);
  if (record.type == Biff::shared_text) return add_shared(head, data);
  if (record.type == Biff::rk) return add_number(head, rk_number(u32_at(data, kCellHeadBytes)));
  if (record.type == Biff::number) return add_number(head, std::bit_cast<double>(u64_at(data, kCellHeadBytes)));
  if (record.type == Biff::truth_or_error) {
    const auto value = static_cast<unsigned char>(data[kCellHeadBytes]);
    if (data[kCellHeadBytes + 1] != 0) return put(head, CellKind::error, error_name(value));
    return put(head, CellKind::text, value != 0 ? "TRUE" : "FALSE");
  }
  BiffCursor cursor(record, kCellHeadBytes);
  std::string text = cursor.text(globals_.encoding, 2);
  return cursor.broken() ? broken(head) : put(head, CellKind::text, std::move(text));
}

std::expected<bool, Fault> CellsReader::add(const BiffRecord& record) {
  std::optional<Fault> fault;
  if (record.type == Biff::begin) {
    ++depth_;
  } else if (record.type == Biff::end) {
    return --depth_ > 0;
  } else if (depth_ == 1 && record.type == Biff::formula_text && awaiting_text_) {
    const Head head = *std::exchange(awaiting_text_, std::nullopt);
    BiffCursor cursor(record);
    std::string text = cursor.text(globals_.encoding, 2);
    fault = cursor.broken() ? broken(head) : put(head, CellKind::text, std::move(text));
  } else if (depth_ == 1) {
    if (awaiting_text_ && body_bytes(record.type)) return std::unexpected(broken(*awaiting_text_));
    fault = add_cell(record);
  }
  if (fault) return std::unexpected(std::move(*fault));
  return true;
}

std::expected<Sheet, Fault> CellsReader::finish() && {
  if (awaiting_text_) return std::unexpected(broken(*awaiting_text_));
  std::ranges::stable_sort(cells_, {}, [](const PlacedCell& it) { return std::tuple(it.row, it.cell.column); });
  Sheet sheet;
  sheet.name = entry_.name;
  for (PlacedCell& placed : cells_) {
    if (sheet.rows.empty() || sheet.rows.back().number != placed.row) sheet.rows.push_back({placed.row, {}});
    std::vector<SheetCell>& cells = sheet.rows.back().cells;
    if (cells.empty() || cells.back().column != placed.cell.column) {
      cells.push_back(std::move(placed.cell));
    } else if (cells.back().text != placed.cell.text || cells.back().kind != placed.cell.kind) {
      return std::unexpected(Fault{placed.row, placed.cell.column, "",
                                   shown(cells.back().text) + " and " + shown(placed.cell.text), "one value in a cell",
                                   "", cell_place(sheet.name, placed.cell.column, placed.row)});
    }
  }
  return sheet;
}

}  // namespace

std::expected<Sheet, Fault> read_biff_sheet(std::string_view stream, const BiffSheet& entry, const BiffGlobals& globals,
                                            SheetTally& tally) {
  const auto damaged = [&](const char* why) {
    Fault fault = damaged_xls(why);
    fault.place = "sheet \"" + shown(entry.name) + "\"";
    return std::unexpected(std::move(fault));
  };
  CellsReader reader(entry, globals, tally);
  BiffRecords records(stream, entry.at);
  bool first = true;
  for (;;) {
    const auto more = records.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return damaged("the sheet breaks off");
    if (first && records.record().type != Biff::begin) return damaged("the sheet is not where it should be");
    first = false;
    const auto goes_on = reader.add(records.record());
    if (!goes_on) return std::unexpected(goes_on.error());
    if (!*goes_on) return std::move(reader).finish();
  }
}

}  // namespace tradewatch::intake
