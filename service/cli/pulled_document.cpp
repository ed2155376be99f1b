#include "service/cli/pulled_document.h"

#include <spdlog/spdlog.h>

#include "service/cli/command.h"
#include "service/cli/document_log.h"
#include "service/intake/content.h"
#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

using intake::DocumentReport;
using watch::Taken;

std::string_view ending_of(std::string_view bytes) {
  switch (intake::recognise(bytes)) {
    case intake::Content::text:
      return "csv";
    case intake::Content::gzip:
      return "gz";
    case intake::Content::zip:
      return "xlsx";
    case intake::Content::ole2:
      return "xls";
    case intake::Content::pdf:
      return "pdf";
    case intake::Content::html:
      return "html";
    case intake::Content::xml:
      return "xml";
    case intake::Content::json:
      return "json";
  }
  return "bin";
}

Taken refuse(const intake::Inbox& inbox, const DocumentReport& report, std::string_view bytes, bool refused_before) {
  const std::string first = intake::to_text(report.faults.front(), report.document);
  if (refused_before) return {Taken::Kind::refused, 0, first + " (as before)"};
  const std::string text = intake::to_text(report);
  const auto moved = inbox.quarantine_bytes(report.document, bytes, text, intake::json_line(report));
  if (!moved) return {Taken::Kind::not_stored, 0, intake::to_text(moved.error())};
  spdlog::warn("refused document={} moved_to={}\n{}", report.document, moved->string(), text);
  return {Taken::Kind::refused, 0, first};
}

}  // namespace

std::string name_of_pulled(const std::string& pull, trade::Instant now, std::string_view bytes) {
  const std::string hour = trade::format_instant(now).substr(0, std::string_view("2026-11-27T09").size());
  return pull + "-" + hour + "." + std::string(ending_of(bytes));
}

Taken take_pulled(storage::Store& store, const intake::Inbox& inbox, const ReadingAids& aids,
                  const settings::Pull& pull, std::string_view bytes, bool refused_before, trade::Instant now) {
  intake::ReadOptions options;
  Lending lending(aids);
  if (const auto lent = lending.lend_to(options); !lent) return {Taken::Kind::not_stored, 0, lent.error().message};
  options.document = name_of_pulled(pull.name, now, bytes);
  options.default_source = pull.source;
  options.format = pull.format;
  options.taken_date = std::chrono::floor<std::chrono::days>(now);
  auto report = watch::import_document(store, std::string(bytes), options, now, watch::Dry::yes);
  if (report && report->outcome == DocumentReport::Outcome::accepted && report->stored > 0) {
    report = watch::import_document(store, std::string(bytes), options, now, watch::Dry::no);
  }
  if (!report) return {Taken::Kind::not_stored, 0, stop_of(report.error()).message};
  if (report->outcome == DocumentReport::Outcome::refused) return refuse(inbox, *report, bytes, refused_before);
  if (report->figures == 0) return {Taken::Kind::empty, 0, ""};
  log_notes(*report);
  if (report->outcome == DocumentReport::Outcome::duplicate) return {Taken::Kind::known, 0, ""};
  if (report->stored == 0) return {Taken::Kind::nothing_new, 0, ""};
  log_accepted(*report);
  return {Taken::Kind::stored, report->stored, ""};
}

}  // namespace tradewatch::cli
