// What every subcommand is given, and the codes it ends with.

#pragma once

#include <CLI/App.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "service/runtime/clock.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"

namespace tradewatch::cli {

enum ExitCode : int {
  kDone = 0,
  kFailed = 1,      // while running
  kWrongUsage = 2,  // or settings
  kRefused = 3,     // input
  kVerdictMet = 4,  // status --fail-on
};

// Options that every command understands. `config` and `demo` exclude each other.
struct Shared {
  std::string config;  // empty: where it usually stands
  bool demo = false;
  bool json = false;
  std::string as_of;         // a date, an instant, or a sequence
  std::string as_published;  // a date
};

// A command that could not do its work: the line for stderr, and the code to end with.
struct Stop {
  std::string message;
  int code = kFailed;
};

template <typename T>
using OrStop = std::expected<T, Stop>;

// A subcommand puts itself into the program and, when chosen, leaves what is to be run in `chosen`.
using Chosen = std::function<OrStop<int>()>;

struct Program {
  CLI::App& app;
  Shared& shared;
  Chosen& chosen;
  const runtime::Clock& clock;
};

void add_serve(const Program& program);
void add_check(const Program& program);
void add_import(const Program& program);
void add_figures(const Program& program);
void add_status(const Program& program);
void add_explain(const Program& program);
void add_forecast(const Program& program);
void add_alerts(const Program& program);
void add_report(const Program& program);
void add_store(const Program& program);
void add_prior(const Program& program);
void add_backtest(const Program& program);
void add_replay(const Program& program);
void add_reload(const Program& program);
void add_withdraw(const Program& program);
void add_token(const Program& program);
void add_completion(const Program& program);
void add_manual(const Program& program);

// Adds the options of `Shared` that make sense for this command.
void add_shared(CLI::App& command, Shared& shared);
void add_past(CLI::App& command, Shared& shared);

// Which file the settings are read from; the demo's is made where it is missing.
[[nodiscard]] OrStop<std::filesystem::path> settings_file(const Shared& shared, const runtime::Clock& clock);

// Settings from --config, the demo, or their usual places. Faults are told one a line.
[[nodiscard]] OrStop<settings::Settings> load(const Shared& shared, const runtime::Clock& clock);

[[nodiscard]] OrStop<storage::Store> open_store(const settings::Settings& settings, storage::OpenMode mode);

// --as-of and --as-published as bounds on figures.
[[nodiscard]] OrStop<storage::AsOf> moment_of(const Shared& shared, const settings::Settings& settings);

[[nodiscard]] Stop stop_of(const storage::StoreFault& fault);

// The target of that id, or all of them when `id` is empty.
[[nodiscard]] OrStop<std::vector<targets::Target>> targets_of(const settings::Settings& settings,
                                                              const std::string& id);

// What a command that only looks needs: the settings, the targets it was asked for, the moment, the store.
struct Reading {
  settings::Settings settings;
  std::vector<targets::Target> targets;
  storage::AsOf as_of;
  storage::Store store;  // read only
};

// `id` as for targets_of. Names the demo store on stderr when --demo was given.
[[nodiscard]] OrStop<Reading> open_reading(const Shared& shared, const std::string& id, const runtime::Clock& clock);

// One value on stdout, indented for nobody: programs read it.
void print_json(const boost::json::value& value);
void print(std::string_view text);

// Replaces the file; a disk that does not take it is a stop that names it.
[[nodiscard]] OrStop<void> write_file(const std::string& file, std::string_view text);

// "demo store /path" on stderr when --demo was given.
void name_demo(const Shared& shared, const settings::Settings& settings);

[[nodiscard]] bool is_terminal_with_colour();

}  // namespace tradewatch::cli
