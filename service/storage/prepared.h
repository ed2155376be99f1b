// Prepared statements of one session that nobody uses at the moment: making one costs more than most of them take to
// run. They hold no lock, no row and none of what was bound to them. For the .cpp files of this folder only.
//
// A statement outlives changes of the schema: SQLite prepares it anew by itself, and PostgreSQL plans it anew. It does
// not outlive its session, so `clear` comes before the session is closed.

#pragma once

#include <soci/soci.h>

#include <cstddef>
#include <list>
#include <string>
#include <string_view>

#include "service/storage/dialect.h"

namespace tradewatch::storage {

// More than a session of the daemon has texts, but for filters, which are put together in many ways.
inline constexpr std::size_t kIdleStatementsKept = 64;

struct Prepared {
  std::string text;  // as the program has it, for both databases
  soci::statement statement;
};

// None or one; a list, so that it changes hands without a copy.
using OnePrepared = std::list<Prepared>;

class IdleStatements {
 public:
  // A statement of this text that is idle; empty when there is none.
  [[nodiscard]] OnePrepared take(std::string_view text);

  // `one` is idle from here on: what it holds is let go. Beyond kIdleStatementsKept the longest idle one ends.
  void keep(OnePrepared one, Dialect dialect);

  void clear() { idle_.clear(); }
  [[nodiscard]] std::size_t size() const { return idle_.size(); }

 private:
  std::list<Prepared> idle_;  // the longest idle first
};

}  // namespace tradewatch::storage
