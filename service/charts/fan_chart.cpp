#include "service/charts/fan_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "service/charts/axis.h"
#include "service/charts/legend.h"
#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {

namespace {

std::vector<Run> trailing_runs(const FanChart& chart) {
  return runs(chart.trailing, [](const TrailingTotal& t) { return t.usd; });
}

// Everything the drawing shows, in months; absent when there is nothing.
std::optional<trade::MonthSpan> months_shown(const FanChart& chart) {
  std::optional<trade::MonthSpan> shown;
  const auto include = [&](trade::Month first, trade::Month last) {
    shown = shown ? trade::MonthSpan{std::min(shown->first, first), std::max(shown->last, last)}
                  : trade::MonthSpan{first, last};
  };
  for (const auto& t : chart.trailing) include(t.month, t.month);
  for (const auto& f : chart.forecast) include(f.month, f.month);
  for (const auto& p : chart.path) include(p.month, p.month);
  for (const auto& k : chart.known) include(k.span.first, k.span.last);
  if (chart.window) include(chart.window->first, chart.window->last);
  return shown;
}

// The 95 % band may reach far above all that matters; it is cut off rather than letting it flatten the rest.
double highest_total(const FanChart& chart) {
  double highest = 0;
  double outer = 0;
  const auto include = [](double& most, const std::optional<double>& value) {
    if (usable(value)) most = std::max(most, *value);
  };
  include(highest, chart.amount_usd ? std::optional(*chart.amount_usd * 1.06) : std::nullopt);
  for (const auto& t : chart.trailing) include(highest, t.usd);
  for (const auto& p : chart.path) include(highest, p.usd);
  for (const auto& f : chart.forecast) {
    include(highest, f.median);
    include(highest, f.p90);
    include(outer, f.p97_5);
  }
  return std::max(highest, std::min(outer, 1.5 * highest));
}

void draw_window(std::string& out, const FanChart& chart, const Plot& plot, double bottom) {
  if (!chart.window) return;
  const double left = plot.x(chart.window->first) - plot.slot() / 2;
  const double right = plot.x(chart.window->last) + plot.slot() / 2;
  out += fmt::format(R"(<rect class="tw-window" x="{}" y="{}" width="{}" height="{}"/>)", coordinate(left),
                     coordinate(plot.top), coordinate(right - left), coordinate(bottom - plot.top));
  draw_text(out, (left + right) / 2, plot.top + 14, "middle", chart.labels.window, "tw-text tw-soft");
}

void draw_estimated_months(std::string& out, const FanChart& chart, const Plot& plot) {
  for (const auto& t : chart.trailing) {
    if (!t.estimated || !usable(t.usd)) continue;
    out += fmt::format(R"(<circle class="tw-estimated" cx="{}" cy="{}" r="3"/>)", coordinate(plot.x(t.month)),
                       coordinate(plot.y(*t.usd)));
  }
}

void draw_totals(std::string& out, const FanChart& chart, const Plot& plot) {
  const auto& forecast = chart.forecast;
  draw_band(
      out, plot,
      runs(
          forecast, [](const ForecastMonth& f) { return f.p2_5; }, [](const ForecastMonth& f) { return f.p97_5; }),
      "tw-band-95");
  draw_band(out, plot,
            runs(
                forecast, [](const ForecastMonth& f) { return f.p10; }, [](const ForecastMonth& f) { return f.p90; }),
            "tw-band-80");
  draw_line(out, plot, runs(chart.path, [](const PathMonth& p) { return p.usd; }), "tw-path");
  draw_line(out, plot, runs(forecast, [](const ForecastMonth& f) { return f.median; }), "tw-median");
  draw_line(out, plot, trailing_runs(chart), "tw-trailing");
  draw_estimated_months(out, chart, plot);
}

void draw_amount(std::string& out, const FanChart& chart, const Plot& plot) {
  if (!usable(chart.amount_usd)) return;
  const double y = plot.y(*chart.amount_usd);
  draw_rule(out, plot.left, y, plot.right(), y, "tw-amount");
  draw_text(out, plot.left + 6, y - 6, "start", chart.labels.amount, "tw-text tw-strong");
}

void draw_known(std::string& out, const FanChart& chart, const Plot& plot) {
  for (const auto& k : chart.known) {
    if (!std::isfinite(k.usd_per_month)) continue;
    const double left = plot.x(k.span.first) - plot.slot() / 2;
    const double right = plot.x(k.span.last) + plot.slot() / 2;
    const double gap = std::min(1.0, (right - left) * 0.15);
    const double y = plot.y(k.usd_per_month);
    const std::string note = k.revised && !chart.labels.revised.empty() ? ", " + chart.labels.revised : std::string();
    out += fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}: {}{}</title></rect>)",
                       k.revised ? "tw-revised" : "tw-known", coordinate(left + gap / 2), coordinate(y),
                       coordinate(right - left - gap), coordinate(plot.bottom() - y), trade::format_period(k.span),
                       millions(k.usd_per_month), escaped(note));
  }
}

// A clear strip over each month of the upper plot: pointing at it tells the month's numbers, or that there are none.
void draw_pointers(std::string& out, const FanChart& chart, const Plot& plot) {
  const ChartTable data = table(chart);
  if (data.rows.empty()) return;
  const auto first = trade::parse_month(data.rows.front().front());
  if (!first) return;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    std::string text = data.rows[i][0];
    for (std::size_t c = 1; c < data.header.size(); ++c) {
      if (!data.rows[i][c].empty()) text += fmt::format("\n{}: {}", data.header[c], data.rows[i][c]);
    }
    const double x = plot.x(*first + static_cast<int>(i)) - plot.slot() / 2;
    out += fmt::format(R"(<rect class="tw-pointer" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>)",
                       coordinate(x), coordinate(plot.top), coordinate(plot.slot()), coordinate(plot.height),
                       escaped(text));
  }
}

std::vector<LegendEntry> legend_entries(const FanChart& chart) {
  using enum LegendEntry::Sample;
  const ChartLabels& l = chart.labels;
  std::vector<LegendEntry> entries;
  const auto add = [&](bool shown, std::string_view label, std::string_view css, LegendEntry::Sample sample) {
    if (shown && !label.empty()) entries.push_back({label, css, sample});
  };
  const auto any = [](const auto& months, auto holds) { return std::any_of(months.begin(), months.end(), holds); };
  add(any(chart.trailing, [](const TrailingTotal& t) { return usable(t.usd); }), l.trailing, "tw-trailing", line);
  add(any(chart.trailing, [](const TrailingTotal& t) { return t.estimated && usable(t.usd); }), l.estimated,
      "tw-estimated", dot);
  add(any(chart.path, [](const PathMonth& p) { return usable(p.usd); }), l.path, "tw-path", line);
  add(any(chart.forecast, [](const ForecastMonth& f) { return usable(f.median); }), l.median, "tw-median", line);
  add(any(chart.forecast, [](const ForecastMonth& f) { return usable(f.p10) && usable(f.p90); }), l.band_80,
      "tw-band-80", box);
  add(any(chart.forecast, [](const ForecastMonth& f) { return usable(f.p2_5) && usable(f.p97_5); }), l.band_95,
      "tw-band-95", box);
  add(any(chart.known, [](const KnownSpan& k) { return k.revised; }), l.revised, "tw-revised", box);
  return entries;
}

void draw(std::string& out, const FanChart& chart, const Size& size, const trade::MonthSpan& months,
          const std::string& clip) {
  double highest_known = 0;
  for (const auto& k : chart.known) {
    if (std::isfinite(k.usd_per_month)) highest_known = std::max(highest_known, k.usd_per_month);
  }
  const bool lower = !chart.known.empty();
  const Ticks ticks = millions_ticks(highest_total(chart), 5);
  const Ticks lower_ticks = millions_ticks(highest_known, 2);
  const double left = 20 + std::max(widest_tick(ticks), lower ? widest_tick(lower_ticks) : 0);
  const double right = size.width - 14;
  const double legend = draw_legend(out, legend_entries(chart), left, right, 4);
  const double unit = chart.labels.unit.empty() ? 0 : 18;
  draw_text(out, left - 8, legend + 20, "start", chart.labels.unit, "tw-text tw-soft");

  Plot plot{.left = left,
            .top = legend + unit + 12,
            .width = std::max(1.0, right - left),
            .months = months,
            .highest = ticks.top};
  const double available = std::max(20.0, size.height - 28 - plot.top);
  plot.height = lower ? available * 0.70 - 24 : available;
  Plot below = plot;
  below.top = plot.bottom() + 30;
  below.height = std::max(1.0, size.height - 28 - below.top);
  below.highest = lower_ticks.top;

  draw_window(out, chart, plot, lower ? below.bottom() : plot.bottom());
  draw_value_axis(out, plot, ticks);
  if (lower) {
    draw_value_axis(out, below, lower_ticks);
    draw_known(out, chart, below);
    draw_text(out, left - 8, below.top - 10, "start", chart.labels.known, "tw-text tw-soft");
  }
  draw_month_axis(out, lower ? below : plot);
  out +=
      fmt::format(R"(<clipPath id="{}"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>)", clip,
                  coordinate(plot.left), coordinate(plot.top - 2), coordinate(plot.width), coordinate(plot.height + 4));
  out += fmt::format("<g clip-path=\"url(#{})\">", clip);
  draw_totals(out, chart, plot);
  out += "</g>";
  draw_amount(out, chart, plot);
  draw_pointers(out, chart, plot);
}

}  // namespace

std::string svg(const FanChart& chart, const Size& size) {
  std::string out = opening(chart.id, chart.title, chart.description, chart.provenance, size);
  if (const auto months = months_shown(chart)) {
    draw(out, chart, size, *months, drawing_id(chart.id) + "-clip");
  } else {
    out += empty_frame(chart.labels.no_figure, size);
  }
  return out + "</svg>";
}

}  // namespace tradewatch::charts
