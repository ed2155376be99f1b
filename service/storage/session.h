// One database session with its errors made into words. For the .cpp files of this folder only: it shows SOCI.
//
// Every call of the store runs inside `attempt`, which turns what SOCI and the drivers throw into a StoreFault.
// A write runs inside a Transaction, declared before the queries that it holds, so that those end first.

#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <exception>
#include <expected>
#include <forward_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "service/storage/dialect.h"
#include "service/storage/noise_memory.h"
#include "service/storage/prepared.h"
#include "service/storage/store.h"
#include "service/storage/store_lock.h"

namespace sqlite_api {
struct sqlite3;
}

namespace tradewatch::storage {

struct Store::Impl {
  std::string url;
  OpenMode mode = OpenMode::read_only;
  OpenOptions options;
  StoreLock lock;  // SQLite only; declared before the session, so that it ends after it
  soci::session sql;
  IdleStatements idle;  // of the session; declared after it, so that they end before it
  Dialect dialect = Dialect::sqlite;
  std::string where;                    // for messages: no password
  std::string file;                     // SQLite only
  std::shared_ptr<NoiseMemory> noises;  // of revision_noise(); perhaps other sessions' too
  Upgrade upgrade;
  bool spoiled = false;  // by a fault after which nothing that this session holds may be trusted
  int calls = 0;         // of the store that are running, one inside the other
};

// A session that sets what both modes need; the schema is not looked at.
[[nodiscard]] std::expected<std::unique_ptr<Store::Impl>, StoreFault> connect(const std::string& url, OpenMode mode,
                                                                              const OpenOptions& options = {});

// Opens what `connect` made and nobody has open.
[[nodiscard]] std::expected<void, StoreFault> connect(Store::Impl& impl);

// SQLite's own part of that: no lock is taken and nothing of the place is checked.
void open_sqlite(Store::Impl& impl);

// SQLite's own handle of a session of it, and what its codes other than SQLITE_OK throw.
[[nodiscard]] sqlite_api::sqlite3* sqlite_handle(Store::Impl& impl);
[[noreturn]] void throw_sqlite_fault(Store::Impl& impl, int code);

// Closes the session and opens it anew.
[[nodiscard]] std::expected<void, StoreFault> reopen(Store::Impl& impl);

// What a restore that was interrupted in its last step leaves beside a store.
[[nodiscard]] std::string half_restored_of(const std::string& store_file);

// The words for an exception, and its kind from the driver's own code. A fault with `reopen` spoils the session.
[[nodiscard]] StoreFault fault_of(Store::Impl& impl, std::string_view what, const std::exception& error);

// One call of the store. Only the outermost may open a spoiled session anew: those inside have statements on it.
class Call {
 public:
  explicit Call(Store::Impl& impl) : impl_(impl) { ++impl_.calls; }
  ~Call() { --impl_.calls; }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  [[nodiscard]] std::expected<void, StoreFault> begin() {
    return impl_.spoiled && impl_.calls == 1 ? reopen(impl_) : std::expected<void, StoreFault>();
  }

 private:
  Store::Impl& impl_;
};

// `what` says in words what was tried: "keep a document".
template <typename Act>
auto attempt(Store::Impl& impl, std::string_view what, Act&& act) -> std::expected<decltype(act()), StoreFault> {
  Call call(impl);
  if (auto usable = call.begin(); !usable) return std::unexpected(std::move(usable.error()));
  try {
    if constexpr (std::is_void_v<decltype(act())>) {
      act();
      return {};
    } else {
      return act();
    }
  } catch (const std::exception& error) {
    return std::unexpected(fault_of(impl, what, error));
  }
}

// A write: BEGIN IMMEDIATE on SQLite, since a transaction that starts as a read and then writes fails at once when
// another writer was there, in spite of its time-out. Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Store::Impl& impl);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Store::Impl& impl_;
  bool open_ = true;
};

// A prepared statement with its parameters and columns. Parameters are given in the order of their names in the
// text. Every query is stepped to its end before its transaction ends: a half-read one holds locks.
// The statement is an idle one of the session where there is one, and becomes idle again unless it failed.
class Query {
 public:
  Query(Store::Impl& impl, std::string_view text);
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  // Copied, for statements that run once.
  Query& with(std::string_view value);
  Query& with(std::int64_t value);
  Query& with(int value) { return with(static_cast<std::int64_t>(value)); }
  Query& with_or_null(const std::optional<double>& value);
  Query& with_or_null(const std::optional<std::string>& value);
  Query& with(trade::Instant value) { return with(trade::format_instant(value)); }
  Query& with_or_null(const std::optional<trade::Instant>& value) {
    return with_or_null(value ? std::optional(trade::format_instant(*value)) : std::nullopt);
  }

  // Referred to: read afresh at each run.
  template <typename T>
  Query& bound(const T& value) {
    statement().exchange(soci::use(value));
    return *this;
  }
  template <typename T>
  Query& bound(const T& value, soci::indicator& is_null) {
    statement().exchange(soci::use(value, is_null));
    return *this;
  }
  // A statement bound to vectors runs once for each of their rows, which are as many in each. It is not used again:
  // SOCI's PostgreSQL backend would send the rows of its first run.
  template <typename T>
  Query& bound(const std::vector<T>& values) {
    reusable_ = false;
    statement().exchange(soci::use(values));
    return *this;
  }
  template <typename T>
  Query& bound(const std::vector<T>& values, std::vector<soci::indicator>& are_null) {
    reusable_ = false;
    statement().exchange(soci::use(values, are_null));
    return *this;
  }
  template <typename T>
  Query& into(T& value) {
    statement().exchange(soci::into(value));
    return *this;
  }
  template <typename T>
  Query& into(T& value, soci::indicator& is_null) {
    statement().exchange(soci::into(value, is_null));
    return *this;
  }

  // The next row; false after the last. The first call runs the statement, and so does the call after a false.
  bool step();

  // Runs to the end; the number of rows that were written.
  std::int64_t run();

 private:
  [[nodiscard]] soci::statement& statement() { return prepared_.front().statement; }

  Store::Impl& impl_;
  OnePrepared prepared_;
  bool bound_ = false;
  bool running_ = false;
  bool reusable_ = true;
  std::forward_list<std::string> texts_;
  std::forward_list<long long> integers_;
  std::forward_list<double> reals_;
  std::forward_list<soci::indicator> indicators_;
};

// While it lives, queries of an SQLite session end with a fault soon after a stop was requested.
class Stoppable {
 public:
  Stoppable(Store::Impl& impl, std::stop_token stop);
  ~Stoppable();
  Stoppable(const Stoppable&) = delete;
  Stoppable& operator=(const Stoppable&) = delete;

 private:
  Store::Impl& impl_;
  std::stop_token stop_;
};

// Adds `by` to a counter and gives its new value; from then on other writers wait for this transaction's end.
std::int64_t take(Store::Impl& impl, std::string_view counter, std::int64_t by = 1);

// Queues the notices of a transaction; ids already there are left as they are.
void queue_notices(Store::Impl& impl, std::span<const NoticeRow> notices);

// Alert states and all that is said about them, inside the caller's transaction. False when the target's alerts were
// taken further since `write.book` was read; then nothing is written.
[[nodiscard]] bool put_alerts(Store::Impl& impl, const AlertWrite& write);

// Turns a page of a target's alert book, inside the caller's transaction: steps wait for its end, and read again.
void lock_book(Store::Impl& impl, const std::string& target);

// Once the caller's transaction is durable, whoever waits in a WakeUps looks at the store. PostgreSQL only.
void wake_others(Store::Impl& impl);

// A line of what happened to alerts, inside the caller's transaction.
void put_event(Store::Impl& impl, const AlertEvent& event);

// The store's own texts, which were written by it: anything else means damage, and throws.
[[nodiscard]] trade::Instant instant_of(const std::string& text);
[[nodiscard]] trade::Date date_of(const std::string& text);

inline std::optional<trade::Instant> optional_instant_of(const std::string& text, soci::indicator is_null) {
  return is_null == soci::i_ok ? std::optional(instant_of(text)) : std::nullopt;
}

inline std::optional<double> optional_of(double value, soci::indicator is_null) {
  return is_null == soci::i_ok ? std::optional(value) : std::nullopt;
}

}  // namespace tradewatch::storage
