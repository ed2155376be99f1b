#include <algorithm>
#include <map>

#include "service/charts/fan_chart.h"
#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {

namespace {

struct Row {
  const TrailingTotal* trailing = nullptr;
  const PathMonth* path = nullptr;
  const ForecastMonth* forecast = nullptr;
};

std::string cell(const std::optional<double>& usd, const std::string& absent) {
  return usable(usd) ? millions(*usd) : absent;
}

// Absent quantiles are empty cells: months already known have none.
void add_forecast(std::vector<std::string>& row, const ForecastMonth* month) {
  static const ForecastMonth kNone;
  const ForecastMonth& f = month != nullptr ? *month : kNone;
  for (const auto* usd : {&f.median, &f.p10, &f.p90, &f.p2_5, &f.p97_5}) row.push_back(cell(*usd, ""));
}

}  // namespace

ChartTable table(const FanChart& chart) {
  std::map<trade::Month, Row> by_month;
  for (const auto& t : chart.trailing) by_month[t.month].trailing = &t;
  for (const auto& p : chart.path) by_month[p.month].path = &p;
  for (const auto& f : chart.forecast) by_month[f.month].forecast = &f;

  const ChartLabels& labels = chart.labels;
  ChartTable table;
  table.header = {labels.month, labels.trailing};
  if (!chart.path.empty()) table.header.push_back(labels.path);
  if (!chart.forecast.empty()) {
    for (const auto* head : {&labels.median, &labels.p10, &labels.p90, &labels.p2_5, &labels.p97_5}) {
      table.header.push_back(*head);
    }
  }
  if (by_month.empty()) return table;

  const trade::Month last_trailing = chart.trailing.empty() ? by_month.begin()->first - 1 : chart.trailing.back().month;
  for (trade::Month m = by_month.begin()->first; m <= by_month.rbegin()->first; m = m + 1) {
    const Row row = by_month.contains(m) ? by_month.at(m) : Row{};
    std::vector<std::string> cells = {trade::format_month(m)};
    if (row.trailing != nullptr && usable(row.trailing->usd)) {
      std::string text = millions(*row.trailing->usd);
      if (row.trailing->estimated && !labels.estimated.empty()) text += " (" + labels.estimated + ")";
      cells.push_back(std::move(text));
    } else {
      // Among known months a hole is worth a word; months to come are simply still open.
      cells.push_back(row.trailing != nullptr || m < last_trailing ? labels.no_figure : "");
    }
    if (!chart.path.empty()) cells.push_back(row.path != nullptr ? cell(row.path->usd, "") : "");
    if (!chart.forecast.empty()) add_forecast(cells, row.forecast);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace tradewatch::charts
