// report: the week on one page.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "service/cli/command.h"
#include "service/cli/zone.h"
#include "service/report/week_choice.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"
#include "service/watch/weekly_snapshot.h"

namespace tradewatch::cli {
namespace {

struct Asked {
  std::string week;  // empty: the last one that is over
  std::string language = "en";
  std::string format = "text";
};

// The last week that is over; the running one where the store was begun in it, since there is nothing to tell before.
OrStop<trade::IsoWeek> usual_week(storage::Store& store, const runtime::TimeZone& zone, trade::Instant now) {
  const trade::IsoWeek last = watch::last_week(zone, now);
  const auto first = store.first_taken();
  if (!first) return std::unexpected(stop_of(first.error()));
  const bool begun_since = *first && **first > watch::bounds_of(last, zone, now).end;
  return begun_since ? trade::iso_week_of(zone.day_of(now)) : last;
}

OrStop<trade::IsoWeek> week_of(const Asked& asked, storage::Store& store, const runtime::TimeZone& zone,
                               trade::Instant now) {
  if (asked.week.empty()) return usual_week(store, zone, now);
  const auto week = report::chosen_week(asked.week, trade::iso_week_of(zone.day_of(now)));
  if (week) return *week;
  return std::unexpected(
      Stop{fmt::format("--week: found {}, expected {}", week.error().found, week.error().expected), kWrongUsage});
}

// The moment at which the report is told: now, or the one of --as-of, which may be of a document.
OrStop<trade::Instant> told_at(const storage::AsOf& as_of, storage::Store& store, trade::Instant now) {
  if (as_of.taken) return std::min(*as_of.taken, now);
  if (!as_of.sequence) return now;
  const auto documents = store.documents_after(*as_of.sequence - 1);
  if (!documents) return std::unexpected(stop_of(documents.error()));
  if (!documents->empty() && documents->front().sequence == *as_of.sequence) return documents->front().taken;
  return std::unexpected(
      Stop{fmt::format("--as-of: found the sequence {}, expected one of a document; `tradewatch figures` shows them",
                       *as_of.sequence),
           kWrongUsage});
}

OrStop<int> weekly(const Shared& shared, const Asked& asked, const runtime::Clock& clock) {
  auto reading = open_reading(shared, {}, clock);
  if (!reading) return std::unexpected(reading.error());
  const auto zone = zone_of(reading->settings);
  if (!zone) return std::unexpected(zone.error());
  const auto now = told_at(reading->as_of, reading->store, clock.now());
  if (!now) return std::unexpected(now.error());
  const auto week = week_of(asked, reading->store, *zone, *now);
  if (!week) return std::unexpected(week.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  const auto snapshot =
      watch::weekly_snapshot(reading->store, reading->settings, *week, *zone, *now, watch::shipped_prior(), run);
  if (!snapshot) return std::unexpected(stop_of(snapshot.error()));
  const wording::Language language = wording::language_or_english(asked.language);
  if (shared.json || asked.format == "json") {
    print_json(report::weekly_json(*snapshot, language));
  } else if (asked.format == "html") {
    print(report::weekly_html(*snapshot, language, report::Pictures::drawn));
  } else {
    print(report::weekly_text(*snapshot, language));
  }
  return kDone;
}

}  // namespace

void add_report(const Program& program) {
  auto* command = program.app.add_subcommand("report", "The weekly report: a week on one page");
  auto asked = std::make_shared<Asked>();
  add_shared(*command, program.shared);
  command->add_option("--as-of", program.shared.as_of,
                      "As it was told then: a date 2026-02-04 (its end), an instant, or a sequence");
  command->add_option("--week", asked->week, "An ISO week, 2026-W48; without it the last one that is over");
  command->add_option("--language", asked->language, "The language of the page")
      ->check(CLI::IsMember({"en", "ur", "kk", "ru"}));
  command->add_option("--format", asked->format, "text, html (a file of its own, prints on A4) or json")
      ->check(CLI::IsMember({"text", "html", "json"}));
  command->callback([=] { program.chosen = [=] { return weekly(program.shared, *asked, program.clock); }; });
}

}  // namespace tradewatch::cli
