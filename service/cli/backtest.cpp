// backtest [TARGET]: rolling-origin accuracy and calibration of each model, on a target or on a panel.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <set>
#include <span>
#include <thread>

#include "models/growth/panel_forecast.h"
#include "models/targets/assessment.h"
#include "service/charts/reliability_chart.h"
#include "service/cli/command.h"
#include "service/cli/panel_input.h"
#include "service/cli/progress.h"
#include "service/report/backtest_report.h"
#include "service/report/reliability_chart_of.h"
#include "service/watch/backtest_subject.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

constexpr int kMonthsBetweenOrigins = 12;   // of a panel
constexpr int kPanelOrigins = 4;            // of a panel, where none are given
constexpr std::size_t kMostOrigins = 1200;  // a century of months

struct BacktestOptions {
  std::string target, figures, from, to, truth, chart;
  std::vector<std::string> origins;
  int every = 0;  // 0: twelve on a panel, one on a target
  int horizon = 12;
  unsigned threads = 0;  // 0: one a core
  bool early_warning = false;
};

Stop wrong_usage(std::string message) { return {std::move(message), kWrongUsage}; }

OrStop<trade::Month> month_of_option(const char* option, const std::string& text) {
  const auto month = trade::parse_month(text);
  if (month) return *month;
  return std::unexpected(
      wrong_usage(fmt::format("{}: found \"{}\", expected {}", option, text, month.error().expected)));
}

OrStop<growth::Truth> truth_of(const std::string& text) {
  if (text.empty() || text == "latest") return growth::Truth{};
  if (text == "first") return growth::Truth{1};
  int vintage = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, vintage);
  if (read.ec == std::errc() && read.ptr == end && vintage >= 1) return growth::Truth{vintage};
  return std::unexpected(
      wrong_usage(fmt::format("--truth: found \"{}\", expected first, latest or a number such as 2", text)));
}

// What was asked for, ascending and each once; `from` and `to` stand where options do not say.
OrStop<std::vector<trade::Month>> origins_of(const BacktestOptions& o, trade::Month from, trade::Month to, int every) {
  std::set<trade::Month> origins;
  for (const std::string& text : o.origins) {
    const auto month = month_of_option("--origins", text);
    if (!month) return std::unexpected(month.error());
    origins.insert(*month);
  }
  if (o.origins.empty()) {
    if (!o.from.empty()) {
      const auto month = month_of_option("--from", o.from);
      if (!month) return std::unexpected(month.error());
      from = *month;
    }
    if (!o.to.empty()) {
      const auto month = month_of_option("--to", o.to);
      if (!month) return std::unexpected(month.error());
      to = *month;
    }
    if (to < from)
      return std::unexpected(wrong_usage(fmt::format("--from, --to: found {} to {}, expected the earlier one first",
                                                     trade::format_month(from), trade::format_month(to))));
    for (trade::Month m = from; m <= to; m = m + every) origins.insert(m);
  }
  if (origins.size() > kMostOrigins)
    return std::unexpected(
        wrong_usage(fmt::format("--from, --to: found {} origins, expected at most {}", origins.size(), kMostOrigins)));
  return std::vector(origins.begin(), origins.end());
}

// Scores every subject at every origin, and walks their windows when asked to, on all threads.
report::BacktestReport run_backtest(const std::vector<growth::Subject>& subjects, report::BacktestReport report,
                                    const BacktestOptions& options, const runtime::Clock& clock) {
  const std::size_t origins = report.origins.size();
  const std::size_t forecasts = subjects.size() * origins;
  report.scores.resize(forecasts);
  std::vector<growth::WindowWalk> walks(options.early_warning ? forecasts : 0);
  const growth::PanelPrior& prior = watch::shipped_prior();
  const unsigned threads = options.threads > 0 ? options.threads : std::thread::hardware_concurrency();
  Progress progress("scoring", forecasts + walks.size(), clock);
  watch::side_by_side(threads)(forecasts + walks.size(), [&](std::size_t i) {
    const std::size_t k = i % forecasts;
    const growth::Subject& subject = subjects[k / origins];
    const trade::Month origin = report.origins[k % origins];
    if (i < forecasts) report.scores[k] = growth::score_origin(subject, origin, prior, report.choices);
    if (i >= forecasts) walks[k] = growth::walk_window(subject, origin, prior, report.choices);
    progress.step();
  });
  progress.end();
  report.summary = growth::summarise(report.scores);
  if (options.early_warning) report.early_warning = growth::summarise(walks);
  return report;
}

// What the program's own forecast said and how often it came; the first of a summary's models is that.
OrStop<void> draw_reliability(const report::BacktestReport& report, const std::string& file) {
  if (file.empty()) return {};
  const auto& models = report.summary.models;
  const auto bins = models.empty() ? std::span<const growth::ReliabilityBin>() : std::span(models.front().reliability);
  return write_file(file, charts::svg(report::reliability_chart(bins, report.name)) + "\n");
}

OrStop<int> backtest_panel(const Shared& shared, const BacktestOptions& options, const runtime::Clock& clock) {
  if (!options.target.empty())
    return std::unexpected(
        wrong_usage("target and --figures: expected one of them: a target of the store, or a panel"));
  if (!options.truth.empty() && options.truth != "latest")
    return std::unexpected(wrong_usage(
        fmt::format("--truth: found \"{}\" with --figures, expected latest: a panel holds one vintage of each figure",
                    options.truth)));
  if (!shared.as_of.empty() || !shared.as_published.empty())
    return std::unexpected(wrong_usage("--as-of, --as-published: expected without --figures: a panel has no past"));
  const auto panel = panel_of(options.figures, {});
  if (!panel) return std::unexpected(panel.error());
  std::vector<growth::Subject> subjects;
  trade::Month newest(1900, 1);
  for (const intake::PanelSeries& series : panel->series) {
    subjects.push_back({series.name, growth::seed_of(series.key()), {series.kept()}});
    for (const intake::PanelFigure& f : series.figures) newest = std::max(newest, f.span.last);
  }
  if (subjects.empty()) return std::unexpected(Stop{options.figures + ": no figure, expected a panel", kRefused});
  const trade::Month last = newest - options.horizon;
  const int every = options.every > 0 ? options.every : kMonthsBetweenOrigins;
  const auto origins = origins_of(options, last - every * (kPanelOrigins - 1), last, every);
  if (!origins) return std::unexpected(origins.error());

  report::BacktestReport report;
  report.name = options.figures.substr(options.figures.find_last_of('/') + 1);
  report.origins = *origins;
  report.choices.horizon = options.horizon;
  report.series = static_cast<int>(subjects.size());
  report = run_backtest(subjects, std::move(report), options, clock);
  report.scores.clear();
  if (const auto drawn = draw_reliability(report, options.chart); !drawn) return std::unexpected(drawn.error());
  if (shared.json) print_json(report::backtest_json(report));
  if (!shared.json) print(report::backtest_text(report));
  return kDone;
}

// A component that fits several series would mix them.
OrStop<void> check_one_series_each(const targets::Target& target, const growth::Subject& subject) {
  for (std::size_t i = 0; i < subject.components.size(); ++i) {
    std::set<trade::FlowKey> keys;
    for (const trade::KeptFigure& f : subject.components[i]) keys.insert(f.figure.key);
    if (keys.size() <= 1) continue;
    std::string list;
    for (const trade::FlowKey& key : keys) list += (list.empty() ? "" : "; ") + trade::describe(key);
    return std::unexpected(wrong_usage(
        fmt::format("{}: component \"{}\" fits several series: {}; state source, valuation or basis in the settings",
                    target.id, targets::describe(target.components[i]), list)));
  }
  return {};
}

// From the month of the first publication to that of the last; nothing without a figure.
std::optional<trade::MonthSpan> published_months(const growth::Subject& subject) {
  std::optional<trade::MonthSpan> months;
  for (const auto& component : subject.components) {
    for (const trade::KeptFigure& f : component) {
      const trade::Month m = trade::month_of(f.figure.published);
      months =
          months ? trade::MonthSpan{std::min(months->first, m), std::max(months->last, m)} : trade::MonthSpan{m, m};
    }
  }
  return months;
}

OrStop<report::BacktestReport> backtest_target(Reading& reading, const targets::Target& target,
                                               const growth::Truth& truth, const BacktestOptions& options,
                                               const runtime::Clock& clock) {
  auto subject = watch::subject_of(reading.store, target, reading.as_of);
  if (!subject) return std::unexpected(stop_of(subject.error()));
  if (const auto one = check_one_series_each(target, *subject); !one) return std::unexpected(one.error());
  report::BacktestReport report;
  report.name = target.id;
  report.title = target.title;
  report.reading = target.reading;
  report.choices.horizon = options.horizon;
  report.choices.known_by = growth::KnownBy::publication;
  report.choices.truth = truth;
  report.choices.least_observations = targets::kMinObservations;
  report.choices.least_months = targets::kMinMonthsCovered;
  const auto published = published_months(*subject);
  if (published) {
    const auto origins = origins_of(options, published->first, published->last, std::max(options.every, 1));
    if (!origins) return std::unexpected(origins.error());
    report.origins = *origins;
  }
  return run_backtest({std::move(*subject)}, std::move(report), options, clock);
}

// Each target, and after it those of its readings whose figures are others: only figures matter here.
std::vector<targets::Target> with_readings(const std::vector<targets::Target>& all) {
  std::vector<targets::Target> out;
  for (const targets::Target& target : all) {
    out.push_back(target);
    for (const targets::Reading& reading : target.readings) {
      if (!reading.components.empty()) out.push_back(targets::as_read(target, reading));
    }
  }
  return out;
}

OrStop<int> backtest_targets(const Shared& shared, const BacktestOptions& options, const runtime::Clock& clock) {
  if (options.early_warning)
    return std::unexpected(wrong_usage("--early-warning: expected with --figures: synthetic targets need a panel"));
  const auto truth = truth_of(options.truth);
  if (!truth) return std::unexpected(truth.error());
  auto reading = open_reading(shared, options.target, clock);
  if (!reading) return std::unexpected(reading.error());
  const std::vector<targets::Target> all = with_readings(reading->targets);
  if (!options.chart.empty() && reading->targets.size() != 1)
    return std::unexpected(
        wrong_usage(fmt::format("--chart: found {} targets, expected one: name it", reading->targets.size())));
  boost::json::array list;
  std::string text;
  for (const targets::Target& target : all) {
    const auto report = backtest_target(*reading, target, *truth, options, clock);
    if (!report) return std::unexpected(report.error());
    if (list.empty()) {  // its other readings have no drawing
      if (const auto drawn = draw_reliability(*report, options.chart); !drawn) return std::unexpected(drawn.error());
    }
    list.push_back(report::backtest_json(*report));
    text += (text.empty() ? "" : "\n") + report::backtest_text(*report);
  }
  if (shared.json) print_json(list);
  if (!shared.json) print(text.empty() ? "No target is set.\n" : text);
  return kDone;
}

}  // namespace

void add_backtest(const Program& program) {
  auto* command = program.app.add_subcommand("backtest", "How good past forecasts would have been, model by model");
  auto options = std::make_shared<BacktestOptions>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", options->target, "Only this target (its id)");
  command->add_option("--figures", options->figures, "A panel instead of targets (CSV, gzip allowed)");
  auto* origins = command
                      ->add_option("--origins", options->origins,
                                   "Last known months, with commas: 2014-12,2015-12 (default: on a panel the last four "
                                   "years that can be scored, on a target every month of its publications)")
                      ->delimiter(',');
  command->add_option("--from", options->from, "First origin: 2012-12")->excludes(origins);
  command->add_option("--to", options->to, "Last origin: 2015-12")->excludes(origins);
  command->add_option("--every", options->every, "Months from one origin to the next (default 12; on a target 1)")
      ->excludes(origins)
      ->check(CLI::Range(1, 1200));
  command->add_option("--horizon", options->horizon, "Months ahead whose total is scored (default 12)")
      ->check(CLI::Range(1, 120));
  command->add_option("--truth", options->truth,
                      "Of a target: score against the first published total, the latest (default), or the K-th");
  command->add_flag("--early-warning", options->early_warning,
                    "Of a panel: how early missed targets are called off track, and how often met ones are");
  command->add_option("--chart", options->chart,
                      "Draws what was said and how often it came into this file (SVG); of targets, of one");
  command->add_option("--threads", options->threads, "Threads (default: one a core); the answer is the same for any")
      ->check(CLI::Range(1, 256));
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      return options->figures.empty() ? backtest_targets(program.shared, *options, program.clock)
                                      : backtest_panel(program.shared, *options, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
