#include "service/charts/mirror_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "service/charts/axis.h"
#include "service/charts/legend.h"
#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

constexpr std::string_view kOwn = "tw-trailing";
constexpr std::string_view kPartner = "tw-median";
constexpr double kAxisLeftPx = 20;  // around the widest label of the axis
constexpr double kSidesRightPx = 14;
constexpr double kUnitPx = 30;  // the axis's unit above the plot
constexpr double kSidesBottomPx = 28;

Extent extent_of(const MirrorChart& chart) {
  Extent extent;
  for (const auto* side : {&chart.own, &chart.partner}) {
    for (const SideSpan& s : *side) extent.include(s.span, s.usd_per_month);
  }
  return extent;
}

// Level over each span, upright where the next one follows at once.
void draw_side(std::string& out, std::span<const SideSpan> side, const Plot& plot, std::string_view css) {
  std::string points;
  const auto end_line = [&] {
    if (!points.empty()) out += fmt::format(R"(<polyline class="{}" points="{}"/>)", css, points);
    points.clear();
  };
  const SideSpan* before = nullptr;
  for (const SideSpan& s : side) {
    if (!std::isfinite(s.usd_per_month)) continue;
    if (before != nullptr && before->span.last + 1 != s.span.first) end_line();
    const double half = plot.slot() / 2;
    const std::string y = coordinate(plot.y(s.usd_per_month));
    points += fmt::format("{}{},{} {},{}", points.empty() ? "" : " ", coordinate(plot.x(s.span.first) - half), y,
                          coordinate(plot.x(s.span.last) + half), y);
    before = &s;
  }
  end_line();
}

// A clear strip over each row's months: pointing at it tells what both sides say of them.
void draw_row_pointers(std::string& out, const MirrorChart& chart, const Plot& plot) {
  const ChartTable data = table(chart);
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const trade::MonthSpan& span = chart.rows[i].span;
    std::string text = data.rows[i].front();
    for (std::size_t c = 1; c < data.header.size(); ++c) {
      if (!data.rows[i][c].empty()) text += fmt::format("\n{}: {}", data.header[c], data.rows[i][c]);
    }
    out += fmt::format(R"(<rect class="tw-pointer" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>)",
                       coordinate(plot.x(span.first) - plot.slot() / 2), coordinate(plot.top),
                       coordinate(plot.slot() * span.months()), coordinate(plot.height), escaped(text));
  }
}

}  // namespace

std::string svg(const MirrorChart& chart, const Size& size) {
  std::string out = opening(chart.id, chart.title, chart.description, chart.provenance, size);
  const Extent extent = extent_of(chart);
  if (!extent.months) return out + empty_frame(chart.labels.empty, size) + "</svg>";
  const Ticks ticks = millions_ticks(extent.highest_usd, 4);
  const double left = kAxisLeftPx + widest_tick(ticks);
  const std::array legend = {LegendEntry{chart.labels.own, kOwn, LegendEntry::Sample::line},
                             LegendEntry{chart.labels.partner, kPartner, LegendEntry::Sample::line}};
  const double top = draw_legend(out, legend, left, size.width - kSidesRightPx, 4) + kUnitPx;
  draw_text(out, left - 8, top - 12, "start", chart.labels.unit, "tw-text tw-soft");
  const Plot plot{.left = left,
                  .top = top,
                  .width = std::max(1.0, size.width - left - kSidesRightPx),
                  .height = std::max(1.0, size.height - top - kSidesBottomPx),
                  .months = *extent.months,
                  .highest = ticks.top};
  draw_value_axis(out, plot, ticks);
  draw_month_axis(out, plot);
  draw_side(out, chart.partner, plot, kPartner);
  draw_side(out, chart.own, plot, kOwn);
  draw_row_pointers(out, chart, plot);
  return out + "</svg>";
}

ChartTable table(const MirrorChart& chart) {
  const auto cell = [](const std::optional<double>& usd) { return usable(usd) ? millions(*usd) : std::string(); };
  ChartTable table;
  table.header = {chart.labels.months, chart.labels.own_total, chart.labels.partner_total, chart.labels.ratio};
  for (const SidesRow& row : chart.rows) {
    table.rows.push_back({trade::format_period(row.span), cell(row.own_usd), cell(row.partner_usd), row.ratio});
  }
  return table;
}

}  // namespace tradewatch::charts
