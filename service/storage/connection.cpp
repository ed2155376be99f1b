// Opening a session of either database, and the words for what the drivers report.

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "service/runtime/file_owner.h"
#include "service/storage/session.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kPostgresql = "postgresql://";
// The write-ahead log is folded into the file from this many pages on (4 MiB), and cut back to the limit then. It is
// longer only while one document is, or while somebody reads; no call of the store returns with a read under way.
constexpr int kFoldPages = 1000;
constexpr long long kJournalLimitBytes = 64LL << 20;
constexpr int kLongestPauseS = kBusyTimeoutS / 2;  // between two statements of a write

// A url without `:password` before its `@`.
std::string without_password(const std::string& url) {
  const auto begin = url.find("://") + 3;
  const auto at = url.rfind('@', url.find_first_of("/?", begin));
  if (at == std::string::npos || at < begin) return url;
  const auto colon = url.find(':', begin);
  return colon < at ? url.substr(0, colon) + url.substr(at) : url;
}

// What an address says for itself stays. A server that is gone without a word is noticed in a minute and not in the
// quarter of an hour that TCP takes: another one may have taken over.
std::string with_timeouts(std::string url) {
  for (const std::string_view setting : {"connect_timeout=10", "keepalives_idle=30", "keepalives_interval=10",
                                         "keepalives_count=3", "tcp_user_timeout=60000"}) {
    if (url.contains(setting.substr(0, setting.find('=') + 1))) continue;
    url += url.contains('?') ? '&' : '?';
    url += setting;
  }
  return url;
}

// A quota is a disk that is full for one user.
bool is_disk_full(int error) { return error == ENOSPC || error == EDQUOT; }
bool is_disk_full(sqlite_api::sqlite3* handle) { return is_disk_full(sqlite_api::sqlite3_system_errno(handle)); }

void make_folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
}

std::expected<void, StoreFault> check_place(const Store::Impl& impl, OpenMode mode) {
  if (impl.file.empty() || impl.file.find('"') != std::string::npos) {
    return std::unexpected(StoreFault{impl.where, "a file name that is empty or holds a quotation mark",
                                      "\"sqlite:/path/file.db\"", "name another file in [store] url"});
  }
  if (std::filesystem::exists(half_restored_of(impl.file))) {
    return std::unexpected(StoreFault{
        impl.where, "a restore that was interrupted: " + half_restored_of(impl.file) + " is still there",
        "a store that was brought back whole", "run `tradewatch store restore` again; until then nothing is taken"});
  }
  if (mode == OpenMode::read_only && !std::filesystem::exists(impl.file)) {
    return std::unexpected(
        StoreFault{impl.where, "no store at this place", "the store that the daemon or an import made",
                   "`tradewatch import` or `tradewatch serve` makes it, or name another in [store] url"});
  }
  return {};
}

// SQLite would open what it may not write, and say so in its own words at the first write.
std::expected<void, StoreFault> check_account(const Store::Impl& impl) {
  const bool writes = impl.mode == OpenMode::read_write;
  if (writes ? runtime::may_write(impl.file) : runtime::may_read(impl.file)) return {};
  std::string owner = runtime::owner_of(impl.file);
  if (owner.empty()) owner = runtime::owner_of(std::filesystem::path(impl.file).parent_path());
  const std::string account = owner.empty() ? "the service's account" : "the account " + owner;
  return std::unexpected(StoreFault{
      impl.where, fmt::format("no permission to {} it", writes ? "write" : "read"), account + ", whose store it is",
      owner.empty() ? "run the command as that account" : fmt::format("sudo -u {} tradewatch ...", owner)});
}

std::expected<void, StoreFault> connect_sqlite(Store::Impl& impl) {
  if (auto good = check_account(impl); !good) return good;
  if (impl.mode == OpenMode::read_write) make_folder_of(impl.file);
  auto lock = StoreLock::take(impl.file, StoreLock::Kind::shared, impl.mode);
  if (!lock) {
    StoreFault fault{impl.where, "a restore into this store is at work", "the store free", "try again when it is done"};
    fault.busy = true;
    return std::unexpected(std::move(fault));
  }
  impl.lock = *std::move(lock);
  if (auto good = check_place(impl, impl.mode); !good) return good;
  open_sqlite(impl);
  if (impl.mode == OpenMode::read_write) {
    for (const std::string& made : {impl.file, lock_file_of(impl.file)}) runtime::give_to_owner_of_folder(made);
  }
  return {};
}

void connect_postgresql(Store::Impl& impl) {
  impl.sql.open(soci::postgresql, with_timeouts(impl.url));
  impl.sql << "SET client_min_messages = warning";
  impl.sql << "SET synchronous_commit = on";  // a server may have it off; accepted means on disk
  impl.sql << "SET client_encoding = 'UTF8'";
  impl.sql << "SET lock_timeout = '" + std::to_string(impl.options.busy_timeout_s) + "s'";
  if (impl.mode == OpenMode::read_only) {
    impl.sql << "SET default_transaction_read_only = on";
  } else {
    // A process that stands still in the middle of a write would keep all others from writing for as long.
    impl.sql << "SET idle_in_transaction_session_timeout = '" + std::to_string(kLongestPauseS) + "s'";
  }
}

void explain_no_space(StoreFault& fault) {
  fault.no_space = true;
  fault.found = "No space left on " + fault.where + ": " + fault.found;
  fault.expected = "free space on the disk of " + fault.where;
  fault.todo = "free some space; nothing was written, and writing goes on by itself";
}

void explain_sqlite(StoreFault& fault, int code, bool disk_full) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      fault.busy = true;
      fault.expected = "the store free for writing within the time-out";
      fault.todo = "try again; see which program holds the file";
      return;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      fault.expected = "a file and folder that this user may read and write";
      fault.todo = "check the owner and mode of the file and of its folder";
      return;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      fault.expected = "an undamaged store of tradewatch";
      fault.todo = "stop, keep the file, and bring back the newest backup with `tradewatch store restore`";
      fault.damaged = true;
      return;
    case SQLITE_NOMEM:
      fault.expected = "memory for the work";
      fault.todo = "nothing was taken; it is tried again, see what else uses the memory";
      return;
    case SQLITE_INTERRUPT:
      fault.expected = "time to finish";
      fault.todo = "nothing is half done; it is begun anew another time";
      return;
    case SQLITE_CONSTRAINT:
      fault.expected = "rows that keep the rules of the schema";
      fault.todo = "nothing was written; report this with the document that led to it";
      return;
    default:
      break;
  }
  if ((code & 0xff) == SQLITE_IOERR) {
    fault.reopen = true;
    fault.expected = "a disk that reads and writes";
    fault.todo = "look at the disk and the kernel's log; nothing was taken, and the store is opened anew by itself";
  }
  if ((code & 0xff) == SQLITE_FULL || disk_full) explain_no_space(fault);
}

void explain_postgresql(StoreFault& fault, const std::string& state) {
  if (state == "55P03" || state == "40P01" || state == "57014") {
    fault.busy = true;
    fault.expected = "the store free for writing within the time-out";
    fault.todo = "try again; see pg_stat_activity for who holds it";
  } else if (state == "53100") {
    explain_no_space(fault);
  } else if (state == "XX001" || state == "XX002") {
    fault.damaged = true;
    fault.expected = "an undamaged database";
    fault.todo = "stop, and bring back the newest backup of the server";
  } else if (state.starts_with("23") || state.starts_with("22")) {
    fault.expected = "rows that keep the rules of the schema";
    fault.todo = "nothing was written; report this with the document that led to it";
  } else if (state == "25006" || state == "42501") {
    fault.reopen = state == "25006";  // the server may have become a standby; a new session finds the one that is none
    fault.expected = "a session that may write, as a user who may";
    fault.todo = "check that the server is no standby and that the user owns the tables";
  } else if (state.starts_with("08") || state.starts_with("57P") || state == "25P03" || state.empty() ||
             state == "     ") {
    fault.reopen = true;
    fault.expected = "a server that answers";
    fault.todo = "check that the server runs and that [store] url is right";
  }
}

}  // namespace

sqlite_api::sqlite3* sqlite_handle(Store::Impl& impl) {
  return static_cast<soci::sqlite3_session_backend*>(impl.sql.get_backend())->conn_;
}

void throw_sqlite_fault(Store::Impl& impl, int code) {
  throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(sqlite_handle(impl)), code);
}

StoreFault fault_of(Store::Impl& impl, std::string_view what, const std::exception& error) {
  StoreFault fault;
  fault.where = impl.where;
  fault.found = "could not " + std::string(what) + ": " + error.what();
  fault.expected = "a store that answers";
  fault.todo = "look at the message";
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    explain_sqlite(fault, sqlite->result(), impl.sql.is_connected() && is_disk_full(sqlite_handle(impl)));
  } else if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    explain_postgresql(fault, postgresql->sqlstate());
  } else if (impl.dialect == Dialect::postgresql && dynamic_cast<const soci::soci_error*>(&error) != nullptr) {
    explain_postgresql(fault, {});
  } else if (impl.dialect == Dialect::sqlite && dynamic_cast<const soci::soci_error*>(&error) != nullptr &&
             impl.sql.is_connected()) {
    explain_sqlite(fault, sqlite_api::sqlite3_extended_errcode(sqlite_handle(impl)), is_disk_full(sqlite_handle(impl)));
  } else if (const auto* system = dynamic_cast<const std::system_error*>(&error)) {
    if (is_disk_full(system->code().value())) explain_no_space(fault);
  }
  impl.spoiled = impl.spoiled || fault.reopen;
  return fault;
}

namespace {
constexpr int kStepsBetweenLooks = 10'000;  // of SQLite's virtual machine: a few hundred microseconds

// A session belongs to one thread at a time, so SQLite need not lock it at every step, nor count its memory behind a
// lock of the whole process. Where somebody has used SQLite in this process before, it stays as it is.
void leave_out_locks() {
  static const int configured =
      sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) | sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
}

int is_to_stop(void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; }
}  // namespace

Stoppable::Stoppable(Store::Impl& impl, std::stop_token stop) : impl_(impl), stop_(std::move(stop)) {
  if (impl_.dialect != Dialect::sqlite || !stop_.stop_possible() || !impl_.sql.is_connected()) return;
  sqlite_api::sqlite3_progress_handler(sqlite_handle(impl_), kStepsBetweenLooks, is_to_stop, &stop_);
}

Stoppable::~Stoppable() {
  if (impl_.dialect != Dialect::sqlite || !impl_.sql.is_connected()) return;
  sqlite_api::sqlite3_progress_handler(sqlite_handle(impl_), 0, nullptr, nullptr);
}

void open_sqlite(Store::Impl& impl) {
  leave_out_locks();
  const std::string read_only = impl.mode == OpenMode::read_only ? " readonly=true" : "";
  const int timeout_s = impl.options.busy_timeout_s;
  impl.sql.open(soci::sqlite3, "db=\"" + impl.file + "\" timeout=" + std::to_string(timeout_s) + read_only);
  sqlite_api::sqlite3_busy_timeout(sqlite_handle(impl), timeout_s * 1000);
  sqlite_api::sqlite3_extended_result_codes(sqlite_handle(impl), 1);
  impl.sql << "PRAGMA synchronous = FULL";  // NORMAL loses acknowledged commits when the power fails
  impl.sql << "PRAGMA foreign_keys = ON";
  impl.sql << "PRAGMA wal_autocheckpoint = " + std::to_string(kFoldPages);
  impl.sql << "PRAGMA journal_size_limit = " + std::to_string(kJournalLimitBytes);
}

std::expected<void, StoreFault> connect(Store::Impl& impl) {
  if (impl.dialect == Dialect::postgresql) {
    return attempt(impl, "open the store", [&] { connect_postgresql(impl); });
  }
  const auto done = attempt(impl, "open the store", [&] { return connect_sqlite(impl); });
  return done ? *done : std::unexpected(done.error());
}

std::expected<std::unique_ptr<Store::Impl>, StoreFault> connect(const std::string& url, OpenMode mode,
                                                                const OpenOptions& options) {
  auto impl = std::make_unique<Store::Impl>();
  impl->url = url;
  impl->mode = mode;
  impl->options = options;
  impl->noises = options.noises ? options.noises : std::make_shared<NoiseMemory>();
  if (url.starts_with(kSqliteScheme)) {
    impl->file = url.substr(kSqliteScheme.size());
    impl->where = impl->file;
  } else if (url.starts_with(kPostgresql)) {
    impl->dialect = Dialect::postgresql;
    impl->where = without_password(url);
  } else {
    return std::unexpected(StoreFault{"[store] url", "'" + url + "'",
                                      "\"sqlite:/path/file.db\" or \"postgresql://...\"", "write one of the two"});
  }
  if (const auto done = connect(*impl); !done) return std::unexpected(done.error());
  return impl;
}

}  // namespace tradewatch::storage
