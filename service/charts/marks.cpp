#include "service/charts/marks.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/charts/svg_text.h"

namespace tradewatch::charts {

namespace {

std::string points(const Plot& plot, const Run& run) {
  std::string text;
  for (const CurvePoint& p : run) {
    text += fmt::format("{}{},{}", text.empty() ? "" : " ", coordinate(plot.x(p.month)), coordinate(plot.y(p.high)));
  }
  return text;
}

}  // namespace

void draw_line(std::string& out, const Plot& plot, const std::vector<Run>& line, std::string_view css) {
  for (const Run& run : line) {
    if (run.size() == 1) {  // a lone month between two gaps would be an invisible line
      out += fmt::format(R"(<circle class="{} dot" cx="{}" cy="{}" r="3"/>)", css, coordinate(plot.x(run[0].month)),
                         coordinate(plot.y(run[0].high)));
    } else {
      out += fmt::format(R"(<polyline class="{}" points="{}"/>)", css, points(plot, run));
    }
  }
}

void draw_band(std::string& out, const Plot& plot, const std::vector<Run>& band, std::string_view css) {
  for (const Run& run : band) {
    std::string outline;
    // Half a slot to either side, so that a band of a single month has a width too.
    const double reach = run.size() == 1 ? plot.slot() / 2 : 0;
    const auto add = [&](double x, double value) {
      outline += fmt::format("{}{},{}", outline.empty() ? "" : " ", coordinate(x), coordinate(plot.y(value)));
    };
    for (const CurvePoint& p : run) add(plot.x(p.month) - reach, p.high);
    if (reach > 0) add(plot.x(run[0].month) + reach, run[0].high);
    if (reach > 0) add(plot.x(run[0].month) + reach, run[0].low);
    for (auto p = run.rbegin(); p != run.rend(); ++p) add(plot.x(p->month) - reach, p->low);
    out += fmt::format(R"(<polygon class="{}" points="{}"/>)", css, outline);
  }
}

void draw_text(std::string& out, double x, double y, std::string_view anchor, std::string_view text,
               std::string_view css) {
  if (text.empty()) return;
  out += fmt::format(R"(<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>)", css, coordinate(x), coordinate(y),
                     anchor, escaped(text));
}

void draw_rule(std::string& out, double x1, double y1, double x2, double y2, std::string_view css) {
  out += fmt::format(R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>)", css, coordinate(x1), coordinate(y1),
                     coordinate(x2), coordinate(y2));
}

void draw_value_axis(std::string& out, const Plot& plot, const Ticks& ticks) {
  for (const double value : ticks.values()) {
    const double y = plot.y(value);
    draw_rule(out, plot.left, y, plot.right(), y, value == 0 ? "tw-axis" : "tw-grid");
    draw_text(out, plot.left - 8, y + 4, "end", millions(value));
  }
}

double widest_tick(const Ticks& ticks) {
  double widest = 0;
  for (const double value : ticks.values()) widest = std::max(widest, text_width(millions(value), kFontPx));
  return widest;
}

void draw_month_axis(std::string& out, const Plot& plot) {
  const int most = std::max(1, static_cast<int>(plot.width / 72));
  for (const trade::Month m : month_ticks(plot.months, most)) {
    draw_rule(out, plot.x(m), plot.bottom(), plot.x(m), plot.bottom() + 5, "tw-axis");
    draw_text(out, plot.x(m), plot.bottom() + 19, "middle", trade::format_month(m));
  }
}

}  // namespace tradewatch::charts
