#include "service/cli/inbox_round.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "service/cli/rates.h"
#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

using intake::DocumentReport;

std::string json_of(const DocumentReport& report) { return boost::json::serialize(intake::to_json(report)) + "\n"; }

void quarantine(const intake::Inbox& inbox, const intake::Candidate& file, const DocumentReport& report,
                InboxRound& round) {
  const std::string text = intake::to_text(report);
  const auto moved = inbox.quarantine(file, text, json_of(report));
  if (!moved) {
    round.trouble = intake::to_text(moved.error());
    spdlog::error("{}", round.trouble);
    return;
  }
  ++round.refused;
  spdlog::warn("refused document={} moved_to={}\n{}", file.name, moved->string(), text);
}

// A file that can never be taken as it is: too large, or no regular file.
DocumentReport unreadable(const intake::Candidate& file, const intake::InboxFault& fault) {
  intake::Refusal refusal{file.name, {{0, 0, "", fault.found, fault.expected, fault.hint}}, 0};
  return intake::report_of(refusal, "");
}

void take(const intake::Inbox& inbox, storage::Store& store, const ReadingAids& aids, const intake::Candidate& file,
          const trade::ExchangeRates& rates, trade::Instant now, InboxRound& round) {
  const auto taken = inbox.take(file);
  if (!taken) {
    if (taken.error().kind == intake::InboxFault::Kind::refused) {
      quarantine(inbox, file, unreadable(file, taken.error()), round);
    } else if (taken.error().kind == intake::InboxFault::Kind::system) {
      round.trouble = intake::to_text(taken.error());
      spdlog::error("{}", round.trouble);
    }
    return;
  }
  intake::ReadOptions options;
  options.document = file.name;
  aids.lend_to(options);
  options.taken_date = std::chrono::floor<std::chrono::days>(now);
  options.rates = &rates;
  const auto report = watch::import_document(store, taken->bytes, options, now, watch::Dry::no);
  if (!report) {
    round.trouble = report.error().where + ": " + report.error().found + "; " + report.error().todo;
    spdlog::error("kept back document={} {}", file.name, round.trouble);
    return;
  }
  if (report->outcome == DocumentReport::Outcome::refused) return quarantine(inbox, file, *report, round);
  const auto moved = inbox.accept(file, intake::to_text(*report), json_of(*report));
  if (!moved) {
    // Its figures are durable: found again, it is a duplicate document.
    round.trouble = intake::to_text(moved.error());
    spdlog::error("{}", round.trouble);
    return;
  }
  ++round.accepted;
  round.figures_stored += report->stored;
  for (const std::string& note : report->notes) spdlog::info("document={} {}", file.name, note);
  spdlog::info("accepted document={} format={} figures={} stored={} revisions={} duplicates={} sha256={}", file.name,
               report->format, report->figures, report->stored, report->revisions, report->duplicates,
               report->digest.substr(0, 12));
}

}  // namespace

InboxRound go_through(const intake::Inbox& inbox, storage::Store& store, const ReadingAids& aids,
                      std::vector<intake::Candidate>& seen, trade::Instant now) {
  InboxRound round;
  const auto files = inbox.scan();
  if (!files) {
    round.trouble = intake::to_text(files.error());
    spdlog::error("{}", round.trouble);
    return round;
  }
  std::optional<trade::ExchangeRates> known;  // read when the first file is there to be taken
  std::vector<intake::Candidate> unsure;
  for (const intake::Candidate& file : *files) {
    switch (inbox.ready(file)) {
      case intake::Readiness::being_written:
        continue;
      case intake::Readiness::unknown:
        if (std::ranges::find(seen, file) == seen.end()) {
          unsure.push_back(file);
          continue;
        }
        break;
      case intake::Readiness::ready:
        break;
    }
    if (!known) {
      auto loaded = load_rates(aids.rate_files);
      if (!loaded) {
        round.trouble = loaded.error().message;
        spdlog::error("{}", round.trouble);
        return round;
      }
      known = *std::move(loaded);
    }
    take(inbox, store, aids, file, *known, now, round);
  }
  seen = std::move(unsure);
  return round;
}

}  // namespace tradewatch::cli
