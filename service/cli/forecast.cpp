// forecast [TARGET]: months ahead of a target; or, with --figures, a forecast file of any panel.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <thread>

#include "models/growth/panel_forecast.h"
#include "service/cli/command.h"
#include "service/cli/panel_input.h"
#include "service/cli/progress.h"
#include "service/report/assessment_json.h"
#include "service/report/tables.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

struct ForecastOptions {
  std::string target;
  std::string figures, origin, output;
  int horizon = 12;
};

std::string_view note_of(growth::RowNote note) {
  switch (note) {
    case growth::RowNote::none:
      return "";
    case growth::RowNote::all_zero:
      return "every figure is zero";
    case growth::RowNote::few_figures:
      return "few figures: the band is mostly the panel's";
    case growth::RowNote::figures_stale:
      return "figures end long before the origin";
  }
  return "";
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string header(int horizon) {
  std::string line = "series,origin,model,mean,q025,q10,q25,q50,q75,q90,q975";
  for (const char kind : {'m', 'l', 'u'}) {
    for (int h = 1; h <= horizon; ++h) line += fmt::format(",{}{}", kind, h);
  }
  return line + ",note\n";
}

// One row, always numbers, in the panel's own unit.
std::string row_of(const intake::PanelSeries& series, trade::Month origin, int horizon) {
  growth::ForecastRow row;
  row.months.resize(static_cast<std::size_t>(horizon));
  std::string_view note = "no figure up to the origin: nothing is known";
  if (!series.figures.empty()) {
    if (const auto made = growth::forecast_row(series_of(series), origin, horizon, watch::shipped_prior())) {
      row = *made;
      note = note_of(row.note);
    }
  }
  const double unit = series.usd_per_unit;
  std::string line =
      fmt::format("{},{},tradewatch,{:.9g}", quoted(series.name), trade::format_month(origin), row.mean_usd / unit);
  for (const double q : row.quantile_usd) line += fmt::format(",{:.9g}", q / unit);
  for (const growth::MonthBand& m : row.months) line += fmt::format(",{:.9g}", m.median_usd / unit);
  for (const growth::MonthBand& m : row.months) line += fmt::format(",{:.9g}", m.low_usd / unit);
  for (const growth::MonthBand& m : row.months) line += fmt::format(",{:.9g}", m.high_usd / unit);
  return line + "," + std::string(note) + "\n";
}

// The newest month of any figure, where no origin is given.
trade::Month newest_month(const intake::Panel& panel) {
  trade::Month newest(1900, 1);
  for (const intake::PanelSeries& s : panel.series) {
    for (const intake::PanelFigure& f : s.figures) newest = std::max(newest, f.span.last);
  }
  return newest;
}

OrStop<int> forecast_panel(const ForecastOptions& options, const runtime::Clock& clock) {
  intake::PanelOptions reading;
  if (!options.origin.empty()) {
    const auto origin = trade::parse_month(options.origin);
    if (!origin) {
      return std::unexpected(Stop{
          fmt::format("--origin: found \"{}\", expected {}", options.origin, origin.error().expected), kWrongUsage});
    }
    reading.origin = *origin;
  }
  const auto panel = panel_of(options.figures, reading);
  if (!panel) return std::unexpected(panel.error());
  const trade::Month origin = reading.origin.value_or(newest_month(*panel));
  std::vector<std::string> rows(panel->series.size());
  Progress progress("forecasting", rows.size(), clock);
  watch::side_by_side(std::thread::hardware_concurrency())(rows.size(), [&](std::size_t i) {
    rows[i] = row_of(panel->series[i], origin, options.horizon);
    progress.step();
  });
  progress.end();
  std::string text = header(options.horizon);
  for (const std::string& row : rows) text += row;
  if (options.output.empty() || options.output == "-") {
    print(text);
    return kDone;
  }
  if (const auto written = write_file(options.output, text); !written) return std::unexpected(written.error());
  return kDone;
}

OrStop<int> forecast_targets(const Shared& shared, const ForecastOptions& options, const runtime::Clock& clock) {
  auto reading = open_reading(shared, options.target, clock);
  if (!reading) return std::unexpected(reading.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  boost::json::array list;
  for (const targets::Target& target : reading->targets) {
    const auto looked = watch::look(reading->store, target, reading->as_of, watch::shipped_prior(), run);
    if (!looked) return std::unexpected(stop_of(looked.error()));
    if (!shared.json) {
      print(report::forecast_table(looked->assessment));
      continue;
    }
    boost::json::object whole = report::assessment_json(looked->assessment, {});
    boost::json::object o;
    for (const char* key : {"id", "title", "amount_usd", "window", "figures", "forecast", "verdict", "reasons"}) {
      if (const auto* value = whole.if_contains(key)) o[key] = *value;
    }
    list.push_back(std::move(o));
  }
  if (shared.json) print_json(list);
  return kDone;
}

}  // namespace

void add_forecast(const Program& program) {
  auto* command = program.app.add_subcommand("forecast", "Months ahead of a target, or of every series of a panel");
  auto options = std::make_shared<ForecastOptions>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", options->target, "Only this target (its id)");
  auto* figures = command->add_option("--figures", options->figures, "Forecast this panel (CSV, gzip allowed)");
  command->add_option("--origin", options->origin, "Last month that is known: 2017-12 (default: the newest)")
      ->needs(figures);
  command->add_option("--horizon", options->horizon, "Months ahead (default 12)")
      ->needs(figures)
      ->check(CLI::Range(1, 120));
  command->add_option("--output", options->output, "File to write (default: stdout)")->needs(figures);
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      return options->figures.empty() ? forecast_targets(program.shared, *options, program.clock)
                                      : forecast_panel(*options, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
