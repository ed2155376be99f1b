// withdraw DOCUMENT: takes a wrongly imported document out of force. Nothing is deleted.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "service/cli/command.h"
#include "service/watch/withdraw_document.h"

namespace tradewatch::cli {
namespace {

struct WithdrawOptions {
  std::string document;
  std::string by;
  std::string note;
  bool dry_run = false;
};

OrStop<void> check_words(const WithdrawOptions& options) {
  const auto one_line = [](const std::string& text) {
    return !text.empty() && std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  };
  if (!one_line(options.by) || !one_line(options.note)) {
    return std::unexpected(
        Stop{"--by, --note: found nothing or more than a line, expected who withdraws and why, a line "
             "each",
             kWrongUsage});
  }
  if (const auto bytes = options.by.size() + options.note.size(); bytes > watch::kMaxNoteBytes) {
    return std::unexpected(
        Stop{fmt::format("--by, --note: found {} bytes, expected at most {} together", bytes, watch::kMaxNoteBytes),
             kWrongUsage});
  }
  return {};
}

boost::json::object to_json(const storage::DocumentRow& document, const storage::WithdrawReport& report, bool dry_run) {
  boost::json::object o;
  o["document"] = document.name;
  o["document_sequence"] = document.sequence;
  o["digest"] = document.sha256;
  o["dry_run"] = dry_run;
  if (!dry_run) o["sequence"] = report.sequence;
  o["restored"] = report.restored;
  o["withdrawn"] = report.withdrawn;
  o["replaced_before"] = report.replaced_before;
  boost::json::array repeating;
  for (const storage::DocumentRow& r : report.repeating) {
    repeating.push_back({{"sequence", r.sequence}, {"document", r.name}, {"figures", r.duplicates}});
  }
  o["repeating"] = std::move(repeating);
  return o;
}

void print_report(const storage::DocumentRow& document, const storage::WithdrawReport& report, bool dry_run) {
  fmt::print(
      "document {} '{}': {}; {} figures stand as they did before, {} have no value any more, {} had been "
      "replaced already\n",
      document.sequence, document.name,
      dry_run ? "would be withdrawn" : fmt::format("withdrawn by document {}", report.sequence), report.restored,
      report.withdrawn, report.replaced_before);
  if (!dry_run) fmt::print("to undo it: tradewatch withdraw {}\n", report.sequence);
  // What was the same as a stored figure has no row, so nobody can say whether it was one of these.
  for (const storage::DocumentRow& r : report.repeating) {
    fmt::print(
        stderr,
        "document {} '{}' came later and repeated {} figures, which were not stored again; where it said the same "
        "as the withdrawn one, import it anew with a comment line (#) more\n",
        r.sequence, r.name, r.duplicates);
  }
}

OrStop<int> withdraw(const Shared& shared, const WithdrawOptions& options, const runtime::Clock& clock) {
  if (const auto words = check_words(options); !words) return std::unexpected(words.error());
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  name_demo(shared, *settings);
  auto store = open_store(*settings, storage::OpenMode::read_write);
  if (!store) return std::unexpected(store.error());
  const auto documents = store->documents_after(0);
  if (!documents) return std::unexpected(stop_of(documents.error()));
  const auto document = watch::document_meant(*documents, options.document);
  if (!document) return std::unexpected(Stop{document.error(), kRefused});
  const auto report = watch::withdraw_document(*store, {*document, options.by, options.note}, clock.now(),
                                               options.dry_run ? watch::Dry::yes : watch::Dry::no);
  if (!report) {
    Stop stop = stop_of(report.error());
    if (report.error().refused) stop.code = kRefused;
    return std::unexpected(stop);
  }
  if (shared.json) {
    print_json(to_json(*document, *report, options.dry_run));
  } else {
    print_report(*document, *report, options.dry_run);
  }
  return kDone;
}

}  // namespace

void add_withdraw(const Program& program) {
  auto* command = program.app.add_subcommand("withdraw", "Take a wrongly imported document out of force");
  auto options = std::make_shared<WithdrawOptions>();
  add_shared(*command, program.shared);
  command->add_option("document", options->document, "Its sequence, 8 or more digits of its SHA-256, or its name")
      ->required();
  command->add_option("--by", options->by, "Who withdraws it")->required();
  command->add_option("--note", options->note, "Why, for those who meet its figures later")->required();
  command->add_flag("--dry-run", options->dry_run, "Say what would become of its figures; write nothing");
  command->callback([=] { program.chosen = [=] { return withdraw(program.shared, *options, program.clock); }; });
}

}  // namespace tradewatch::cli
