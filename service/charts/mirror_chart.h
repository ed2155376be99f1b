// The same trade as both sides count it, span by span.
//
// Each line is one side's published figures as average a month over the span that each covers, in US dollars, drawn in
// millions: a level stretch is as long as what was published as one sum. Where a side has published nothing its line
// breaks. The two are drawn beside each other and never joined: what they differ by is the news.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/trade/month.h"
#include "service/charts/drawing.h"
#include "service/charts/fan_chart.h"

namespace tradewatch::charts {

// One published sum, or several that cover one span together.
struct SideSpan {
  trade::MonthSpan span;
  double usd_per_month = 0.0;
};

// A span that a side has published, or that both tell, with the total of each side over it where its figures tell it.
struct SidesRow {
  trade::MonthSpan span;
  std::optional<double> own_usd;
  std::optional<double> partner_usd;
  std::string ratio;  // in words; empty unless both are known
};

struct MirrorLabels {
  std::string unit;           // of the axis: "million US dollars, average a month"
  std::string own;            // of the legend
  std::string partner;        //
  std::string months;         // heads of the table
  std::string own_total;      //
  std::string partner_total;  //
  std::string ratio;          //
  std::string empty;          // what is said where neither side has published
};

struct MirrorChart {
  std::string id;  // as of a FanChart
  std::string title;
  std::string description;
  std::vector<SideSpan> own;      // disjoint, by time
  std::vector<SideSpan> partner;  // likewise
  std::vector<SidesRow> rows;     // by time
  MirrorLabels labels;
  Provenance provenance = {};
};

inline constexpr Size kMirrorSize{.width = 760, .height = 300};
[[nodiscard]] std::string svg(const MirrorChart& chart, const Size& size = kMirrorSize);

// A row a span: totals in millions of US dollars; an empty cell where a side's figures do not tell it.
[[nodiscard]] ChartTable table(const MirrorChart& chart);

}  // namespace tradewatch::charts
