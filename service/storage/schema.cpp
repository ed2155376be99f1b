#include "service/storage/schema.h"

#include <fmt/format.h>

#include <filesystem>
#include <span>
#include <stdexcept>
#include <system_error>

#include "service/storage/durable_file.h"
#include "service/storage/migration.h"
#include "service/storage/page_check.h"

namespace tradewatch::storage {
namespace {

constexpr int kPageBytes = 8192;  // of a new store: half the calls of SQLite's 4096, and a tenth less time to import
constexpr long long kMigrationLock = kApplicationId;  // of pg_advisory_lock

long long number_from(Store::Impl& impl, std::string_view sql) {
  long long number = 0;
  Query query(impl, sql);
  query.into(number).run();
  return number;
}

StoreFault foreign(const Store::Impl& impl, const std::string& found) {
  return {impl.where, found, "an empty place, or a store that tradewatch made",
          "name another place in [store] url; nothing was changed here"};
}

std::expected<int, StoreFault> sqlite_schema_number(Store::Impl& impl) {
  // Whose it is comes last: a store that somebody makes between the questions is made whole, with its identity, so what
  // is seen of it before is never taken for another program's.
  const auto objects = number_from(impl, "SELECT count(*) FROM sqlite_master");
  const auto number = number_from(impl, "PRAGMA user_version");
  const auto application = number_from(impl, "PRAGMA application_id");
  if (application == kApplicationId) return static_cast<int>(number);
  if (application == 0 && number == 0 && objects == 0) return 0;
  return std::unexpected(
      foreign(impl, fmt::format("an SQLite database of another program (application id {})", application)));
}

std::expected<int, StoreFault> postgresql_schema_number(Store::Impl& impl) {
  constexpr std::string_view kTables =
      "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')";
  const auto ours = number_from(impl, fmt::format("{} AND c.relname = 'tradewatch_schema'", kTables));
  if (ours == 1) return static_cast<int>(number_from(impl, "SELECT number FROM tradewatch_schema ORDER BY one"));
  if (number_from(impl, kTables) == 0) return 0;
  return std::unexpected(foreign(impl, "a PostgreSQL schema with tables of another program"));
}

void note_schema_number(Store::Impl& impl, int number) {
  if (impl.dialect == Dialect::sqlite) {
    impl.sql << fmt::format("PRAGMA application_id = {}", kApplicationId);
    impl.sql << fmt::format("PRAGMA user_version = {}", number);
    return;
  }
  impl.sql << "CREATE TABLE IF NOT EXISTS tradewatch_schema ("
              "one integer NOT NULL PRIMARY KEY CHECK (one = 1), number integer NOT NULL)";
  Query(impl,
        "INSERT INTO tradewatch_schema (one, number) VALUES (1, :number) "
        "ON CONFLICT (one) DO UPDATE SET number = excluded.number")
      .with(number)
      .run();
}

// All of them in one step, or nothing. The number is read again inside the transaction: another session may have
// migrated while this one waited.
void take_migrations(Store::Impl& impl, std::span<const Migration> steps) {
  Transaction transaction(impl);
  const auto number = read_schema_number(impl);
  if (!number || *number != steps.front().number - 1) return;
  for (const Migration& migration : steps) {
    for (const std::string& statement : statements_of(impl.dialect, migration.sql)) impl.sql << statement;
    note_schema_number(impl, migration.number);
  }
  transaction.commit();
}

// Two sessions may do so at once: each has a copy of its own.
void copy_before_migration(Store::Impl& impl, int number) {
  const std::string name = fmt::format("{}.before-schema-{}", impl.file, number + 1);
  std::string copy = name;
  for (int again = 2;; ++again) {
    try {
      if (!std::filesystem::exists(copy)) {
        copy_sqlite_whole(impl, copy);
        break;
      }
    } catch (const std::system_error& error) {
      if (error.code() != std::errc::file_exists) throw;
    }
    copy = fmt::format("{}-{}", name, again);
  }
  impl.upgrade.copies.push_back(copy);
}

void migrate(Store::Impl& impl, int number) {
  const bool sqlite = impl.dialect == Dialect::sqlite;
  if (sqlite) number_from(impl, "SELECT count(*) FROM sqlite_master");
  if (!sqlite) number_from(impl, fmt::format("SELECT count(*) FROM pg_advisory_lock({})", kMigrationLock));
  if (number == 0) {
    take_migrations(impl, migrations());
  } else {
    for (const Migration& migration : migrations()) {
      if (migration.number <= number) continue;
      if (sqlite && impl.options.copy_before_migration) copy_before_migration(impl, migration.number - 1);
      take_migrations(impl, std::span(&migration, 1));
    }
  }
  if (!sqlite) number_from(impl, fmt::format("SELECT count(*) FROM pg_advisory_unlock({})", kMigrationLock));
}

}  // namespace

void copy_sqlite(Store::Impl& impl, const std::string& file) { Query(impl, "VACUUM INTO :file").with(file).run(); }

void copy_sqlite_whole(Store::Impl& impl, const std::string& file) {
  const std::string part = part_of(file);
  const Removed leftover(part);
  copy_sqlite(impl, part);
  sync_file(part);
  rename_to_new(part, file);
}

std::expected<int, StoreFault> read_schema_number(Store::Impl& impl) {
  return impl.dialect == Dialect::sqlite ? sqlite_schema_number(impl) : postgresql_schema_number(impl);
}

std::expected<void, StoreFault> prepare_schema(Store::Impl& impl, OpenMode mode, const OpenOptions& options) {
  const auto number = read_schema_number(impl);
  if (!number) return std::unexpected(number.error());
  const int newest = migrations().back().number;
  impl.upgrade = {*number, *number, {}};
  if (*number > newest) {
    return std::unexpected(StoreFault{impl.where, fmt::format("a store of schema {}", *number),
                                      fmt::format("schema {} or older, which this program knows", newest),
                                      "use the newer tradewatch that wrote it; nothing was changed"});
  }
  if (mode == OpenMode::read_only) {
    if (*number == newest) return {};
    return std::unexpected(StoreFault{impl.where, fmt::format("a store of schema {}", *number),
                                      fmt::format("schema {}", newest),
                                      "`tradewatch serve` or `tradewatch import` brings it up to date"});
  }
  if (impl.dialect == Dialect::sqlite) {
    if (*number > 0 && (options.quick_check || *number < newest)) {
      if (const auto sound = sound_pages(impl); !sound) return sound;
    }
    if (*number == 0) impl.sql << fmt::format("PRAGMA page_size = {}", kPageBytes);
    std::string journal;
    Query(impl, "PRAGMA journal_mode = WAL").into(journal).run();
    if (journal != "wal")
      throw std::runtime_error(fmt::format("the write-ahead log is not available here, but {}", journal));
  }
  if (*number < newest) migrate(impl, *number);
  impl.upgrade.to = newest;
  return {};
}

}  // namespace tradewatch::storage
