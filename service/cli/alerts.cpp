// alerts: those that stand, how they came about, and what people do about them.

#include <fmt/format.h>

#include <boost/json.hpp>

#include <CLI/CLI.hpp>

#include "service/cli/command.h"
#include "service/report/alert_history.h"
#include "service/report/assessment_json.h"
#include "service/report/tables.h"
#include "service/watch/alert_requests.h"
#include "service/watch/ended_targets.h"

namespace tradewatch::cli {
namespace {

struct AlertsOptions {
  std::string target;
  int limit = 100;
  std::string id;  // of an alert or a silence
  std::string by;
  watch::AcknowledgeRequest acknowledge;
  watch::SilenceRequest silence;
};

// What every one of these commands begins with.
struct Opened {
  settings::Settings settings;
  storage::Store store;
};

OrStop<Opened> open(const Shared& shared, storage::OpenMode mode, const runtime::Clock& clock) {
  auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  name_demo(shared, *settings);
  auto store = open_store(*settings, mode);
  if (!store) return std::unexpected(store.error());
  return Opened{std::move(*settings), std::move(*store)};
}

std::optional<std::string> wanted(const AlertsOptions& options) {
  return options.target.empty() ? std::nullopt : std::optional(options.target);
}

Stop refusal_of(const watch::RequestFaults& faults) {
  std::string text;
  for (const watch::RequestFault& f : faults) {
    if (!text.empty()) text += "\n";
    text += fmt::format("--{}: found {}, expected {}", f.field, f.found, f.expected);
  }
  return {text, kWrongUsage};
}

OrStop<int> list(const Shared& shared, const AlertsOptions& options, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_only, clock);
  if (!opened) return std::unexpected(opened.error());
  const auto alerts = opened->store.alerts(wanted(options));
  if (!alerts) return std::unexpected(stop_of(alerts.error()));
  const auto fates = opened->store.notice_fates();
  if (!fates) return std::unexpected(stop_of(fates.error()));
  if (!shared.json) {
    print(report::alerts_table(*alerts));
    print(report::undelivered_lines(*fates));
    return kDone;
  }
  boost::json::array out;
  for (const storage::AlertRow& a : *alerts) out.push_back(report::alert_json(a, *fates));
  print_json(out);
  return kDone;
}

OrStop<int> history(const Shared& shared, const AlertsOptions& options, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_only, clock);
  if (!opened) return std::unexpected(opened.error());
  const auto transitions = opened->store.transitions(wanted(options), options.limit);
  if (!transitions) return std::unexpected(stop_of(transitions.error()));
  const auto events = opened->store.alert_events(wanted(options), options.limit);
  if (!events) return std::unexpected(stop_of(events.error()));
  const auto all = report::history_of(*transitions, *events, static_cast<std::size_t>(options.limit));
  if (shared.json) {
    print_json(report::history_json(all));
  } else {
    print(report::history_table(all));
  }
  return kDone;
}

OrStop<int> record(const Shared& shared, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_only, clock);
  if (!opened) return std::unexpected(opened.error());
  const auto ended = watch::ended_targets(opened->store);
  if (!ended) return std::unexpected(stop_of(ended.error()));
  const alerts::TrackRecord record = alerts::track_record(*ended);
  if (shared.json) {
    print_json(report::record_json(record));
  } else {
    print(report::record_table(record));
  }
  return kDone;
}

OrStop<int> acknowledge(const Shared& shared, const AlertsOptions& options, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_write, clock);
  if (!opened) return std::unexpected(opened.error());
  const auto request = watch::checked(options.acknowledge, opened->settings, clock.now());
  if (!request) return std::unexpected(refusal_of(request.error()));
  const auto done = opened->store.acknowledge(*request);
  if (!done) return std::unexpected(stop_of(done.error()));
  if (!*done) {
    return std::unexpected(Stop{fmt::format("alert: found \"{}\", expected the id of an alert that stands; `tradewatch "
                                            "alerts` lists them",
                                            request->alert_id),
                                kWrongUsage});
  }
  fmt::print("{}: acknowledged by {}; no reminders {}\n", request->alert_id, request->author,
             request->until ? "until " + trade::format_instant(*request->until) : "until it resolves");
  return kDone;
}

OrStop<int> silence(const Shared& shared, const AlertsOptions& options, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_write, clock);
  if (!opened) return std::unexpected(opened.error());
  const trade::Instant now = clock.now();
  const auto request = watch::checked(options.silence, opened->settings, now);
  if (!request) return std::unexpected(refusal_of(request.error()));
  if (const auto done = opened->store.add_silence(*request); !done) return std::unexpected(stop_of(done.error()));
  if (shared.json) {
    print_json(report::silence_json(*request, now));
  } else {
    print(report::silences_table(std::span(&*request, 1), now));
  }
  return kDone;
}

OrStop<int> silences(const Shared& shared, const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_only, clock);
  if (!opened) return std::unexpected(opened.error());
  const auto all = opened->store.silences();
  if (!all) return std::unexpected(stop_of(all.error()));
  if (!shared.json) {
    print(report::silences_table(*all, clock.now()));
    return kDone;
  }
  boost::json::array out;
  for (const storage::Silence& s : *all) out.push_back(report::silence_json(s, clock.now()));
  print_json(out);
  return kDone;
}

enum class SilenceChange { end, confirm };

OrStop<int> change_silence(const Shared& shared, const AlertsOptions& options, SilenceChange change,
                           const runtime::Clock& clock) {
  auto opened = open(shared, storage::OpenMode::read_write, clock);
  if (!opened) return std::unexpected(opened.error());
  if (auto fault = watch::fault_of_name(options.by)) return std::unexpected(refusal_of(watch::RequestFaults{*fault}));
  const bool ends = change == SilenceChange::end;
  const auto done = ends ? opened->store.end_silence(options.id, clock.now(), options.by)
                         : opened->store.confirm_silence(options.id, clock.now(), options.by);
  if (!done) return std::unexpected(stop_of(done.error()));
  if (!*done) {
    return std::unexpected(Stop{fmt::format("silence: found \"{}\", expected the id of a silence that {}; `tradewatch "
                                            "alerts silences` lists them",
                                            options.id, ends ? "has not ended" : "waits to be confirmed"),
                                kWrongUsage});
  }
  fmt::print("{}: {} by {}\n", options.id, ends ? "ended" : "in force again, confirmed", options.by);
  return kDone;
}

}  // namespace

void add_alerts(const Program& program) {
  auto* command =
      program.app.add_subcommand("alerts", "Alerts that stand; how they came about; acknowledgements and silences");
  auto options = std::make_shared<AlertsOptions>();
  add_shared(*command, program.shared);
  command->add_option("--target", options->target, "Only this target (its id)");
  command->require_subcommand(0, 1);
  auto* listed = command->add_subcommand("list", "Alerts that stand, and notices that were not taken (the default)");
  auto* past = command->add_subcommand("history", "Every change of state, and what was done about it, newest first");
  auto* kept = command->add_subcommand("record", "How the probabilities of targets that ended turned out");
  auto* seen = command->add_subcommand("acknowledge", "Somebody has seen an alert: no reminders; its state stays");
  auto* hush = command->add_subcommand("silence", "Keep notices back until a moment; they are told afterwards");
  auto* all = command->add_subcommand("silences", "All silences, those that ended too");
  auto* loud = command->add_subcommand("unsilence", "End a silence before its time");
  auto* sure = command->add_subcommand("confirm", "Put a silence in force again after a backup was restored");
  for (auto* sub : {listed, past}) sub->add_option("--target", options->target, "Only this target (its id)");
  for (auto* sub : {listed, past, kept, seen, hush, all, loud, sure}) sub->fallthrough();
  past->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 1000000));
  seen->add_option("alert", options->acknowledge.alert_id, "Its id, as `alerts` lists it")->required();
  seen->add_option("--by", options->acknowledge.by, "Who")->required();
  seen->add_option("--note", options->acknowledge.note, "Why, or what is being done")->required();
  seen->add_option("--until", options->acknowledge.until, "A day or an instant; default: until the alert resolves");
  hush->add_option("--target", options->silence.target, "Only of this target (its id); default: all");
  hush->add_option("--rule", options->silence.rule, "Only of this rule; default: all");
  hush->add_option("--receiver", options->silence.receiver, "Only to this receiver; default: all");
  hush->add_option("--from", options->silence.from, "A day or an instant; default: now");
  hush->add_option("--until", options->silence.until, "A day (its end) or an instant")->required();
  hush->add_option("--by", options->silence.by, "Who")->required();
  hush->add_option("--reason", options->silence.reason, "Why")->required();
  for (auto* sub : {loud, sure}) {
    sub->add_option("silence", options->id, "Its id, as `alerts silences` lists it")->required();
    sub->add_option("--by", options->by, "Who")->required();
  }
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      if (past->parsed()) return history(program.shared, *options, program.clock);
      if (kept->parsed()) return record(program.shared, program.clock);
      if (seen->parsed()) return acknowledge(program.shared, *options, program.clock);
      if (hush->parsed()) return silence(program.shared, *options, program.clock);
      if (all->parsed()) return silences(program.shared, program.clock);
      if (loud->parsed()) return change_silence(program.shared, *options, SilenceChange::end, program.clock);
      if (sure->parsed()) return change_silence(program.shared, *options, SilenceChange::confirm, program.clock);
      return list(program.shared, *options, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
