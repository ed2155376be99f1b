#include "service/intake/table_headings.h"

#include <algorithm>

#include "models/trade/letters.h"
#include "service/intake/foreign_period.h"

namespace tradewatch::intake {
namespace {

std::string_view cell_at(const std::vector<StartCell>& row, int column) {
  const auto at = std::ranges::lower_bound(row, column, {}, &StartCell::column);
  return at != row.end() && at->column == column ? std::string_view(at->text) : std::string_view();
}

bool is_heading_row(const Mapping& mapping, const std::vector<StartCell>& row) {
  const auto stands = [&](const TextPattern& wanted) {
    return wanted.matches("") ||
           std::ranges::any_of(row, [&](const StartCell& cell) { return wanted.matches(cell.text); });
  };
  if (row.empty()) return false;
  if (!std::ranges::all_of(mapping.header_cells, stands)) return false;
  if (mapping.header_periods == 0) return true;
  const auto periods = std::ranges::count_if(
      row, [](const StartCell& cell) { return parse_foreign_period(joined_spaces(cell.text)).has_value(); });
  return periods >= mapping.header_periods;
}

// Headings in several rows: a cell that spans columns is written in the first of them, so it holds for the next.
std::vector<std::string> joined_headings(const TableStart& start, std::size_t first, std::size_t rows) {
  std::size_t columns = 0;
  for (std::size_t row = first; row < first + rows; ++row) {
    const std::vector<StartCell>& cells = start.rows[row];
    if (!cells.empty()) columns = std::max(columns, static_cast<std::size_t>(cells.back().column) + 1);
  }
  std::vector<std::string> headings(columns);
  for (std::size_t row = first; row < first + rows; ++row) {
    std::string held;
    for (std::size_t column = 0; column < columns; ++column) {
      std::string text = joined_spaces(cell_at(start.rows[row], static_cast<int>(column)));
      if (row + 1 < first + rows) {
        if (!text.empty()) held = text;
        text = held;
      }
      if (!text.empty()) headings[column] += (headings[column].empty() ? "" : " ") + text;
    }
  }
  return headings;
}

// The first cell above the headings, row by row, that the piece's pattern matches.
std::optional<std::string> search(const Piece& piece, const TableStart& start, std::size_t rows) {
  for (std::size_t row = 0; row < std::min(rows, start.rows.size()); ++row) {
    for (const StartCell& cell : start.rows[row]) {
      if (auto text = drawn_from(piece, cell.text)) return text;
    }
  }
  return std::nullopt;
}

// The cell "B4" of the start of a table.
std::string_view named_cell(const TableStart& start, std::string_view name) {
  const std::size_t letters = std::min(name.find_first_of("0123456789"), name.size());
  int line = 0;
  for (const char c : name.substr(letters)) line = line * 10 + (c - '0');
  const auto at = std::ranges::find(start.lines, line);
  if (at == start.lines.end()) return {};
  return cell_at(start.rows[static_cast<std::size_t>(at - start.lines.begin())],
                 column_number(name.substr(0, letters)));
}

}  // namespace

int column_number(std::string_view letters) {
  int number = 0;
  for (const char c : letters) number = number * 26 + (c - 'A' + 1);
  return number - 1;
}

std::optional<TableHeadings> find_headings(const Mapping& mapping, const TableStart& start) {
  if (mapping.sheets && !mapping.sheets->matches(start.name)) return std::nullopt;
  const auto rows = static_cast<std::size_t>(mapping.header_rows);
  for (std::size_t row = 0; row + rows <= start.rows.size(); ++row) {
    if (!is_heading_row(mapping, start.rows[row])) continue;
    return TableHeadings{row, start.lines[row + rows - 1], joined_headings(start, row, rows)};
  }
  return std::nullopt;
}

std::size_t headings_that_fit(const Mapping& mapping, const std::vector<TableStart>& starts) {
  std::size_t most = 0;
  for (const TableStart& start : starts) {
    const auto headings = find_headings(mapping, start);
    const bool fits = headings && std::ranges::all_of(mapping.recognise, [&](const Piece& piece) {
                        return fixed_text(piece, start, headings->above, starts, "").has_value();
                      });
    if (!fits) continue;
    const auto filled =
        std::ranges::count_if(headings->headings, [](const std::string& text) { return !text.empty(); });
    most = std::max(most, static_cast<std::size_t>(filled));
  }
  return most;
}

std::optional<std::string> drawn_from(const Piece& piece, std::string_view text) {
  std::string out = joined_spaces(text);
  if (piece.pattern) {
    const auto groups = piece.pattern->match(text);
    if (!groups) return std::nullopt;
    if (piece.as.empty()) {
      out = (*groups)[groups->size() > 1 ? 1 : 0];
    } else {
      out.clear();
      for (std::size_t at = 0; at < piece.as.size(); ++at) {
        const bool group =
            piece.as[at] == '$' && at + 1 < piece.as.size() && piece.as[at + 1] >= '0' && piece.as[at + 1] <= '9';
        if (!group) {
          out += piece.as[at];
          continue;
        }
        const auto number = static_cast<std::size_t>(piece.as[++at] - '0');
        if (number < groups->size()) out += (*groups)[number];
      }
      out = joined_spaces(out);
    }
  }
  if (!piece.map.empty()) {
    const auto meaning = piece.map.find(trade::lower_case(out));
    if (meaning != piece.map.end()) out = meaning->second;
  }
  return out;
}

std::optional<std::string> fixed_text(const Piece& piece, const TableStart& start, std::size_t above,
                                      const std::vector<TableStart>& all, std::string_view heading) {
  switch (piece.from) {
    case Piece::From::constant:
      return piece.text;
    case Piece::From::heading:
      return drawn_from(piece, heading);
    case Piece::From::sheet:
      return drawn_from(piece, start.name);
    case Piece::From::cell:
      return drawn_from(piece, named_cell(start, piece.text));
    case Piece::From::above:
      return search(piece, start, above);
    case Piece::From::document:
      for (const TableStart& each : all) {
        if (auto text = search(piece, each, each.rows.size())) return text;
      }
      return std::nullopt;
    case Piece::From::column:
    case Piece::From::letter:
      break;
  }
  return std::nullopt;
}

int column_of(const Piece& piece, const TableHeadings& headings) {
  if (piece.from == Piece::From::letter) return column_number(piece.text);
  const auto found = std::ranges::find_if(headings.headings,
                                          [&](const std::string& heading) { return piece.heading->matches(heading); });
  return found == headings.headings.end() ? -1 : static_cast<int>(found - headings.headings.begin());
}

}  // namespace tradewatch::intake
