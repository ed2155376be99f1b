#include <fmt/format.h>

#include "service/runtime/file_owner.h"
#include "service/storage/backup.h"
#include "service/storage/dialect.h"
#include "service/storage/durable_file.h"
#include "service/storage/migration.h"
#include "service/storage/page_check.h"
#include "service/storage/schema.h"

namespace tradewatch::storage {
namespace {

template <typename T>
using Result = std::expected<T, StoreFault>;

StoreFault unsound(const std::filesystem::path& backup, const std::string& found) {
  return {backup.string(), found, "a sound backup of a tradewatch store",
          "take an older backup; the store is as it was"};
}

StoreFault in_use(const std::string& file) {
  const auto process = process_that_has(file);
  const std::string who = process ? fmt::format("process {}", *process) : "another program";
  StoreFault fault{file, fmt::format("the store is open in {}", who), "a store that nobody has open",
                   "stop the daemon first (`systemctl stop tradewatch`); nothing was changed"};
  fault.busy = true;
  return fault;
}

// Copies the backup as it stands, once its pages are known to be sound: copying would mend an index without a word.
Result<void> copy_backup(const std::filesystem::path& backup, const std::string& copy) {
  auto impl = connect("sqlite:" + backup.string(), OpenMode::read_only);
  if (!impl) return std::unexpected(std::move(impl.error()));
  const auto done = attempt(**impl, "read the backup", [&]() -> Result<void> {
    const auto number = read_schema_number(**impl);
    if (!number) return std::unexpected(number.error());
    const int newest = migrations().back().number;
    if (*number < 1 || *number > newest) {
      return std::unexpected(
          unsound(backup, fmt::format("a store of schema {}; this program knows 1 to {}", *number, newest)));
    }
    if (const auto faults = page_faults(**impl, PageCheck::full); !faults.empty()) {
      return std::unexpected(unsound(backup, "damaged: " + in_words(faults)));
    }
    copy_sqlite(**impl, copy);
    return {};
  });
  return done ? *done : std::unexpected(done.error());
}

// Somebody may have ended them since the backup was made.
Result<void> doubt_silences(Store& store, std::vector<Silence>& doubted) {
  const auto silences = store.silences();
  if (!silences) return std::unexpected(silences.error());
  for (const Silence& silence : *silences) {
    if (!silence.ended) doubted.push_back(silence);
  }
  return store.doubt_silences();
}

// Brings the copy to this program's schema and reads all of it.
Result<Restored> look_through(const std::filesystem::path& backup, const std::string& copy) {
  auto store = Store::open("sqlite:" + copy, OpenMode::read_write, {.copy_before_migration = false});
  if (!store) return std::unexpected(unsound(backup, store.error().found));
  Restored restored;
  restored.upgrade = store->upgrade();
  if (const auto doubted = doubt_silences(*store, restored.doubted); !doubted) return std::unexpected(doubted.error());
  auto held = store->verify();
  if (!held) return std::unexpected(unsound(backup, held.error().found));
  if (!held->faults.empty()) {
    return std::unexpected(unsound(backup, held->faults.front().where + ": " + held->faults.front().found));
  }
  restored.held = *std::move(held);
  const auto sequence = store->sequence();
  if (!sequence) return std::unexpected(unsound(backup, sequence.error().found));
  restored.sequence = *sequence;
  return restored;
}

// Folds the write-ahead log into the file that it belongs to, so that one file is all of the replaced store. A damaged
// store may refuse; its log then goes with it.
void fold_log(const std::string& file) {
  Store::Impl impl;
  impl.mode = OpenMode::read_write;
  impl.file = impl.where = file;
  impl.options.busy_timeout_s = 0;
  const auto folded = attempt(impl, "fold the log", [&] {
    open_sqlite(impl);
    std::string journal;
    Query(impl, "PRAGMA journal_mode = DELETE").into(journal).run();
  });
  static_cast<void>(folded);  // a damaged store is what a restore is for
}

// The store that is there steps aside under the name `replaced`, its log first: while the mark of a half restore
// stands, nobody takes the rest for a store.
void step_aside(const std::string& file, const std::string& replaced) {
  fold_log(file);
  for (const char* log : {"-wal", "-journal"}) {
    if (std::filesystem::exists(file + log)) rename_to_new(file + log, replaced + log);
  }
  std::filesystem::remove(file + "-shm");
  rename_to_new(file, replaced);
}

std::string replaced_name(const std::string& file, trade::Instant now) {
  const std::string name = fmt::format("{}.replaced-{}", file, in_name(now));
  std::string free = name;
  for (int again = 2; std::filesystem::exists(free); ++again) free = fmt::format("{}-{}", name, again);
  return free;
}

// The one step that others can see, in four renames.
std::filesystem::path put_in_place(const std::string& file, const std::string& copy, trade::Instant now) {
  const std::string ready = half_restored_of(file);
  const bool replaces = std::filesystem::exists(file);
  const std::string replaced = replaces ? replaced_name(file, now) : "";
  rename_over(copy, ready);
  if (replaces) step_aside(file, replaced);
  rename_over(ready, file);
  runtime::give_to_owner_of_folder(file);
  return replaced;
}

}  // namespace

std::string half_restored_of(const std::string& store_file) { return store_file + ".restoring"; }

Result<Restored> restore(const std::string& url, const std::filesystem::path& backup, trade::Instant now) {
  if (!url.starts_with(kSqliteScheme)) {
    return std::unexpected(
        StoreFault{"[store] url", "a PostgreSQL store", "an SQLite store", "bring it back with pg_restore or psql"});
  }
  Store::Impl place;  // for its words alone
  place.file = place.where = url.substr(kSqliteScheme.size());
  const std::string& file = place.file;
  if (!std::filesystem::exists(backup)) {
    return std::unexpected(StoreFault{backup.string(), "no such file", "a backup of a tradewatch store",
                                      "`tradewatch store info` names the newest and the folder"});
  }
  const std::string copy = part_of(file);
  const Removed leftover(copy), its_lock(lock_file_of(copy)), its_log(copy + "-wal"), its_index(copy + "-shm");
  const auto done = attempt(place, "bring back '" + backup.string() + "'", [&]() -> Result<Restored> {
    if (const auto folder = std::filesystem::path(file).parent_path(); !folder.empty()) {
      std::filesystem::create_directories(folder);
    }
    const auto lock = StoreLock::take(file, StoreLock::Kind::alone, OpenMode::read_write);
    if (!lock || process_that_has(file)) return std::unexpected(in_use(file));
    remove_parts_of(file);
    if (auto copied = copy_backup(backup, copy); !copied) return std::unexpected(std::move(copied.error()));
    auto restored = look_through(backup, copy);
    if (!restored) return restored;
    sync_file(copy);
    restored->replaced = put_in_place(file, copy, now);
    return restored;
  });
  return done ? *done : std::unexpected(done.error());
}

}  // namespace tradewatch::storage
