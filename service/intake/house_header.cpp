#include "service/intake/house_header.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "models/trade/letters.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::array<std::string_view, kColumns> kNames = {"reporter",  "partner", "flow",      "period",    "value",
                                                           "unit",      "source",  "published", "commodity", "status",
                                                           "valuation", "basis",   "reference"};
constexpr std::size_t kRequired = 6;

std::optional<std::size_t> column_of(std::string_view name) {
  const std::string lower = trade::ascii_lower(name);
  const auto found = std::find(kNames.begin(), kNames.end(), lower);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kNames.begin());
}

Fault unknown_column(const Cell& cell, int number) {
  Fault fault{cell.line, number, shown(cell.text, 40), shown(cell.text, 40), "a column of the house format", ""};
  static const std::vector<std::string_view> kAll(kNames.begin(), kNames.end());
  const auto near = trade::nearest(cell.text, kAll, 1);
  const std::string odd = odd_character(cell.text);
  fault.hint = cell.text.empty() ? "remove the empty column"
               : near.empty()    ? odd
                                 : "did you mean " + near.front() + "?" + (odd.empty() ? "" : " " + odd);
  return fault;
}

std::string separated_by(const std::string& separators, const std::string& key) {
  return "fields are separated by commas, not " + separators +
         ": save the table with commas, or read it with a mapping file that says " + key + " (import --mapping FILE)";
}

// What a header that names no required column probably is.
std::string other_table(const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    if (cell.text.find(';') != std::string_view::npos) return separated_by("semicolons", "separator = \";\"");
    if (cell.text.find('\t') != std::string_view::npos) return separated_by("tabs", "separator = \"tab\"");
    if (cell.text.find('|') != std::string_view::npos) {
      return "fields are separated by commas, not bars: save the table with commas";
    }
  }
  return "another table is read with a mapping file: import --mapping FILE";
}

}  // namespace

std::string_view name_of(Column column) { return kNames[static_cast<std::size_t>(column)]; }

bool is_house_header(const std::vector<RowCell>& cells) {
  const auto needed = std::count_if(cells.begin(), cells.end(), [](const RowCell& cell) {
    const auto column = column_of(cell.text);
    return column && *column < kRequired;
  });
  return static_cast<std::size_t>(needed) > kRequired / 2;
}

std::expected<HouseHeader, std::vector<Fault>> read_house_header(const std::vector<Cell>& cells, int line,
                                                                 UnknownColumns unknown) {
  std::vector<Fault> faults;
  const auto known = [](const Cell& cell) { return column_of(cell.text).has_value(); };
  if (cells.size() > kMaxColumns || std::none_of(cells.begin(), cells.end(), known)) {
    std::string found;
    for (const Cell& cell : cells) found.append(found.empty() ? "" : ",").append(cell.text.substr(0, 40));
    faults.push_back({line, 0, "", shown(found, 80), "a header: reporter,partner,flow,period,value,unit",
                      cells.size() > kMaxColumns ? "more than 256 columns" : other_table(cells)});
    return std::unexpected(std::move(faults));
  }
  HouseHeader header;
  header.fields = cells.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    header.names.push_back(shown(cells[i].text, 40));
    const auto column = column_of(cells[i].text);
    if (!column) {
      if (unknown == UnknownColumns::refuse) faults.push_back(unknown_column(cells[i], number));
      continue;
    }
    int& position = header.position[*column];
    if (position != 0) {
      faults.push_back({cells[i].line, number, header.names.back(), header.names.back(), "each column once",
                        "the same as column " + std::to_string(position)});
    } else {
      position = number;
    }
  }
  for (std::size_t i = 0; i < kRequired; ++i) {
    if (header.position[i] != 0) continue;
    const std::string name(kNames[i]);
    faults.push_back(
        {line, 0, name, "", "a column " + name, "reporter, partner, flow, period, value and unit are required"});
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return header;
}

}  // namespace tradewatch::intake
