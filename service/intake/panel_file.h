// Reads many series for `forecast --figures`, without settings or store, piece by piece.
//
// A panel is a CSV file (gzip allowed, told by its content) with the columns period, value, unit and either `series`
// or the columns of an identity (`partner_code` too, where a file has it). Countries and flows may be any text, because
// panels hold names that no list knows. Other columns are ignored. An empty value is a figure that is absent. Figures
// that end after the origin are not read. Of figures for one series and period the one published last counts; two
// values published the same day are refused, both lines named.

#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/trade/figure.h"
#include "service/intake/csv_rows.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

struct PanelFigure {
  trade::MonthSpan span;
  double value_usd = 0.0;  // finite, >= 0; value of the file times `usd_per_unit` of its series
  trade::Date published{};
  int line = 0;
};

struct PanelSeries {
  std::string name;                  // column `series`, else the identity's fields with '|' between them
  std::string unit;                  // as the file says it
  double usd_per_unit = 1.0;         // a power of ten; 1 for a unit that is not of US dollars
  std::vector<PanelFigure> figures;  // by span; may be empty, since every series of the file gets an answer

  // What trade::make_series wants. The key names no country; `figure` terms index `figures`.
  [[nodiscard]] trade::FlowKey key() const;
  [[nodiscard]] std::vector<trade::KeptFigure> kept() const;
};

struct Panel {
  std::vector<PanelSeries> series;  // in the order of the file
  std::size_t rows = 0;
};

struct PanelOptions {
  std::string document = "-";
  std::optional<trade::Month> origin;      // absent: all figures are read
  std::optional<trade::Month> first = {};  // figures that begin before it are not read
  bool unflagged_only = false;  // leave out figures whose column `flag` says anything (estimates, spread years)
};

[[nodiscard]] std::expected<Panel, Refusal> read_panel(std::string_view bytes, const PanelOptions& options);

// The same, from a source of bytes that are CSV (not gzip).
[[nodiscard]] std::expected<Panel, Refusal> read_panel(CsvRows::Read read, const PanelOptions& options);

}  // namespace tradewatch::intake
