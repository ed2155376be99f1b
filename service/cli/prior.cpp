// prior: learns the panel prior from many flows' figures up to a month, as the program ships it.

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include <set>

#include "models/growth/panel_prior_learning.h"
#include "service/cli/command.h"
#include "service/cli/panel_input.h"

namespace tradewatch::cli {
namespace {

struct PriorOptions {
  std::string figures, until, from = "2000-01", exclude, output;
  int flows = 600;
};

// Whether the panel's name is one of those that are kept out, with or without further columns behind it.
bool is_excluded(const std::string& name, const std::set<std::string>& excluded) {
  if (excluded.contains(name)) return true;
  for (std::size_t at = name.find('|'); at != std::string::npos; at = name.find('|', at + 1)) {
    if (excluded.contains(name.substr(0, at))) return true;
  }
  return false;
}

OrStop<trade::Month> month_option(const char* option, const std::string& text) {
  const auto month = trade::parse_month(text);
  if (month) return *month;
  return std::unexpected(
      Stop{fmt::format("{}: found \"{}\", expected {}", option, text, month.error().expected), kWrongUsage});
}

OrStop<int> prior(const PriorOptions& options) {
  const auto until = month_option("--until", options.until);
  if (!until) return std::unexpected(until.error());
  const auto from = month_option("--from", options.from);
  if (!from) return std::unexpected(from.error());
  std::set<std::string> excluded;
  if (!options.exclude.empty()) {
    const auto kept_out = panel_of(options.exclude, {.origin = *from});
    if (!kept_out) return std::unexpected(kept_out.error());
    for (const intake::PanelSeries& s : kept_out->series) excluded.insert(s.name);
  }
  const auto panel = panel_of(options.figures, {.origin = *until, .first = *from, .unflagged_only = true});
  if (!panel) return std::unexpected(panel.error());
  std::vector<trade::Series> flows;
  for (const intake::PanelSeries& s : panel->series) {
    if (!s.figures.empty() && !is_excluded(s.name, excluded)) flows.push_back(series_of(s));
  }
  growth::LearningChoices choices;
  choices.flows = options.flows;
  if (growth::choose_flows(flows, *until, choices).empty()) {
    return std::unexpected(Stop{fmt::format("{}: no flow has {} months of figures up to {}", options.figures,
                                            choices.least_months, options.until),
                                kRefused});
  }
  const growth::PanelPrior learned = growth::learn_prior(flows, *until, choices);
  if (const auto written = write_file(options.output, growth::to_text(learned)); !written)
    return std::unexpected(written.error());
  fmt::print("{}: {} grid points, {} strata, learned from {} flows up to {}\n", options.output, learned.grid.size(),
             learned.strata.size(), learned.series_used, options.until);
  return kDone;
}

}  // namespace

void add_prior(const Program& program) {
  auto* command = program.app.add_subcommand("prior", "Learn the panel prior from many flows (config/panel_prior.csv)");
  auto options = std::make_shared<PriorOptions>();
  command->add_option("--figures", options->figures, "Panel of monthly figures (CSV, gzip allowed)")->required();
  command->add_option("--until", options->until, "Last month that is looked at: 2014-12")->required();
  command->add_option("--from", options->from, "First month that is looked at (default 2000-01)");
  command->add_option("--exclude", options->exclude, "Panel whose series are kept out, for honest scoring");
  command->add_option("--flows", options->flows, "At most so many flows (default 600)")->check(CLI::Range(10, 100000));
  command->add_option("--output", options->output, "Table to write")->required();
  command->callback([=] { program.chosen = [=] { return prior(*options); }; });
}

}  // namespace tradewatch::cli
