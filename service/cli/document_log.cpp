#include "service/cli/document_log.h"

#include <spdlog/spdlog.h>

namespace tradewatch::cli {

void log_notes(const intake::DocumentReport& report) {
  for (const std::string& note : report.notes) spdlog::info("document={} {}", report.document, note);
}

void log_accepted(const intake::DocumentReport& report) {
  spdlog::info("accepted document={} format={} figures={} stored={} revisions={} duplicates={} sha256={}",
               report.document, report.format, report.figures, report.stored, report.revisions, report.duplicates,
               report.digest.substr(0, 12));
}

}  // namespace tradewatch::cli
