#include "service/storage/prepared.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <iterator>

namespace tradewatch::storage {
namespace {

// Of SQLite: locks that a half-read statement holds, and pointers to what was bound. Of PostgreSQL: all rows of the
// last run, which the client has in memory.
void let_go(soci::statement& statement, Dialect dialect) {
  statement.bind_clean_up();
  if (dialect == Dialect::sqlite) {
    auto& backend = static_cast<soci::sqlite3_statement_backend&>(*statement.get_backend());
    sqlite_api::sqlite3_reset(backend.stmt_);
    sqlite_api::sqlite3_clear_bindings(backend.stmt_);
  } else {
    static_cast<soci::postgresql_statement_backend&>(*statement.get_backend()).result_.reset();
  }
}

}  // namespace

OnePrepared IdleStatements::take(std::string_view text) {
  OnePrepared one;
  const auto last = std::ranges::find(idle_.rbegin(), idle_.rend(), text, &Prepared::text);
  if (last != idle_.rend()) one.splice(one.begin(), idle_, std::prev(last.base()));
  return one;
}

void IdleStatements::keep(OnePrepared one, Dialect dialect) {
  let_go(one.front().statement, dialect);
  idle_.splice(idle_.end(), one);
  if (idle_.size() > kIdleStatementsKept) idle_.pop_front();
}

}  // namespace tradewatch::storage
