#include "service/charts/sparkline.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

constexpr double kMarginPx = 4;  // so that a line's width stays inside

Extent extent_of(const FanChart& chart) {
  Extent extent;
  for (const TrailingTotal& t : chart.trailing) extent.include(t.month, t.usd);
  for (const PathMonth& p : chart.path) extent.include(p.month, p.usd);
  for (const ForecastMonth& f : chart.forecast) extent.include(f.month, f.median);
  return extent;
}

}  // namespace

std::string sparkline(const FanChart& chart, const std::string& name, const Size& size) {
  const Extent extent = extent_of(chart);
  if (!extent.months) return {};
  const Plot plot{.left = kMarginPx,
                  .top = kMarginPx,
                  .width = std::max(1.0, size.width - 2 * kMarginPx),
                  .height = std::max(1.0, size.height - 2 * kMarginPx),
                  .months = *extent.months,
                  .highest = extent.highest_usd > 0 ? extent.highest_usd : 1.0};
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" )"
      R"(aria-label="{}">)",
      size.width, size.height, size.width, size.height, escaped(name));
  draw_rule(out, plot.left, plot.bottom(), plot.right(), plot.bottom(), "spark-base");
  draw_line(out, plot, runs(chart.path, [](const PathMonth& p) { return p.usd; }), "spark-path");
  draw_line(out, plot, runs(chart.forecast, [](const ForecastMonth& f) { return f.median; }), "spark-median");
  draw_line(out, plot, runs(chart.trailing, [](const TrailingTotal& t) { return t.usd; }), "spark-trailing");
  return out + "</svg>";
}

}  // namespace tradewatch::charts
