// explain TARGET: how the assessment came about, number by number.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <thread>

#include "models/targets/readings.h"
#include "service/cli/command.h"
#include "service/report/explain.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

// The assessment of the reading of that name; the headline's when none is named.
OrStop<targets::Assessment> of_reading(targets::Assessment headline, const std::string& reading) {
  if (reading.empty() || targets::reading_name(headline.target) == reading) return headline;
  std::string known = targets::reading_name(headline.target);
  for (targets::Assessment& other : headline.others) {
    if (targets::reading_name(other.target) == reading) return std::move(other);
    known += ", " + targets::reading_name(other.target);
  }
  return std::unexpected(
      Stop{fmt::format("--reading: found \"{}\", expected one of: {}", reading, known), kWrongUsage});
}

OrStop<int> explain(const Shared& shared, const std::string& id, const std::string& reading_name,
                    const runtime::Clock& clock) {
  auto reading = open_reading(shared, id, clock);
  if (!reading) return std::unexpected(reading.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  auto looked =
      watch::look(reading->store, reading->targets.front(), reading->as_of, watch::shipped_prior(), run, reading_name);
  if (!looked) return std::unexpected(stop_of(looked.error()));
  const auto assessment = of_reading(std::move(looked->assessment), reading_name);
  if (!assessment) return std::unexpected(assessment.error());
  if (shared.json) {
    print_json(report::explain_json(*assessment));
  } else {
    print(report::explain_text(*assessment));
  }
  return kDone;
}

}  // namespace

void add_explain(const Program& program) {
  auto* command = program.app.add_subcommand("explain", "Every figure, weight and sum behind an assessment");
  struct Options {
    std::string target;
    std::string reading;
  };
  auto options = std::make_shared<Options>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", options->target, "The target's id")->required();
  command->add_option("--reading", options->reading, "Another reading of the target than the headline's (its id)");
  command->callback([=] {
    program.chosen = [=] { return explain(program.shared, options->target, options->reading, program.clock); };
  });
}

}  // namespace tradewatch::cli
