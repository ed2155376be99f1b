#include "service/intake/comtrade_csv.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "service/intake/comtrade_row.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

using Field = ComtradeField;

constexpr std::array<Field, 6> kRequired = {Field::period, Field::reporter,  Field::partner,
                                            Field::flow,   Field::commodity, Field::value};

// In which column each field stands, from 1; 0 where in none.
std::array<int, kComtradeFields> columns_of(const std::vector<RowCell>& header, const ComtradeNames& names) {
  std::array<int, kComtradeFields> columns{};
  for (std::size_t i = 0; i < kComtradeFields; ++i) {
    const auto found = std::ranges::find(header, names.names[i], &RowCell::text);
    if (!names.names[i].empty() && found != header.end()) columns[i] = static_cast<int>(found - header.begin()) + 1;
  }
  return columns;
}

std::size_t known(const std::vector<RowCell>& header, const ComtradeNames& names) {
  const auto columns = columns_of(header, names);
  return static_cast<std::size_t>(
      std::ranges::count_if(kRequired, [&](Field field) { return columns[static_cast<std::size_t>(field)] > 0; }));
}

// At least this many of the required columns make a header Comtrade's; the others are missed by name.
constexpr std::size_t kTelling = 3;

// What is wrong with a header, or nothing.
void check_header(const RowSource& source, const ComtradeNames& names, const std::array<int, kComtradeFields>& columns,
                  ComtradeRows& rows) {
  const std::vector<RowCell>& header = source.cells();
  std::string missing;
  for (const Field field : kRequired) {
    if (columns[static_cast<std::size_t>(field)] > 0) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(names.of(field));
  }
  if (!missing.empty()) {
    const auto gap = [](const RowCell& cell) { return cell.text == "..." || cell.text == "\u2026"; };
    const bool elided = std::ranges::any_of(header, gap);
    rows.fault({source.line(), 0, "", "columns missing: " + missing, "the columns of a Comtrade download",
                elided ? "the columns at \"...\" were left out when the table was printed: save the data itself" : ""});
  }
  for (std::size_t i = 0; i < kComtradeFields; ++i) {
    if (columns[i] == 0 || std::ranges::count(header, names.names[i], &RowCell::text) == 1) continue;
    const std::string name(names.names[i]);
    rows.fault({source.line(), columns[i], name, name, "each column once", ""});
  }
}

// Whether the row has the shape of its header; else a fault.
bool fits(const RowSource& source, std::size_t columns, ComtradeRows& rows) {
  const std::vector<RowCell>& cells = source.cells();
  const auto filled =
      static_cast<std::size_t>(std::ranges::count_if(cells, [](const RowCell& cell) { return !cell.text.empty(); }));
  const bool is_message = filled <= 1;
  if (is_message || cells.size() < columns) {
    const std::string found = is_message && !cells.empty() ? shown(cells.front().text)
                                                           : "a row of " + std::to_string(cells.size()) + " fields";
    rows.fault({source.line(), 0, "", found, std::to_string(columns) + " fields, as the header has",
                is_message ? "" : "cut off? download it again"});
    return false;
  }
  for (std::size_t i = columns; i < cells.size(); ++i) {
    if (cells[i].text.empty()) continue;
    rows.fault(
        {source.line(), static_cast<int>(i) + 1, "", shown(cells[i].text), "nothing behind the last column", ""});
    return false;
  }
  return true;
}

}  // namespace

bool is_comtrade_csv(const std::vector<RowCell>& header) {
  return known(header, kComtradeNames) >= kTelling || known(header, kComtradeLegacyCsvNames) >= kTelling;
}

std::expected<Document, Refusal> read_comtrade_csv(RowSource& source, const ReadOptions& options) {
  if (source.next() != RowSource::Step::row) {
    const Fault empty{1, 0, "", "an empty document", "the header of a Comtrade download", ""};
    return std::unexpected(Refusal{options.document, {empty}, 0});
  }
  const bool legacy = known(source.cells(), kComtradeLegacyCsvNames) > known(source.cells(), kComtradeNames);
  const ComtradeNames& names = legacy ? kComtradeLegacyCsvNames : kComtradeNames;
  const auto columns = columns_of(source.cells(), names);
  const std::size_t width = source.cells().size();
  ComtradeRows rows(options, legacy ? "comtrade-legacy-csv" : "comtrade-csv", names, columns);
  check_header(source, names, columns, rows);
  if (rows.has_faults()) return std::move(rows).finish();  // each row would only repeat them

  ComtradeRow row;
  for (RowSource::Step step = source.next(); step != RowSource::Step::end; step = source.next()) {
    if (step == RowSource::Step::fault) {
      rows.fault(source.fault());
      continue;
    }
    if (!fits(source, width, rows)) continue;
    for (std::size_t i = 0; i < kComtradeFields; ++i) {
      row.texts[i] =
          columns[i] == 0 ? std::string_view() : source.cells()[static_cast<std::size_t>(columns[i]) - 1].text;
    }
    rows.add(row, {source.line(), 0, ""});
  }
  return std::move(rows).finish();
}

}  // namespace tradewatch::intake
