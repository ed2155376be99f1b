#include "service/intake/sdmx_csv.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/intake/sdmx_figures.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

struct SdmxColumn {
  std::string name;
  bool labelled = false;  // cells are `PAK: Pakistan`
};

std::string_view before_label(std::string_view text) { return text.substr(0, text.find(": ")); }

std::vector<SdmxColumn> columns_of(const std::vector<RowCell>& header) {
  std::vector<SdmxColumn> columns;
  for (const RowCell& cell : header) {
    const std::string_view name = before_label(cell.text);
    columns.push_back({std::string(name), name.size() < cell.text.size()});
  }
  return columns;
}

std::optional<std::string> repeated(const std::vector<SdmxColumn>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (!columns[i].name.empty() && same_name(columns[i].name, columns[k].name)) return columns[i].name;
    }
  }
  return std::nullopt;
}

// The dataflow of a row; in 2.0, STRUCTURE says which kind of thing STRUCTURE_ID names.
std::string_view dataflow_of(const SdmxValues& values) { return values.first_of({"DATAFLOW", "STRUCTURE_ID"}); }

class RowReader {
 public:
  RowReader(std::vector<SdmxColumn> columns, const ReadOptions& options)
      : columns_(std::move(columns)), figures_(options, "sdmx-csv", "") {}

  void read(const std::vector<RowCell>& cells, int line) {
    if (!has_right_width(cells, line)) return;
    SdmxValues values;
    Place place{line, 0, ""};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view text = cells[i].text;
      values.add(columns_[i].name, columns_[i].labelled ? before_label(text) : text);
    }
    const std::string_view dataflow = dataflow_of(values);
    if (dataflow != dataflow_) {
      dataflow_ = dataflow;
      figures_.of_dataflow(dataflow);
    }
    if (values.first_of({"ACTION"}) == "D") return figures_.collector().leave_out("rows that delete (ACTION D)");
    figures_.begin_series(values);
    figures_.add(values, place);
  }

  void fault(Fault fault) {
    const auto column = static_cast<std::size_t>(fault.column);
    if (column >= 1 && column <= columns_.size()) fault.column_name = shown(columns_[column - 1].name, 40);
    figures_.collector().fault(std::move(fault));
  }

  [[nodiscard]] std::expected<Document, Refusal> finish() && { return std::move(figures_).finish(); }

 private:
  [[nodiscard]] bool has_right_width(const std::vector<RowCell>& cells, int line) {
    const bool one_more = cells.size() == columns_.size() + 1 && cells.back().text.empty();
    if (cells.size() == columns_.size() || one_more) return true;
    figures_.collector().fault({line, 0, ""}, "", std::to_string(cells.size()) + " fields",
                               std::to_string(columns_.size()) + " fields, as the header has");
    return false;
  }

  std::vector<SdmxColumn> columns_;
  SdmxFigures figures_;
  std::string dataflow_;
};

}  // namespace

bool is_sdmx_csv(const std::vector<RowCell>& header) {
  const auto has = [&](std::string_view name) {
    for (const RowCell& cell : header) {
      if (same_name(before_label(cell.text), name)) return true;
    }
    return false;
  };
  return has("TIME_PERIOD") && has("OBS_VALUE") && has("INDICATOR") && (has("COUNTRY") || has("REF_AREA"));
}

std::expected<Document, Refusal> read_sdmx_csv(RowSource& rows, const ReadOptions& options) {
  if (rows.next() != RowSource::Step::row) {
    return std::unexpected(Refusal{options.document, {{1, 0, "", "", "a header", ""}}, 0});
  }
  std::vector<SdmxColumn> columns = columns_of(rows.cells());
  if (const auto name = repeated(columns)) {
    return std::unexpected(Refusal{
        options.document, {{rows.line(), 0, "", shown(*name, 40), "each column once", "it stands there twice"}}, 0});
  }
  RowReader reader(std::move(columns), options);
  for (auto step = rows.next(); step != RowSource::Step::end; step = rows.next()) {
    if (step == RowSource::Step::fault) {
      reader.fault(rows.fault());
    } else {
      reader.read(rows.cells(), rows.line());
    }
  }
  return std::move(reader).finish();
}

}  // namespace tradewatch::intake
