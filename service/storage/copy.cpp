#include "service/storage/copy.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "service/storage/migration.h"
#include "service/storage/schema.h"
#include "service/storage/whole_rows.h"

namespace tradewatch::storage {
namespace {

template <typename T>
using OrFault = std::expected<T, StoreFault>;

StoreFault refusal(std::string where, std::string found, std::string expected, std::string todo) {
  StoreFault fault{std::move(where), std::move(found), std::move(expected), std::move(todo)};
  fault.refused = true;
  return fault;
}

// Reads one moment of a store, whoever writes to it meanwhile.
class Snapshot {
 public:
  explicit Snapshot(Store::Impl& impl) : impl_(impl) {
    impl_.sql << (impl_.dialect == Dialect::sqlite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() {
    try {
      impl_.sql << "ROLLBACK";
    } catch (const std::exception&) {  // a lost connection: nothing was written
    }
  }

 private:
  Store::Impl& impl_;
};

// Which database of which server; two addresses may lead to one.
std::string identity_of(Store::Impl& impl) {
  std::string identity;
  Query(impl, "SELECT CAST(pg_postmaster_start_time() AS text) || ' ' || current_database() || ' ' || current_schema()")
      .into(identity)
      .run();
  return identity;
}

OrFault<bool> is_same(Store::Impl& from, const std::string& to_url) {
  if (from.dialect == Dialect::sqlite) {
    if (!to_url.starts_with(kSqliteScheme)) return false;
    std::error_code none;
    return std::filesystem::equivalent(from.file, to_url.substr(kSqliteScheme.size()), none);
  }
  if (to_url.starts_with(kSqliteScheme)) return false;
  auto to = connect(to_url, OpenMode::read_only);
  if (!to) return std::unexpected(to.error());
  const auto here = attempt(from, "ask which database it is", [&] { return identity_of(from); });
  if (!here) return std::unexpected(here.error());
  const auto there = attempt(**to, "ask which database it is", [&] { return identity_of(**to); });
  if (!there) return std::unexpected(there.error());
  return *here == *there;
}

// A place without a store, or with one of this program's schema: nothing of another one is brought up to date here.
OrFault<void> check_schema(const std::string& to_url) {
  if (to_url.starts_with(kSqliteScheme) && !std::filesystem::exists(to_url.substr(kSqliteScheme.size()))) return {};
  auto to = connect(to_url, OpenMode::read_only);
  if (!to) return std::unexpected(to.error());
  const auto number = attempt(**to, "read the schema number", [&] { return read_schema_number(**to); });
  if (!number) return std::unexpected(number.error());
  if (!*number) return std::unexpected(number->error());
  const int newest = migrations().back().number;
  if (**number == 0 || **number == newest) return {};
  return std::unexpected(refusal((*to)->where, fmt::format("a store of schema {}", **number),
                                 fmt::format("an empty place, or an empty store of schema {}", newest),
                                 "name another place; nothing was changed here"));
}

// One copy at work.
class Copying {
 public:
  Copying(Store::Impl& from, Store::Impl& to, const CopiedSoFar& told) : from_(from), to_(to), told_(told) {}

  OrFault<CopyReport> run(Store& store) {
    std::optional<Snapshot> snapshot;
    std::optional<Transaction> transaction;
    auto begun = attempt(from_, "read it as of one moment", [&] {
      snapshot.emplace(from_);
      for (const WholeTable& table : whole_tables()) rows_ += static_cast<std::size_t>(count_rows(from_, table));
    });
    if (begun) begun = attempt(to_, "begin the copy", [&] { transaction.emplace(to_); });
    if (!begun) return std::unexpected(begun.error());
    auto empty = attempt(to_, "see that it is empty", [&] { return take_alone(); });
    if (!empty) return std::unexpected(empty.error());
    if (!*empty) return std::unexpected(empty->error());
    CopyReport report{from_.where, to_.where, migrations().back().number, {}, {}};
    for (const WholeTable& table : whole_tables()) {
      auto copied = copy(table);
      if (!copied) return std::unexpected(copied.error());
      report.tables.push_back(*std::move(copied));
    }
    snapshot.reset();
    for (std::size_t t = 0; t < report.tables.size(); ++t) {
      if (auto same = compare(whole_tables()[t], report.tables[t]); !same) return std::unexpected(same.error());
    }
    auto held = store.verify();
    if (!held) return std::unexpected(held.error());
    if (!held->faults.empty()) return std::unexpected(unsound(held->faults.front()));
    report.held = *std::move(held);
    const auto done = attempt(to_, "end the copy", [&] { transaction->commit(); });
    if (!done) return std::unexpected(done.error());
    return report;
  }

 private:
  // From here on nobody else writes; then not a single row may be there but the counters, which are taken over.
  OrFault<void> take_alone() {
    if (to_.dialect == Dialect::postgresql) {
      for (const WholeTable& table : whole_tables())
        to_.sql << fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", table.name);
    }
    for (const WholeTable& table : whole_tables()) {
      const std::int64_t rows = table.name == "counter" ? 0 : count_rows(to_, table);
      if (rows == 0) continue;
      return std::unexpected(refusal(to_.where, fmt::format("{} rows in its table {}", rows, table.name),
                                     "an empty place, or an empty store",
                                     "name another place; nothing was changed here"));
    }
    Query(to_, "DELETE FROM counter").run();
    return {};
  }

  // Every page of a table, in the order of its key.
  template <typename Take>
  OrFault<void> walk(Store::Impl& impl, const WholeTable& table, const Take& take) {
    std::vector<WholeRow> rows;
    std::optional<WholeRow> last;
    do {
      auto read =
          attempt(impl, "read table " + table.name, [&] { rows = read_rows(impl, table, last ? &*last : nullptr); });
      if (!read) return read;
      if (auto taken = take(rows); !taken) return taken;
      if (!rows.empty()) last = rows.back();
      done_ += rows.size();
      if (told_) told_(done_, 2 * rows_);
    } while (rows.size() == static_cast<std::size_t>(table.rows_at_once));
    return {};
  }

  OrFault<CopiedTable> copy(const WholeTable& table) {
    CopiedTable copied{table.name, 0, ""};
    RowsDigest digest(table);
    const auto done = walk(from_, table, [&](const std::vector<WholeRow>& rows) {
      for (const WholeRow& row : rows) digest.add(row);
      copied.rows += static_cast<std::int64_t>(rows.size());
      return attempt(to_, "write table " + table.name, [&] { put_rows(to_, table, rows); });
    });
    if (!done) return std::unexpected(done.error());
    copied.sha256 = digest.hex();
    return copied;
  }

  OrFault<void> compare(const WholeTable& table, const CopiedTable& copied) {
    std::int64_t count = 0;
    RowsDigest digest(table);
    const auto done = walk(to_, table, [&](const std::vector<WholeRow>& rows) -> OrFault<void> {
      for (const WholeRow& row : rows) digest.add(row);
      count += static_cast<std::int64_t>(rows.size());
      return {};
    });
    if (!done) return done;
    const std::string found = digest.hex();
    if (count == copied.rows && found == copied.sha256) return {};
    return std::unexpected(
        StoreFault{to_.where + ": table " + table.name, fmt::format("{} rows with the SHA-256 {}", count, found),
                   fmt::format("{} rows with the SHA-256 {}, as they were read", copied.rows, copied.sha256),
                   "nothing was copied; see that the database keeps UTF-8 as it is, and report this"});
  }

  // What was copied is what was read, so what does not verify did not before.
  [[nodiscard]] StoreFault unsound(StoreFault fault) const {
    fault.found += ", as in " + from_.where;
    fault.todo = "nothing was copied; `tradewatch store verify` of the store that was to be copied tells all of it";
    return fault;
  }

  Store::Impl& from_;
  Store::Impl& to_;
  const CopiedSoFar& told_;
  std::size_t rows_ = 0;  // of all tables
  std::size_t done_ = 0;
};

}  // namespace

Store::Result<CopyReport> Store::copy_to(Store& empty, const CopiedSoFar& told) {
  return Copying(*impl_, *empty.impl_, told).run(empty);
}

std::expected<CopyReport, StoreFault> copy_store(const std::string& from_url, const std::string& to_url,
                                                 const CopiedSoFar& told) {
  auto from = Store::open(from_url, OpenMode::read_only);
  if (!from) return std::unexpected(from.error());
  const auto place = connect(from_url, OpenMode::read_only);
  if (!place) return std::unexpected(place.error());
  const auto same = is_same(**place, to_url);
  if (!same) return std::unexpected(same.error());
  if (*same) {
    return std::unexpected(refusal(from->where(), "the same store twice", "an empty place for the copy",
                                   "name another place; nothing was changed here"));
  }
  if (auto good = check_schema(to_url); !good) return std::unexpected(good.error());
  auto to = Store::open(to_url, OpenMode::read_write, {.quick_check = false});
  if (!to) return std::unexpected(to.error());
  return from->copy_to(*to, told);
}

}  // namespace tradewatch::storage
