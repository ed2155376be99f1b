// The store's calls about documents.

#include <fmt/format.h>

#include "service/storage/earlier_reading.h"
#include "service/storage/keeping.h"
#include "service/storage/withdrawal.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kColumns =
    "SELECT sequence, sha256, name, format, media, taken, size_bytes, stored, duplicates, revisions, roundings, "
    "withdrawals, chain FROM document ";

std::vector<DocumentRow> read_documents(Query& query) {
  std::vector<DocumentRow> rows;
  DocumentRow row;
  std::string taken;
  query.into(row.sequence).into(row.sha256).into(row.name).into(row.format).into(row.media).into(taken);
  query.into(row.size_bytes).into(row.stored).into(row.duplicates).into(row.revisions).into(row.roundings);
  query.into(row.withdrawals).into(row.chain);
  while (query.step()) {
    row.taken = instant_of(taken);
    rows.push_back(row);
  }
  return rows;
}

std::expected<KeepReport, StoreFault> take_document(Store::Impl& impl, const RawDocument& document,
                                                    std::span<const trade::Figure> figures, trade::Instant now,
                                                    Outcome outcome, const KeptSoFar& told) {
  return attempt(impl, fmt::format("keep the document '{}'", document.name), [&] {
    Transaction transaction(impl);
    Keeping keeping(impl, document, now);
    const EarlierReadings earlier = earlier_readings(impl, document, figures, now);
    if (earlier.same > 0) {
      KeepReport report;
      report.duplicate_document = true;
      report.sequence = earlier.same;
      return report;
    }
    KeepReport report = keeping.keep(figures, outcome, told);
    report.read_before = earlier.newest;
    if (outcome == Outcome::keep) {
      wake_others(impl);
      transaction.commit();
    }
    return report;
  });
}

}  // namespace

std::vector<DocumentRow> withdrawals(Store::Impl& impl) {
  Query query(impl, std::string(kColumns) + "WHERE format = :format ORDER BY sequence");
  query.with(kWithdrawalFormat);
  return read_documents(query);
}

Store::Result<KeepReport> Store::keep_document(const RawDocument& document, std::span<const trade::Figure> figures,
                                               trade::Instant now, const KeptSoFar& told) {
  return take_document(*impl_, document, figures, now, Outcome::keep, told);
}

Store::Result<KeepReport> Store::preview_document(const RawDocument& document, std::span<const trade::Figure> figures,
                                                  trade::Instant now) {
  return take_document(*impl_, document, figures, now, Outcome::preview, {});
}

Store::Result<std::int64_t> Store::sequence() {
  return attempt(*impl_, "read the newest sequence", [&] {
    long long sequence = 0;
    Query(*impl_, "SELECT coalesce(max(sequence), 0) FROM document").into(sequence).run();
    return static_cast<std::int64_t>(sequence);
  });
}

Store::Result<std::vector<DocumentRow>> Store::documents_after(std::int64_t sequence) {
  return attempt(*impl_, "list documents", [&] {
    Query query(*impl_, fmt::format("{}WHERE sequence > :sequence ORDER BY sequence", kColumns));
    query.with(sequence);
    return read_documents(query);
  });
}

Store::Result<std::optional<DocumentRow>> Store::document(const std::string& sha256) {
  return attempt(*impl_, "look up a document", [&]() -> std::optional<DocumentRow> {
    Query query(*impl_, fmt::format("{}WHERE sha256 = :sha256 ORDER BY sequence DESC LIMIT 1", kColumns));
    query.with(sha256);
    auto rows = read_documents(query);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
  });
}

Store::Result<std::optional<std::string>> Store::raw_document(const std::string& sha256) {
  return attempt(*impl_, "read a raw document", [&]() -> std::optional<std::string> {
    std::string hex;
    Query query(*impl_, "SELECT {get_bytes} FROM raw_document WHERE sha256 = :sha256 ORDER BY sha256");
    query.with(sha256).into(hex);
    if (!query.step()) return std::nullopt;
    std::string bytes = bytes_of_hex(hex);
    query.run();
    return bytes;
  });
}

}  // namespace tradewatch::storage
