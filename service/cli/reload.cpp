// reload: asks the running daemon to take its settings anew, and waits until it has.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/cli/control_place.h"
#include "service/cli/settings_reload.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 9s;  // `systemctl reload` is over within 10

OrStop<ReloadOutcome> ask_daemon(const std::string& settings_file) {
  std::optional<runtime::ControlFault> fault;
  for (const auto& place : places_to_ask(settings_file)) {
    const auto answer = runtime::ask(place, "reload", kPatience);
    if (answer) {
      if (auto outcome = parse_outcome(*answer)) return *std::move(outcome);
      return std::unexpected(Stop{fmt::format("{}: found an answer that was cut off, expected a whole one; ask again, "
                                              "and look into the daemon's log",
                                              place.string()),
                                  kFailed});
    }
    const bool is_there = std::filesystem::exists(place);
    if (!fault || is_there) fault = answer.error();
    if (is_there) break;
  }
  return std::unexpected(Stop{fmt::format("{}: found {}, expected {}; {}", fault->where.string(), fault->found,
                                          fault->expected, fault->what_to_do),
                              kFailed});
}

OrStop<int> reload(const Shared& shared, const runtime::Clock& clock) {
  const auto file = settings_file(shared, clock);
  if (!file) return std::unexpected(file.error());
  const auto outcome = ask_daemon(file->string());
  if (!outcome) return std::unexpected(outcome.error());
  if (shared.json) {
    boost::json::array lines;
    for (const std::string& line : outcome->lines) lines.push_back(boost::json::string(line));
    print_json({{"settings", file->string()}, {"taken", outcome->code == kDone}, {"lines", std::move(lines)}});
  }
  for (const std::string& line : outcome->lines) fmt::print(stderr, "{}\n", line);
  if (outcome->code != kDone) {
    fmt::print(stderr, "the old settings stay in force\n");
  } else if (!shared.json) {
    fmt::print("{}: in force\n", file->string());
  }
  return outcome->code;
}

}  // namespace

void add_reload(const Program& program) {
  auto* command = program.app.add_subcommand("reload", "Have the running daemon take its settings anew");
  add_shared(*command, program.shared);
  command->callback([=] { program.chosen = [=] { return reload(program.shared, program.clock); }; });
}

}  // namespace tradewatch::cli
