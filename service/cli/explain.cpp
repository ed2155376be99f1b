// explain TARGET: how the assessment came about, number by number.

#include <boost/json.hpp>
#include <thread>

#include "service/cli/command.h"
#include "service/report/explain.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

OrStop<int> explain(const Shared& shared, const std::string& id, const runtime::Clock& clock) {
  auto reading = open_reading(shared, id, clock);
  if (!reading) return std::unexpected(reading.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  const auto looked =
      watch::look(reading->store, reading->targets.front(), reading->as_of, watch::shipped_prior(), run);
  if (!looked) return std::unexpected(stop_of(looked.error()));
  if (shared.json) {
    print_json(report::explain_json(looked->assessment));
  } else {
    print(report::explain_text(looked->assessment));
  }
  return kDone;
}

}  // namespace

void add_explain(const Program& program) {
  auto* command = program.app.add_subcommand("explain", "Every figure, weight and sum behind an assessment");
  auto target = std::make_shared<std::string>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", *target, "The target's id")->required();
  command->callback([=] { program.chosen = [=] { return explain(program.shared, *target, program.clock); }; });
}

}  // namespace tradewatch::cli
