// alerts: those that stand, and how they came about.

#include <fmt/format.h>

#include <boost/json.hpp>

#include <CLI/CLI.hpp>

#include "service/cli/command.h"
#include "service/report/assessment_json.h"
#include "service/report/tables.h"

namespace tradewatch::cli {
namespace {

struct Options {
  std::string target;
  int limit = 100;
};

boost::json::value reason_of(const std::string& text) {
  boost::system::error_code failed;
  boost::json::value parsed = boost::json::parse(text, failed);
  return failed ? boost::json::value(text) : parsed;
}

boost::json::object transition_json(const storage::TransitionRow& t) {
  boost::json::object o;
  o["alert"] = t.alert_id;
  o["target"] = t.target;
  o["rule"] = t.rule;
  o["from"] = t.from;
  o["to"] = t.to;
  o["at"] = trade::format_instant(t.at);
  o["sequence"] = t.sequence;
  if (t.value) o["value"] = *t.value;
  if (t.threshold) o["threshold"] = *t.threshold;
  o["reason"] = reason_of(t.reason_json);
  return o;
}

OrStop<storage::Store> store_of(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  name_demo(shared, *settings);
  return open_store(*settings, storage::OpenMode::read_only);
}

std::optional<std::string> wanted(const Options& options) {
  return options.target.empty() ? std::nullopt : std::optional(options.target);
}

OrStop<int> list(const Shared& shared, const Options& options, const runtime::Clock& clock) {
  auto store = store_of(shared, clock);
  if (!store) return std::unexpected(store.error());
  const auto alerts = store->alerts(wanted(options));
  if (!alerts) return std::unexpected(stop_of(alerts.error()));
  if (shared.json) {
    boost::json::array out;
    for (const storage::AlertRow& a : *alerts) {
      boost::json::object o = report::alert_json(a);
      o["target"] = a.target;
      o["reason"] = reason_of(a.reason_json);
      out.push_back(std::move(o));
    }
    print_json(out);
  } else {
    print(report::alerts_table(*alerts));
  }
  return kDone;
}

OrStop<int> history(const Shared& shared, const Options& options, const runtime::Clock& clock) {
  auto store = store_of(shared, clock);
  if (!store) return std::unexpected(store.error());
  const auto transitions = store->transitions(wanted(options), options.limit);
  if (!transitions) return std::unexpected(stop_of(transitions.error()));
  if (shared.json) {
    boost::json::array out;
    for (const storage::TransitionRow& t : *transitions) out.push_back(transition_json(t));
    print_json(out);
  } else {
    print(report::transitions_table(*transitions));
  }
  return kDone;
}

}  // namespace

void add_alerts(const Program& program) {
  auto* command = program.app.add_subcommand("alerts", "Alerts that stand; `alerts history` says how they came about");
  auto options = std::make_shared<Options>();
  add_shared(*command, program.shared);
  command->add_option("--target", options->target, "Only this target (its id)");
  command->require_subcommand(0, 1);
  auto* listed = command->add_subcommand("list", "Alerts that stand (the default)");
  auto* past = command->add_subcommand("history", "Every change of state, newest first");
  for (auto* sub : {listed, past}) {
    sub->fallthrough();
    sub->add_option("--target", options->target, "Only this target (its id)");
  }
  past->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 1000000));
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      return past->parsed() ? history(program.shared, *options, program.clock)
                            : list(program.shared, *options, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
