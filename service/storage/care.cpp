// Looking through a whole store, and copying it.

#include <filesystem>
#include <stdexcept>

#include "service/storage/chain.h"
#include "service/storage/durable_file.h"
#include "service/storage/page_check.h"
#include "service/storage/schema.h"
#include "service/storage/vintages.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kRestore =
    "keep this store, and bring back the newest backup with `tradewatch store restore`";

void check_all_pages(Store::Impl& impl, VerifyReport& report) {
  if (impl.dialect != Dialect::sqlite) return;
  for (const PageFault& fault : page_faults(impl, PageCheck::full)) {
    const std::string where = fault.table.empty() ? impl.where : impl.where + ": table " + fault.table;
    report.faults.push_back({where, fault.found, "undamaged pages", std::string(kRestore)});
  }
  if (!report.faults.empty()) return;  // what follows would stumble over the same pages
  std::string found;
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
void check_readable_link(Store::Impl& impl, const std::string& previous, const DocumentRow& document,
                         VerifyReport& report) {
  ChainLink link(previous);
  link.add(document);
  int stored = 0;
  read_vintages(
      impl, "d.sequence = :sequence AND f.id BETWEEN d.first_figure AND d.last_figure", "f.id",
      [&](Query& query) { query.with(document.sequence); },
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

// A vintage that no document brought is in none of their links.
void check_count(Store::Impl& impl, const std::vector<DocumentRow>& documents, VerifyReport& report) {
  std::int64_t brought = 0;
  for (const DocumentRow& document : documents) brought += document.stored;
  const auto counted = attempt(impl, "count its vintages", [&] {
    std::int64_t rows = 0;
    Query(impl, "SELECT count(*) FROM figure").into(rows).run();
    return rows;
  });
  if (!counted) return report.faults.push_back(counted.error());
  if (*counted == brought) return;
  report.faults.push_back({impl.where + ": table figure", std::to_string(*counted) + " vintages",
                           std::to_string(brought) + " vintages, which its documents brought", std::string(kRestore)});
}

void check_link(Store::Impl& impl, const std::string& previous, const DocumentRow& document, VerifyReport& report) {
  auto read = attempt(impl, "read its vintages", [&] { check_readable_link(impl, previous, document, report); });
  if (read) return;
  read.error().where = impl.where + ": tables document and figure, document " + std::to_string(document.sequence) +
                       " '" + document.name + "'";
  read.error().expected = "the chain digest " + document.chain;
  report.faults.push_back(std::move(read.error()));
}

}  // namespace

Store::Result<void> Store::check_pages(std::stop_token stop) {
  const auto checked = attempt(*impl_, "check the pages", [&]() -> Result<void> {
    const Stoppable stoppable(*impl_, stop);
    return impl_->dialect == Dialect::sqlite ? sound_pages(*impl_) : Result<void>();
  });
  return checked ? *checked : std::unexpected(checked.error());
}

Store::Result<VerifyReport> Store::verify(std::stop_token stop) {
  return attempt(*impl_, "look through the store", [&] {
    const Stoppable stoppable(*impl_, stop);
    VerifyReport report;
    check_all_pages(*impl_, report);
    const auto documents = documents_after(0);
    if (!documents) {
      report.faults.push_back(documents.error());
      return report;
    }
    std::string previous;
    std::int64_t expected = 1;
    for (const DocumentRow& document : *documents) {
      if (stop.stop_requested()) throw std::runtime_error("it was told to stop");
      if (report.faults.size() >= kMaxVerifyFaults) break;
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
    check_count(*impl_, *documents, report);
    return report;
  });
}

namespace {

// It is the disk of the copy that is full, not the store's.
StoreFault of_the_copy(StoreFault fault, const std::string& file) {
  if (!fault.no_space) return fault;
  return {file, "No space left for a copy of " + fault.where, "free space on the disk of the copy",
          "free some space, or name another disk"};
}

// What `verify` finds in a copy that nobody else knows yet. A fault when it is unsound, or behind `sequence`.
std::expected<VerifyReport, StoreFault> verify_copy(const std::string& copy, std::int64_t sequence,
                                                    std::stop_token stop) {
  auto store = Store::open("sqlite:" + copy, OpenMode::read_only);
  if (!store) return std::unexpected(std::move(store.error()));
  auto found = store->verify(std::move(stop));
  if (!found) return found;
  if (!found->faults.empty()) return std::unexpected(std::move(found->faults.front()));
  const auto held = store->sequence();
  if (!held) return std::unexpected(held.error());
  if (*held >= sequence) return found;
  return std::unexpected(StoreFault{copy, "a copy up to document " + std::to_string(*held),
                                    "one up to document " + std::to_string(sequence), "try again"});
}

}  // namespace

Store::Result<VerifyReport> Store::backup_to(const std::string& file, std::stop_token stop) {
  if (impl_->dialect != Dialect::sqlite) {
    return std::unexpected(
        StoreFault{impl_->where, "a PostgreSQL store", "an SQLite store", "back it up with pg_dump"});
  }
  if (std::filesystem::exists(file)) {
    return std::unexpected(StoreFault{file, "a file that exists", "a file that does not", "name another file"});
  }
  const auto held = sequence();
  if (!held) return std::unexpected(held.error());
  const std::string part = part_of(file);
  const Removed leftover(part);
  const auto copied = attempt(*impl_, "copy the store to '" + file + "'", [&] {
    const Stoppable stoppable(*impl_, stop);
    copy_sqlite(*impl_, part);
    sync_file(part);
  });
  if (!copied) return std::unexpected(of_the_copy(copied.error(), file));
  auto found = verify_copy(part, *held, std::move(stop));
  if (!found) {
    found.error().found = "the copy '" + file +
                          "' was not made, since what was copied is not sound: " + found.error().where + ": " +
                          found.error().found;
    found.error().where = impl_->where;
    return found;
  }
  const auto named = attempt(*impl_, "name the copy '" + file + "'", [&] { rename_to_new(part, file); });
  if (!named) return std::unexpected(named.error());
  return found;
}

namespace {

std::optional<std::int64_t> size_of(const std::string& file) {
  std::error_code none;
  const auto bytes = std::filesystem::file_size(file, none);
  return none ? std::nullopt : std::optional(static_cast<std::int64_t>(bytes));
}

}  // namespace

Store::Result<Footprint> Store::footprint() {
  return attempt(*impl_, "measure the store", [&] {
    Footprint footprint;
    if (impl_->dialect == Dialect::postgresql) {
      long long bytes = 0;
      Query(*impl_, "SELECT pg_database_size(current_database())").into(bytes).run();
      footprint.file = bytes;
      return footprint;
    }
    footprint.file = size_of(impl_->file);
    footprint.log = size_of(impl_->file + "-wal").value_or(0);
    std::error_code none;
    const auto folder = std::filesystem::absolute(impl_->file).parent_path();
    if (const auto space = std::filesystem::space(folder, none); !none) {
      footprint.free_space = static_cast<std::int64_t>(space.available);
    }
    return footprint;
  });
}

}  // namespace tradewatch::storage
