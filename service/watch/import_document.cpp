#include "service/watch/import_document.h"

#include "service/intake/digest.h"

namespace tradewatch::watch {

std::expected<intake::DocumentReport, storage::StoreFault> import_document(storage::Store& store,
                                                                           std::string_view bytes,
                                                                           const intake::ReadOptions& options,
                                                                           trade::Instant now, Dry dry) {
  const std::string digest = intake::sha256_hex(bytes);
  const auto read = intake::read_document(bytes, options);
  if (!read) return intake::report_of(read.error(), digest);

  const storage::RawDocument raw{options.document, digest, std::string(bytes), read->format,
                                 "application/octet-stream"};
  const auto kept =
      dry == Dry::yes ? store.preview_document(raw, read->figures, now) : store.keep_document(raw, read->figures, now);
  if (!kept) return std::unexpected(kept.error());

  intake::DocumentReport report;
  report.document = options.document;
  report.digest = digest;
  report.outcome =
      kept->duplicate_document ? intake::DocumentReport::Outcome::duplicate : intake::DocumentReport::Outcome::accepted;
  report.format = read->format;
  report.notes = read->notes;
  report.figures = read->figures.size();
  report.stored = static_cast<std::size_t>(kept->stored);
  report.revisions = static_cast<std::size_t>(kept->revisions);
  report.roundings = static_cast<std::size_t>(kept->roundings);
  report.withdrawals = static_cast<std::size_t>(kept->withdrawals);
  report.duplicates = static_cast<std::size_t>(kept->duplicates);
  if (kept->duplicate_document) report.duplicates = report.figures;
  return report;
}

}  // namespace tradewatch::watch
