#include "service/web/chart_sheets.h"

#include <map>

#include "service/charts/marks.h"

namespace tradewatch::web {
namespace {

using report::Cell;

enum Column : std::size_t { kMonth, kTrailing, kEstimated, kPath, kMedian, kP10, kP90, kP2_5, kP97_5, kColumns };

Cell usd_cell(const std::optional<double>& usd) { return charts::usable(usd) ? Cell(*usd) : Cell(); }

}  // namespace

report::Spreadsheet sheet_of(const charts::FanChart& chart) {
  report::Spreadsheet sheet;
  sheet.name = "twelve months";
  sheet.header = {"twelve months to", "so far, USD", "partly estimated", "path, USD",  "forecast median, USD",
                  "10 %, USD",        "90 %, USD",   "2.5 %, USD",       "97.5 %, USD"};
  std::map<trade::Month, std::vector<Cell>> rows;
  const auto row = [&](trade::Month month) -> std::vector<Cell>& {
    std::vector<Cell>& cells = rows[month];
    cells.resize(kColumns);
    cells[kMonth] = month;
    return cells;
  };
  for (const charts::TrailingTotal& t : chart.trailing) {
    row(t.month)[kTrailing] = usd_cell(t.usd);
    if (t.estimated) row(t.month)[kEstimated] = "yes";
  }
  for (const charts::PathMonth& p : chart.path) row(p.month)[kPath] = usd_cell(p.usd);
  for (const charts::ForecastMonth& f : chart.forecast) {
    std::vector<Cell>& cells = row(f.month);
    cells[kMedian] = usd_cell(f.median);
    cells[kP10] = usd_cell(f.p10);
    cells[kP90] = usd_cell(f.p90);
    cells[kP2_5] = usd_cell(f.p2_5);
    cells[kP97_5] = usd_cell(f.p97_5);
  }
  for (auto& [month, cells] : rows) sheet.rows.push_back(std::move(cells));
  report::tell_provenance(sheet, chart.title, chart.provenance);
  return sheet;
}

report::Spreadsheet sheet_of(const charts::StepChart& chart) {
  report::Spreadsheet sheet;
  sheet.name = "publications";
  sheet.header = {"published", "probability", "in words"};
  for (const charts::Step& step : chart.steps) {
    sheet.rows.push_back({step.date, charts::usable(step.value) ? Cell(*step.value) : Cell(), step.words});
  }
  report::tell_provenance(sheet, chart.title, chart.provenance);
  return sheet;
}

report::Spreadsheet sheet_of(const charts::MirrorChart& chart) {
  report::Spreadsheet sheet;
  sheet.name = "both sides";
  sheet.header = {"from", "to", "this side, USD", "partner, USD", "in words"};
  for (const charts::SidesRow& row : chart.rows) {
    sheet.rows.push_back({row.span.first, row.span.last, usd_cell(row.own_usd), usd_cell(row.partner_usd), row.ratio});
  }
  report::tell_provenance(sheet, chart.title, chart.provenance);
  return sheet;
}

report::Spreadsheet sheet_of(const charts::ReliabilityChart& chart) {
  report::Spreadsheet sheet;
  sheet.name = "said and met";
  sheet.header = {"said", "assessments", "mean probability", "share met"};
  for (const charts::ReliabilityPoint& p : chart.points) {
    sheet.rows.push_back({p.name, static_cast<double>(p.calls), p.said, p.came});
  }
  report::tell_provenance(sheet, chart.title, chart.provenance);
  return sheet;
}

}  // namespace tradewatch::web
