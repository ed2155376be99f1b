// report: the week on one page.

#include <boost/json.hpp>
#include <thread>

#include "service/cli/command.h"
#include "service/report/weekly.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

inline constexpr int kTransitionsShown = 1000;

OrStop<int> weekly(const Shared& shared, const runtime::Clock& clock) {
  auto reading = open_reading(shared, {}, clock);
  if (!reading) return std::unexpected(reading.error());
  std::vector<targets::Assessment> assessments;
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  for (const targets::Target& target : reading->targets) {
    auto looked = watch::look(reading->store, target, reading->as_of, watch::shipped_prior(), run);
    if (!looked) return std::unexpected(stop_of(looked.error()));
    assessments.push_back(std::move(looked->assessment));
  }
  const auto alerts = reading->store.alerts(std::nullopt);
  if (!alerts) return std::unexpected(stop_of(alerts.error()));
  const auto transitions = reading->store.transitions(std::nullopt, kTransitionsShown);
  if (!transitions) return std::unexpected(stop_of(transitions.error()));
  const report::WeeklyInput input{assessments, *alerts, *transitions,
                                  std::chrono::floor<std::chrono::days>(clock.now())};
  if (shared.json) {
    print_json(report::weekly_json(input));
  } else {
    print(report::weekly_text(input));
  }
  return kDone;
}

}  // namespace

void add_report(const Program& program) {
  auto* command = program.app.add_subcommand("report", "The week on one page, as text");
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->callback([=] { program.chosen = [=] { return weekly(program.shared, program.clock); }; });
}

}  // namespace tradewatch::cli
