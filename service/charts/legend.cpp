#include "service/charts/legend.h"

#include <fmt/format.h>

#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

constexpr double kLegendRowPx = 20;
constexpr double kSamplePx = 28;

void draw_sample(std::string& out, const LegendEntry& entry, double x, double y) {
  switch (entry.sample) {
    case LegendEntry::Sample::line:
      draw_rule(out, x, y - 4, x + kSamplePx, y - 4, entry.css);
      break;
    case LegendEntry::Sample::box:
      out += fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="11"/>)", entry.css, coordinate(x),
                         coordinate(y - 10), coordinate(kSamplePx));
      break;
    case LegendEntry::Sample::dot:
      out += fmt::format(R"(<circle class="{}" cx="{}" cy="{}" r="3"/>)", entry.css, coordinate(x + kSamplePx / 2),
                         coordinate(y - 4));
      break;
  }
}

}  // namespace

double draw_legend(std::string& out, std::span<const LegendEntry> entries, double left, double right, double top) {
  double x = left;
  double y = top + 14;
  for (const LegendEntry& entry : entries) {
    const double needed = kSamplePx + 6 + text_width(entry.label, kFontPx) + 12;
    if (x > left && x + needed > right) {
      x = left;
      y += kLegendRowPx;
    }
    draw_sample(out, entry, x, y);
    draw_text(out, x + kSamplePx + 6, y, "start", entry.label);
    x += needed;
  }
  return entries.empty() ? 0 : y + 8 - top;
}

}  // namespace tradewatch::charts
