// replay [TARGET]: the stored vintages in order of publication, and when each verdict and alert would have changed.

#include <boost/json.hpp>
#include <thread>

#include "service/cli/command.h"
#include "service/cli/progress.h"
#include "service/report/replay_report.h"
#include "service/watch/embedded.h"
#include "service/watch/replay.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

// The targets to walk: those of the settings, or as another file writes them.
OrStop<std::vector<targets::Target>> targets_to_try(const Shared& shared, const Reading& reading,
                                                    const std::string& settings_file, const std::string& id,
                                                    const runtime::Clock& clock) {
  if (settings_file.empty()) return reading.targets;
  Shared other = shared;
  other.demo = false;
  other.config = settings_file;
  const auto settings = load(other, clock);
  if (!settings) return std::unexpected(settings.error());
  return targets_of(*settings, id);
}

OrStop<int> replay(const Shared& shared, const std::string& id, const std::string& settings_file,
                   const runtime::Clock& clock) {
  // With other settings the target need not be in the ones that name the store.
  auto reading = open_reading(shared, settings_file.empty() ? id : std::string(), clock);
  if (!reading) return std::unexpected(reading.error());
  const auto chosen = targets_to_try(shared, *reading, settings_file, id, clock);
  if (!chosen) return std::unexpected(chosen.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  boost::json::array list;
  std::string text;
  for (const targets::Target& target : *chosen) {
    auto publications = watch::publications_of(reading->store, target, reading->as_of);
    if (!publications) return std::unexpected(stop_of(publications.error()));
    Progress progress("replaying", publications->size(), clock);
    const auto walked = watch::replay(reading->store, target, reading->as_of, std::move(*publications),
                                      watch::shipped_prior(), run, [&] { progress.step(); });
    progress.end();
    if (!walked) return std::unexpected(stop_of(walked.error()));
    list.push_back(report::replay_json(*walked));
    text += (text.empty() ? "" : "\n") + report::replay_text(*walked);
  }
  if (shared.json) print_json(list);
  if (!shared.json) print(text.empty() ? "No target is set.\n" : text);
  return kDone;
}

}  // namespace

void add_replay(const Program& program) {
  struct Options {
    std::string target, settings;
  };
  auto* command = program.app.add_subcommand(
      "replay", "Past publications in their order: when verdicts and alerts would have changed");
  auto options = std::make_shared<Options>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", options->target, "Only this target (its id)");
  command->add_option("--settings", options->settings,
                      "Try the targets and rules of this file on the figures of the store; nothing is written");
  command->callback([=] {
    program.chosen = [=] { return replay(program.shared, options->target, options->settings, program.clock); };
  });
}

}  // namespace tradewatch::cli
