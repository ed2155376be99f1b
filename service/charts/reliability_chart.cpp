#include "service/charts/reliability_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

constexpr std::array kShareTicks = {0.0, 0.25, 0.5, 0.75, 1.0};
constexpr double kShareLeftPx = 56;  // "100 %" and a gap
constexpr double kShareRightPx = 24;
constexpr double kShareTopPx = 34;
constexpr double kShareBottomPx = 46;
constexpr double kLeastRadiusPx = 4;
constexpr double kMostRadiusPx = 11;

// Both scales go from 0 to 1.
struct Square {
  double left = 0, top = 0, width = 0, height = 0;
  [[nodiscard]] double x(double share) const { return left + width * std::clamp(share, 0.0, 1.0); }
  [[nodiscard]] double y(double share) const { return top + height * (1.0 - std::clamp(share, 0.0, 1.0)); }
};

void draw_shares(std::string& out, const ReliabilityLabels& labels, const Square& plot) {
  for (const double tick : kShareTicks) {
    const std::string_view css = tick == 0 ? "tw-axis" : "tw-grid";
    const std::string words = fmt::format("{:.0f} %", 100 * tick);
    draw_rule(out, plot.x(0), plot.y(tick), plot.x(1), plot.y(tick), css);
    draw_rule(out, plot.x(tick), plot.y(0), plot.x(tick), plot.y(1), css);
    draw_text(out, plot.x(0) - 8, plot.y(tick) + 4, "end", words);
    draw_text(out, plot.x(tick), plot.y(0) + 18, "middle", words);
  }
  draw_text(out, plot.x(0) - 8, plot.top - 16, "start", labels.came, "tw-text tw-soft");
  draw_text(out, plot.x(1), plot.y(0) + 38, "end", labels.said, "tw-text tw-soft");
  draw_rule(out, plot.x(0), plot.y(0), plot.x(1), plot.y(1), "tw-path");
  // Where the fewest points are: above the diagonal's upper end.
  draw_text(out, plot.x(0.93), plot.y(0.97), "end", labels.equal, "tw-text tw-soft");
}

void draw_point(std::string& out, const ReliabilityPoint& point, int most_calls, const Square& plot) {
  const double x = plot.x(point.said);
  if (usable(point.reach)) {
    draw_rule(out, x, plot.y(point.came - *point.reach), x, plot.y(point.came + *point.reach), "tw-trailing");
  }
  const double share = std::sqrt(static_cast<double>(point.calls) / std::max(1, most_calls));
  out +=
      fmt::format(R"(<circle class="tw-trailing dot" cx="{}" cy="{}" r="{}"><title>{}: {} / {} ({})</title></circle>)",
                  coordinate(x), coordinate(plot.y(point.came)),
                  coordinate(kLeastRadiusPx + (kMostRadiusPx - kLeastRadiusPx) * share), escaped(point.name),
                  escaped(point.said_words), escaped(point.came_words), point.calls);
}

}  // namespace

std::string svg(const ReliabilityChart& chart, const Size& size) {
  std::string out = opening(chart.id, chart.title, chart.description, chart.provenance, size);
  if (chart.points.empty()) return out + empty_frame(chart.labels.empty, size) + "</svg>";
  const Square plot{.left = kShareLeftPx,
                    .top = kShareTopPx,
                    .width = std::max(1.0, size.width - kShareLeftPx - kShareRightPx),
                    .height = std::max(1.0, size.height - kShareTopPx - kShareBottomPx)};
  draw_shares(out, chart.labels, plot);
  const int most = std::ranges::max(chart.points, {}, &ReliabilityPoint::calls).calls;
  for (const ReliabilityPoint& point : chart.points) {
    if (std::isfinite(point.said) && std::isfinite(point.came)) draw_point(out, point, most, plot);
  }
  return out + "</svg>";
}

ChartTable table(const ReliabilityChart& chart) {
  ChartTable table;
  table.header = {chart.labels.name, chart.labels.calls, chart.labels.said, chart.labels.came};
  for (const ReliabilityPoint& point : chart.points) {
    table.rows.push_back({point.name, std::to_string(point.calls), point.said_words, point.came_words});
  }
  return table;
}

}  // namespace tradewatch::charts
