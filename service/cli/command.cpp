#include "service/cli/command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "service/cli/demo.h"
#include "service/cli/moment.h"
#include "service/cli/zone.h"

namespace tradewatch::cli {
namespace {

constexpr const char* kUsualPlaces[] = {"/etc/tradewatch/tradewatch.toml", "config/tradewatch.toml"};

}  // namespace

void add_shared(CLI::App& command, Shared& shared) {
  auto* config = command.add_option("--config", shared.config, "Settings file (TOML)");
  auto* demo = command.add_flag("--demo", shared.demo, "Use the demo store: real Pakistan-Kazakhstan figures");
  config->excludes(demo);
  command.add_flag("--json", shared.json, "JSON on stdout, and nothing else there");
}

void add_past(CLI::App& command, Shared& shared) {
  command.add_option("--as-of", shared.as_of,
                     "What had been taken by then: a date 2026-02-04 (its end), an instant, or a sequence");
  command.add_option("--as-published", shared.as_published, "What had been published by then: a date 2026-02-04");
}

OrStop<std::filesystem::path> settings_file(const Shared& shared, const runtime::Clock& clock) {
  if (shared.demo) return prepare_demo(clock);
  if (!shared.config.empty()) return shared.config;
  for (const char* place : kUsualPlaces) {
    std::error_code failed;
    if (std::filesystem::exists(place, failed)) return place;
  }
  return std::unexpected(
      Stop{fmt::format("no settings: neither {} nor {} is there; name a file with --config, or try --demo",
                       kUsualPlaces[0], kUsualPlaces[1]),
           kWrongUsage});
}

OrStop<settings::Settings> load(const Shared& shared, const runtime::Clock& clock) {
  const auto file = settings_file(shared, clock);
  if (!file) return std::unexpected(file.error());
  auto loaded = settings::load_settings(*file);
  if (loaded) return std::move(*loaded);
  std::string lines;
  for (const settings::SettingsFault& fault : loaded.error()) {
    lines += (lines.empty() ? "" : "\n") + settings::to_line(fault);
  }
  return std::unexpected(Stop{lines, kWrongUsage});
}

Stop stop_of(const storage::StoreFault& fault) {
  return {fmt::format("{}: {}; expected {}; {}", fault.where, fault.found, fault.expected, fault.todo), kFailed};
}

OrStop<storage::Store> open_store(const settings::Settings& settings, storage::OpenMode mode) {
  auto store = storage::Store::open(settings.store.url, mode, {.quick_check = false});
  if (!store) return std::unexpected(stop_of(store.error()));
  return std::move(*store);
}

OrStop<storage::AsOf> moment_of(const Shared& shared, const settings::Settings& settings) {
  const auto zone = zone_of(settings);
  if (!zone) return std::unexpected(zone.error());
  const auto moment = read_moment(shared.as_of, shared.as_published, *zone);
  if (moment) return *moment;
  const MomentFault& fault = moment.error();
  return std::unexpected(
      Stop{fmt::format("--{}: found \"{}\", expected {}", fault.field, fault.found, fault.expected), kWrongUsage});
}

OrStop<std::vector<targets::Target>> targets_of(const settings::Settings& settings, const std::string& id) {
  if (id.empty()) return settings.targets;
  std::vector<std::string> known;
  for (const targets::Target& target : settings.targets) {
    if (target.id == id) return std::vector{target};
    known.push_back(target.id);
  }
  std::string list;
  for (const std::string& k : known) list += (list.empty() ? "" : ", ") + k;
  return std::unexpected(Stop{fmt::format("target: found \"{}\", expected one of: {}", id, list), kWrongUsage});
}

OrStop<Reading> open_reading(const Shared& shared, const std::string& id, const runtime::Clock& clock) {
  auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  name_demo(shared, *settings);
  auto chosen = targets_of(*settings, id);
  if (!chosen) return std::unexpected(chosen.error());
  const auto as_of = moment_of(shared, *settings);
  if (!as_of) return std::unexpected(as_of.error());
  auto store = open_store(*settings, storage::OpenMode::read_only);
  if (!store) return std::unexpected(store.error());
  return Reading{std::move(*settings), std::move(*chosen), *as_of, std::move(*store)};
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

OrStop<void> write_file(const std::string& file, std::string_view text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return std::unexpected(Stop{file + ": cannot be written", kFailed});
  return {};
}

void print_json(const boost::json::value& value) { print(boost::json::serialize(value) + "\n"); }

void name_demo(const Shared& shared, const settings::Settings& settings) {
  if (shared.demo) fmt::print(stderr, "demo store: {}\n", settings.store.url);
}

bool is_terminal_with_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace tradewatch::cli
