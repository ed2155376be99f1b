// What the lines and areas of a drawing stand for: samples with words, in rows.

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tradewatch::charts {

struct LegendEntry {
  std::string_view label;
  std::string_view css;
  enum class Sample { line, box, dot } sample;
};

// Draws between `left` and `right` from `top` down, and gives the height that it took; 0 without an entry.
double draw_legend(std::string& out, std::span<const LegendEntry> entries, double left, double right, double top);

}  // namespace tradewatch::charts
