// Looking through a whole store, and copying it.

#include <filesystem>

#include "service/storage/chain.h"
#include "service/storage/schema.h"
#include "service/storage/vintages.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kRestore =
    "keep this store, and bring back the newest backup with `tradewatch store restore`";

void check_pages(Store::Impl& impl, VerifyReport& report) {
  if (impl.dialect != Dialect::sqlite) return;
  std::string found;
  Query check(impl, "PRAGMA integrity_check(10)");
  check.into(found);
  while (check.step()) {
    if (found != "ok") report.faults.push_back({impl.where, found, "an undamaged file", std::string(kRestore)});
  }
  Query keys(impl, "SELECT \"table\" FROM pragma_foreign_key_check ORDER BY \"table\" LIMIT 10");
  keys.into(found);
  while (keys.step()) {
    report.faults.push_back({impl.where, "a row of table " + found + " whose other row is missing",
                             "every vintage with its document and series", std::string(kRestore)});
  }
}

void check_raw(Store& store, const std::string& where, const DocumentRow& document, VerifyReport& report) {
  const auto fault = [&](std::string found) {
    report.faults.push_back(
        {where + ": table raw_document, document " + std::to_string(document.sequence) + " '" + document.name + "'",
         std::move(found), "bytes with the SHA-256 " + document.sha256, std::string(kRestore)});
  };
  const auto raw = store.raw_document(document.sha256);
  if (!raw) return report.faults.push_back(raw.error());
  if (!*raw) return fault("no bytes");
  Sha256 sha;
  sha.add(**raw);
  if (const std::string found = sha.hex(); found != document.sha256) fault("bytes with the SHA-256 " + found);
}

// Links of the chain are made of the links as they stand, so one changed row is one fault.
void check_link(Store::Impl& impl, const std::string& previous, const DocumentRow& document, VerifyReport& report) {
  ChainLink link(previous);
  link.add(document);
  int stored = 0;
  read_vintages(
      impl, "f.sequence = :sequence", "f.id", [&](Query& query) { query.with(document.sequence); },
      [&](ReadVintage&& read) {
        ++stored;
        link.add(read.vintage.kept.id, read.vintage.kept.figure, read.vintage.change, read.previous_id);
      });
  report.figures += stored;
  const std::string found = link.hex();
  if (found == document.chain && stored == document.stored) return;
  report.faults.push_back({impl.where + ": tables document and figure, document " + std::to_string(document.sequence) +
                               " '" + document.name + "'",
                           std::to_string(stored) + " vintages with the chain digest " + found,
                           std::to_string(document.stored) + " vintages with the chain digest " + document.chain,
                           std::string(kRestore)});
}

}  // namespace

Store::Result<VerifyReport> Store::verify() {
  return attempt(*impl_, "look through the store", [&] {
    VerifyReport report;
    check_pages(*impl_, report);
    const auto documents = documents_after(0);
    if (!documents) {
      report.faults.push_back(documents.error());
      return report;
    }
    std::string previous;
    std::int64_t expected = 1;
    for (const DocumentRow& document : *documents) {
      if (document.sequence != expected) {
        report.faults.push_back({impl_->where + ": table document", "sequence " + std::to_string(document.sequence),
                                 "sequence " + std::to_string(expected), std::string(kRestore)});
      }
      expected = document.sequence + 1;
      check_raw(*this, impl_->where, document, report);
      check_link(*impl_, previous, document, report);
      previous = document.chain;
      ++report.documents;
    }
    return report;
  });
}

Store::Result<void> Store::backup_to(const std::string& file) {
  if (impl_->dialect != Dialect::sqlite) {
    return std::unexpected(
        StoreFault{impl_->where, "a PostgreSQL store", "an SQLite store", "back it up with pg_dump"});
  }
  if (std::filesystem::exists(file)) {
    return std::unexpected(StoreFault{file, "a file that exists", "a file that does not", "name another file"});
  }
  return attempt(*impl_, "copy the store to '" + file + "'", [&] { copy_sqlite(*impl_, file); });
}

}  // namespace tradewatch::storage
