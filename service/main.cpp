// tradewatch: will an announced trade target be met, and if not, when did we know?

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <vector>

#include "models/trade/letters.h"
#include "service/cli/command.h"
#include "service/runtime/freed_memory.h"

namespace {

std::string no_command(const CLI::App& app, const std::string& found) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const auto near = tradewatch::trade::nearest(found, {names.begin(), names.end()}, 1);
  return fmt::format("found \"{}\", expected a command of tradewatch --help{}\n", found,
                     near.empty() ? "" : "; nearest: " + near.front());
}

int run(int argc, char** argv) {
  using namespace tradewatch;
  CLI::App app{"Watches announced trade targets: figures, forecasts, verdicts and alerts.", "tradewatch"};
  app.set_version_flag("--version", "tradewatch " TRADEWATCH_VERSION);
  app.require_subcommand(1);
  cli::Shared shared;
  cli::Chosen chosen;
  const runtime::SystemClock clock;
  const cli::Program program{app, shared, chosen, clock};
  for (const auto add :
       {cli::add_serve, cli::add_check, cli::add_import, cli::add_figures, cli::add_status, cli::add_explain,
        cli::add_forecast, cli::add_alerts, cli::add_report, cli::add_store, cli::add_prior, cli::add_backtest,
        cli::add_replay, cli::add_reload, cli::add_withdraw, cli::add_token, cli::add_completion, cli::add_manual}) {
    add(program);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (app.exit(e) == 0) return cli::kDone;
    // CLI11 does not repeat what it did not understand.
    const auto left = app.remaining();
    if (!left.empty()) fmt::print(stderr, "{}", no_command(app, left.front()));
    return cli::kWrongUsage;
  }
  const auto code = chosen();
  if (code) return *code;
  fmt::print(stderr, "{}\n", code.error().message);
  return code.error().code;
}

}  // namespace

int main(int argc, char** argv) {
  tradewatch::runtime::keep_freed_memory();
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "tradewatch: {}\n", e.what());
    return tradewatch::cli::kFailed;
  }
}
