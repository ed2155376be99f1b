#include "service/watch/import_document.h"

#include <fmt/format.h>

#include <future>
#include <utility>

#include "service/intake/digest.h"
#include "service/runtime/clock.h"
#include "service/storage/withdrawal.h"

namespace tradewatch::watch {
namespace {

constexpr std::size_t kLargeBytes = std::size_t{1} << 20;  // digested on a thread beside reading: about a millisecond

storage::StoreFault clock_never_set(trade::Instant now) {
  return {"the clock of this machine", trade::format_instant(now), "the time: documents are dated by it",
          "set it (timedatectl set-ntp true, or date --set); documents wait until then"};
}

// Why a document that was kept before says nothing now; empty while its figures are in force.
std::expected<std::string, storage::StoreFault> why_out_of_force(storage::Store& store, std::int64_t sequence) {
  const auto documents = store.documents_after(0);
  if (!documents) return std::unexpected(documents.error());
  const auto out = storage::out_of_force(*documents);
  const auto it = out.find(sequence);
  if (it == out.end()) return std::string();
  return fmt::format(
      "this document was withdrawn by document {}: its figures are not in force; "
      "to bring them back: tradewatch withdraw {}",
      it->second, it->second);
}

// What to know of bytes that say other figures today than they did as the document `sequence`.
std::expected<std::string, storage::StoreFault> read_otherwise(storage::Store& store, std::int64_t sequence) {
  const auto out = why_out_of_force(store, sequence);
  if (!out) return std::unexpected(out.error());
  std::string note =
      fmt::format("the same bytes were taken before, as document {}, and say other figures today", sequence);
  if (out->empty()) {
    note += fmt::format("; what they no longer say stays in force until: tradewatch withdraw {}", sequence);
  }
  return note;
}

}  // namespace

std::expected<intake::DocumentReport, storage::StoreFault> import_document(storage::Store& store, std::string bytes,
                                                                           const intake::ReadOptions& options,
                                                                           trade::Instant now, Dry dry,
                                                                           const Told& told) {
  if (!runtime::was_set(now)) return std::unexpected(clock_never_set(now));
  const bool large = bytes.size() >= kLargeBytes;
  auto beside = std::async(large ? std::launch::async | std::launch::deferred : std::launch::deferred,
                           [&bytes] { return intake::sha256_hex(bytes); });
  const auto read = intake::read_document(bytes, options);
  const std::string digest = beside.get();
  if (!read) return intake::report_of(read.error(), digest);

  const storage::RawDocument raw{options.document, digest, std::move(bytes), read->format, "application/octet-stream"};
  const auto so_far = [&](std::size_t figures) {
    if (told) told(figures, read->figures.size());
  };
  const auto kept = dry == Dry::yes ? store.preview_document(raw, read->figures, now)
                                    : store.keep_document(raw, read->figures, now, so_far);
  if (!kept) return std::unexpected(kept.error());

  intake::DocumentReport report;
  report.document = options.document;
  report.digest = digest;
  report.outcome =
      kept->duplicate_document ? intake::DocumentReport::Outcome::duplicate : intake::DocumentReport::Outcome::accepted;
  report.dry_run = dry == Dry::yes;
  report.format = read->format;
  report.notes = read->notes;
  report.figures = read->figures.size();
  report.stored = static_cast<std::size_t>(kept->stored);
  report.revisions = static_cast<std::size_t>(kept->revisions);
  report.roundings = static_cast<std::size_t>(kept->roundings);
  report.withdrawals = static_cast<std::size_t>(kept->withdrawals);
  report.duplicates = static_cast<std::size_t>(kept->duplicates);
  if (kept->read_before > 0) {
    const auto note = read_otherwise(store, kept->read_before);
    if (!note) return std::unexpected(note.error());
    report.notes.push_back(*note);
  }
  if (kept->duplicate_document) {
    report.duplicates = report.figures;
    const auto why = why_out_of_force(store, kept->sequence);
    if (!why) return std::unexpected(why.error());
    if (!why->empty()) report.notes.push_back(*why);
  }
  return report;
}

}  // namespace tradewatch::watch
