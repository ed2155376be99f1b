#include "service/charts/step_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <sstream>

#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {
namespace {

constexpr std::array kTicks = {0.0, 0.25, 0.5, 0.75, 1.0};
constexpr double kLeftPx = 56;  // "100 %" and a gap
constexpr double kRightPx = 14;
constexpr double kTopPx = 34;
constexpr double kNoteLinePx = 18;
constexpr double kBottomPx = 28;
constexpr double kPointerPx = 9;  // half of what may be pointed at around a step

// Where a day lies: months are evenly spaced, and days within their month.
double x_of(const Plot& plot, trade::Date date) {
  const std::chrono::year_month_day day{date};
  const std::chrono::year_month_day_last last{day.year() / day.month() / std::chrono::last};
  const double share = (static_cast<unsigned>(day.day()) - 1.0) / static_cast<unsigned>(last.day());
  return plot.left + (trade::month_of(date) - plot.months.first + share) * plot.slot();
}

// Broken at spaces, so that each line fits.
std::vector<std::string> lines_of(const std::string& text, double width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (lines.empty() || text_width(lines.back() + " " + word, kFontPx) > width) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

// The height that it took.
double draw_note(std::string& out, const StepChart& chart, double width) {
  double y = 0;
  for (const std::string& line : lines_of(chart.note, width - kRightPx)) {
    y += kNoteLinePx;
    draw_text(out, 0, y - 4, "start", line, "tw-text tw-strong");
  }
  return y;
}

void draw_axes(std::string& out, const StepChart& chart, const Plot& plot) {
  draw_text(out, plot.left - 8, plot.top - 16, "start", chart.unit, "tw-text tw-soft");
  for (const double tick : kTicks) {
    draw_rule(out, plot.left, plot.y(tick), plot.right(), plot.y(tick), tick == 0 ? "tw-axis" : "tw-grid");
    draw_text(out, plot.left - 8, plot.y(tick) + 4, "end", fmt::format("{:.0f} %", 100 * tick));
  }
  const int most = std::max(1, static_cast<int>(plot.width / 72));
  for (const trade::Month m : month_ticks(plot.months, most)) {
    const double x = plot.left + (m - plot.months.first) * plot.slot();
    draw_rule(out, x, plot.bottom(), x, plot.bottom() + 5, "tw-axis");
    draw_text(out, x, plot.bottom() + 19, "middle", trade::format_month(m));
  }
  for (const Threshold& threshold : chart.thresholds) {
    const double y = plot.y(threshold.value);
    draw_rule(out, plot.left, y, plot.right(), y, "tw-threshold");
    draw_text(out, plot.right(), y - 5, "end", threshold.words, "tw-text tw-soft");
  }
}

// From the step before the first value on: years of which nothing could be said would leave no room for the rest.
std::span<const Step> shown(const StepChart& chart) {
  const auto first = std::ranges::find_if(chart.steps, [](const Step& s) { return usable(s.value); });
  const auto all = std::span(chart.steps);
  if (first == chart.steps.end()) return {};
  const auto index = static_cast<std::size_t>(first - chart.steps.begin());
  return all.subspan(index > 0 ? index - 1 : 0);
}

// Each value from its date to the next date, joined while there are values.
void draw_steps(std::string& out, std::span<const Step> steps, const StepChart& chart, const Plot& plot) {
  std::string points;
  const auto end_line = [&] {
    if (!points.empty()) out += fmt::format(R"(<polyline class="tw-trailing" points="{}"/>)", points);
    points.clear();
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (!usable(step.value)) {
      end_line();
      continue;
    }
    const trade::Date ends = i + 1 < steps.size() ? steps[i + 1].date : chart.until.value_or(step.date);
    const double y = plot.y(std::clamp(*step.value, 0.0, 1.0));
    points += fmt::format("{}{},{} {},{}", points.empty() ? "" : " ", coordinate(x_of(plot, step.date)), coordinate(y),
                          coordinate(x_of(plot, std::max(step.date, ends))), coordinate(y));
  }
  end_line();
  for (const Step& step : steps) {
    const double x = x_of(plot, step.date);
    if (usable(step.value)) {
      out += fmt::format(R"(<circle class="tw-trailing dot" cx="{}" cy="{}" r="3.5"/>)", coordinate(x),
                         coordinate(plot.y(std::clamp(*step.value, 0.0, 1.0))));
    } else {
      draw_rule(out, x, plot.bottom() - 5, x, plot.bottom(), "tw-axis");
    }
    out += fmt::format(R"(<rect class="tw-pointer" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>)",
                       coordinate(x - kPointerPx), coordinate(plot.top), coordinate(2 * kPointerPx),
                       coordinate(plot.height), trade::format_date(step.date), escaped(step.words));
  }
}

}  // namespace

std::string svg(const StepChart& chart, const Size& size) {
  std::string out = opening(chart.id, chart.title, chart.description, chart.provenance, size);
  const std::span<const Step> steps = shown(chart);
  if (steps.empty()) return out + empty_frame(chart.empty, size) + "</svg>";
  const double top = kTopPx + draw_note(out, chart, size.width);
  const trade::Date last = std::max(steps.back().date, chart.until.value_or(steps.back().date));
  const Plot plot{.left = kLeftPx,
                  .top = top,
                  .width = std::max(1.0, size.width - kLeftPx - kRightPx),
                  .height = std::max(1.0, size.height - top - kBottomPx),
                  .months = {trade::month_of(steps.front().date), trade::month_of(last)},
                  .highest = 1.0};
  draw_axes(out, chart, plot);
  draw_steps(out, steps, chart, plot);
  return out + "</svg>";
}

ChartTable table(const StepChart& chart) {
  ChartTable table;
  table.header = {chart.date, chart.unit};
  for (const Step& step : chart.steps) table.rows.push_back({trade::format_date(step.date), step.words});
  return table;
}

}  // namespace tradewatch::charts
