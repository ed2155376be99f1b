#include "service/cli/inbox_round.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "service/cli/document_log.h"
#include "service/cli/store_guard.h"
#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

using intake::DocumentReport;

void quarantine(const intake::Inbox& inbox, const intake::Candidate& file, const DocumentReport& report,
                InboxRound& round) {
  const std::string text = intake::to_text(report);
  const auto moved = inbox.quarantine(file, text, intake::json_line(report));
  if (!moved) {
    round.trouble = intake::to_text(moved.error());
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

void take(const intake::Inbox& inbox, storage::Store& store, intake::ReadOptions options, const intake::Candidate& file,
          trade::Instant now, const std::function<void()>& kept, InboxRound& round) {
  auto taken = inbox.take(file);
  if (!taken) {
    if (taken.error().kind == intake::InboxFault::Kind::refused) {
      quarantine(inbox, file, unreadable(file, taken.error()), round);
    } else if (taken.error().kind == intake::InboxFault::Kind::system) {
      round.trouble = intake::to_text(taken.error());
    }
    return;
  }
  options.document = file.name;
  options.taken_date = std::chrono::floor<std::chrono::days>(now);
  const auto report = watch::import_document(store, std::move(taken->bytes), options, now, watch::Dry::no);
  if (!report) {
    const storage::StoreFault& fault = report.error();
    round.trouble = file.name + " stays in the inbox: " + words_of(fault);
    round.store_fault = fault;
    return;
  }
  if (report->outcome == DocumentReport::Outcome::refused) return quarantine(inbox, file, *report, round);
  kept();
  const auto moved = inbox.accept(file, intake::to_text(*report), intake::json_line(*report));
  if (!moved) {
    // Its figures are durable: found again, it is a duplicate document.
    round.trouble = intake::to_text(moved.error());
    return;
  }
  ++round.accepted;
  round.figures_stored += report->stored;
  log_notes(*report);
  log_accepted(*report);
}

}  // namespace

InboxRound go_through(const intake::Inbox& inbox, storage::Store& store, const ReadingAids& aids,
                      std::vector<intake::Candidate>& seen, trade::Instant now, const std::function<void()>& kept) {
  InboxRound round;
  const auto files = inbox.scan();
  if (!files) {
    round.trouble = intake::to_text(files.error());
    return round;
  }
  Lending lending(aids);
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
    intake::ReadOptions options;
    if (const auto lent = lending.lend_to(options); !lent) {
      round.trouble = lent.error().message;
      return round;
    }
    take(inbox, store, std::move(options), file, now, kept, round);
    if (round.store_fault) return round;
  }
  seen = std::move(unsure);
  return round;
}

}  // namespace tradewatch::cli
