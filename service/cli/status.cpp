// status [TARGET]: the assessment of each target.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <thread>

#include "service/cli/command.h"
#include "service/cli/daemon_health.h"
#include "service/cli/pulls_shown.h"
#include "service/report/assessment_json.h"
#include "service/report/tables.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

OrStop<int> status(const Shared& shared, const std::string& id, const std::string& fail_on,
                   const runtime::Clock& clock) {
  std::optional<targets::Verdict> met;
  if (!fail_on.empty()) {
    met = targets::parse_verdict(fail_on);
    if (!met) {
      return std::unexpected(Stop{fmt::format("--fail-on: found \"{}\", expected achieved, on_track, at_risk, "
                                              "off_track, missed or unknown",
                                              fail_on),
                                  kWrongUsage});
    }
  }
  auto reading = open_reading(shared, id, clock);
  if (!reading) return std::unexpected(reading.error());

  std::vector<targets::Assessment> assessments;
  std::string uncounted;
  boost::json::array list;
  int code = kDone;
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  auto all = watch::look_at_all(reading->store, reading->targets, reading->as_of, watch::shipped_prior(), run);
  if (!all) return std::unexpected(stop_of(all.error()));
  for (watch::Looked& looked : *all) {
    if (looked.assessment.verdict == met) code = kVerdictMet;
    list.push_back(report::assessment_json(looked.assessment, {looked.since, looked.alerts}));
    if (!looked.uncounted.empty()) {
      uncounted += fmt::format("\n{}: {}\n", looked.assessment.target.id,
                               wording::uncounted_sentence(looked.uncounted, wording::Language::en));
    }
    assessments.push_back(std::move(looked.assessment));
  }
  const bool of_the_past = !shared.as_of.empty() || !shared.as_published.empty();
  if (shared.json) {
    print_json(list);
  } else {
    print(report::status_table(assessments, is_terminal_with_colour()) + uncounted);
    if (id.empty() && !of_the_past && !reading->settings.intake.pulls.empty()) {
      const auto rows = reading->store.pulls();
      if (!rows) return std::unexpected(stop_of(rows.error()));
      print("\n" + pull_lines(reading->settings.intake.pulls, *rows));
    }
  }
  if (!of_the_past) {
    if (const auto trouble = trouble_of_daemon(reading->settings)) {
      fmt::print(stderr, "the daemon is not ready: {}\n", *trouble);
    }
  }
  return code;
}

}  // namespace

void add_status(const Program& program) {
  struct Options {
    std::string target;
    std::string fail_on;
  };
  auto* command = program.app.add_subcommand("status", "Where each target stands, and why");
  auto options = std::make_shared<Options>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("target", options->target, "Only this target (its id)");
  command->add_option("--fail-on", options->fail_on, "End with 4 when a target has this verdict");
  command->callback([=] {
    program.chosen = [=] { return status(program.shared, options->target, options->fail_on, program.clock); };
  });
}

}  // namespace tradewatch::cli
