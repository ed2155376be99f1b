// The fan chart of one target: the trailing total so far, where it should stand, and where it may go.
//
// Values are totals over twelve months, in US dollars, drawn in millions; months are evenly spaced. A month without
// a figure is a gap: no line crosses it, no dot stands on it, and the table says so. Below, if there are any, the
// published figures themselves as average a month over the span that each covers.
//
// Every text is handed in: this folder draws, it does not speak. Numbers are written the same in every locale. The
// drawing is one well-formed SVG element that needs nothing else: it follows the reader's dark or light scheme, and
// tells its lines apart by dash and shape, not by colour alone.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/trade/month.h"
#include "service/charts/drawing.h"
#include "service/charts/provenance.h"

namespace tradewatch::charts {

// One published figure, or several that cover one span together.
struct KnownSpan {
  trade::MonthSpan span;
  double usd_per_month = 0.0;
  bool revised = false;  // published before with another value
};

// The total of the twelve months that end with `month`. Absent: not known for that month.
struct TrailingTotal {
  trade::Month month;
  std::optional<double> usd;
  bool estimated = false;  // part of it was split out of longer spans
};

// Quantiles of the trailing total in a month to come. Each may be absent.
struct ForecastMonth {
  trade::Month month;
  std::optional<double> median, p10, p90, p2_5, p97_5;
};

struct PathMonth {
  trade::Month month;
  std::optional<double> usd;
};

// The words on and under the drawing, in the reader's language. An empty one leaves its place out.
struct ChartLabels {
  std::string unit;       // of the axis: "million US dollars, twelve months"
  std::string month;      // head of the table's first column
  std::string amount;     // "target: 1 billion"
  std::string window;     // "window"
  std::string trailing;   // "so far"
  std::string estimated;  // "so far, partly estimated"
  std::string median;     // "forecast, median"
  std::string band_80;    // "80 % band"
  std::string band_95;    // "95 % band"
  std::string path;       // "path to the target"
  std::string known;      // "published, average a month"
  std::string revised;    // "revised since"
  std::string no_figure;  // "no figure"
  // Heads of the table's quantile columns.
  std::string p10, p90, p2_5, p97_5;
};

struct FanChart {
  std::string id;           // unique on the page; letters, digits and '-' of it are used
  std::string title;        // <title>
  std::string description;  // <desc>: what the drawing says, for those who cannot see it
  std::vector<KnownSpan> known;
  std::vector<TrailingTotal> trailing;  // ascending; a month left out is a gap, as is one without a value
  std::vector<ForecastMonth> forecast;  // ascending
  std::vector<PathMonth> path;          // ascending
  std::optional<double> amount_usd;
  std::optional<trade::MonthSpan> window;
  ChartLabels labels;
  Provenance provenance = {};
};

// The whole drawing. With nothing to draw it holds its title, description and an empty frame.
[[nodiscard]] std::string svg(const FanChart& chart, const Size& size = {});

// The same data as a table: a row for every month from the first to the last, in millions of US dollars.
struct ChartTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as `header`
};
[[nodiscard]] ChartTable table(const FanChart& chart);

}  // namespace tradewatch::charts
