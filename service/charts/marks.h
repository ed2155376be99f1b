// The strokes that a drawing is made of, added to the text of an SVG.

#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/charts/axis.h"

namespace tradewatch::charts {

// A point of a curve with the month it belongs to; both values for a band.
struct CurvePoint {
  trade::Month month;
  double low = 0;
  double high = 0;
};
using Run = std::vector<CurvePoint>;  // of adjacent months

[[nodiscard]] inline bool usable(const std::optional<double>& value) { return value && std::isfinite(*value); }

// What lines need: their months, and the highest value of any.
struct Extent {
  std::optional<trade::MonthSpan> months;
  double highest_usd = 0;

  void include(const trade::MonthSpan& span, const std::optional<double>& usd) {
    if (!usable(usd)) return;
    months = months ? trade::MonthSpan{std::min(months->first, span.first), std::max(months->last, span.last)} : span;
    highest_usd = std::max(highest_usd, *usd);
  }
  void include(trade::Month month, const std::optional<double>& usd) { include({month, month}, usd); }
};

// Cuts where a month is missing or without a value, so that nothing is drawn across a gap.
template <typename Months, typename Low, typename High>
std::vector<Run> runs(const Months& months, Low low, High high) {
  std::vector<Run> result;
  for (const auto& m : months) {
    const std::optional<double> l = low(m);
    const std::optional<double> h = high(m);
    if (!usable(l) || !usable(h)) continue;
    if (result.empty() || result.back().back().month + 1 != m.month) result.emplace_back();
    result.back().push_back({m.month, *l, *h});
  }
  return result;
}

template <typename Months, typename Value>
std::vector<Run> runs(const Months& months, Value value) {
  return runs(months, value, value);
}

// A line through the high values of each run; a run of one month is a dot.
void draw_line(std::string& out, const Plot& plot, const std::vector<Run>& line, std::string_view css);
// The area between low and high values of each run; a run of one month is as wide as its slot.
void draw_band(std::string& out, const Plot& plot, const std::vector<Run>& band, std::string_view css);
// `anchor` is start, middle or end. An empty text draws nothing.
void draw_text(std::string& out, double x, double y, std::string_view anchor, std::string_view text,
               std::string_view css = "tw-text");
void draw_rule(std::string& out, double x1, double y1, double x2, double y2, std::string_view css);
// Grid and labels of amounts in US dollars, labelled in millions; and how wide the widest of the labels is.
void draw_value_axis(std::string& out, const Plot& plot, const Ticks& ticks);
[[nodiscard]] double widest_tick(const Ticks& ticks);
// As many labelled months as there is room for.
void draw_month_axis(std::string& out, const Plot& plot);

}  // namespace tradewatch::charts
