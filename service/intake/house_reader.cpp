#include "service/intake/house_reader.h"

#include <thread>
#include <utility>

#include "models/trade/figure_checks.h"
#include "service/intake/check_words.h"
#include "service/intake/csv_rows.h"
#include "service/intake/house_pieces.h"
#include "service/intake/house_row.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

void add_check_faults(const trade::FigureChecks& checks, const std::vector<trade::Figure>& figures,
                      const HouseHeader& header, trade::Date today, FaultList& faults) {
  for (const trade::FigureFault& fault : checks.faults) {
    const trade::Figure& figure = figures[static_cast<std::size_t>(fault.figure)];
    CheckWords words = words_for(fault, figures, today);
    faults.add({figure.line, header.at(words.column), std::string(name_of(words.column)), std::move(words.found),
                std::move(words.expected), std::move(words.hint)});
  }
}

// The header row, or nothing; then the faults say why.
std::optional<HouseHeader> header_of(CsvRows& rows, const ReadOptions& options, FaultList& faults) {
  switch (rows.next()) {
    case CsvRows::Step::fault:
      faults.add(rows.fault());
      return std::nullopt;
    case CsvRows::Step::end:
      faults.add({1, 0, "", "an empty document", "a header: reporter,partner,flow,period,value,unit", ""});
      return std::nullopt;
    case CsvRows::Step::row:
      break;
  }
  auto header = read_house_header(rows.cells(), rows.line(), options.unknown_columns);
  if (!header) {
    for (Fault& fault : header.error()) faults.add(std::move(fault));
    return std::nullopt;
  }
  if (header->at(Column::source) == 0 && options.default_source.empty()) {
    faults.add({rows.line(), 0, "source", "", "who published the figures, such as sbp",
                "add a column source, or say --source"});
    return std::nullopt;
  }
  return *std::move(header);
}

void read_rows(CsvRows& rows, const HouseHeader& header, const ReadOptions& options, Document& document,
               FaultList& faults) {
  HouseRow row(header, options, faults);
  std::size_t count = 0;
  for (CsvRows::Step step = rows.next(); step != CsvRows::Step::end; step = rows.next()) {
    if (step == CsvRows::Step::fault) {
      Fault fault = rows.fault();
      const auto column = static_cast<std::size_t>(fault.column);
      if (column >= 1 && column <= header.names.size()) fault.column_name = header.names[column - 1];
      faults.add(std::move(fault));
      continue;
    }
    if (++count > kMaxRows) {
      const std::string limit = std::to_string(kMaxRows);
      faults.add(
          {rows.line(), 0, "", "more than " + limit + " rows", "at most " + limit + " rows", "split the document"});
      return;
    }
    if (!row.read(rows.cells(), rows.line(), document.figures.emplace_back())) document.figures.pop_back();
  }
}

}  // namespace

std::expected<Document, Refusal> read_house(std::string_view bytes, const ReadOptions& options) {
  FaultList faults;
  Document document;
  document.format = "house-csv";
  if (bytes.size() > kMaxDocumentBytes) {
    faults.add({0, 0, "", std::to_string(bytes.size()) + " bytes",
                "at most " + std::to_string(kMaxDocumentBytes) + " bytes (64 MiB)", "split the document"});
    return std::unexpected(std::move(faults).refusal(options.document));
  }
  CsvRows rows(bytes);
  if (const auto header = header_of(rows, options, faults)) {
    const std::string_view rest = bytes.substr(rows.next_offset());
    if (auto figures = read_in_pieces(rest, rows.next_line(), *header, options, std::thread::hardware_concurrency())) {
      document.figures = *std::move(figures);
    } else {
      document.figures = room_for_rows(rest);
      read_rows(rows, *header, options, document, faults);
    }
    const auto checks = trade::check_figures(document.figures, options.taken_date);
    add_check_faults(checks, document.figures, *header, options.taken_date, faults);
    document.duplicates = checks.duplicates;
  }
  if (!faults.empty()) return std::unexpected(std::move(faults).refusal(options.document));
  return document;
}

}  // namespace tradewatch::intake
