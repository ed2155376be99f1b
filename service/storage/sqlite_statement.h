// A prepared statement of SQLite's own interface, for the few rows of which there are millions. For this folder's .cpp
// files only: it throws what `attempt` makes into words.
//
// A value that was bound stays bound from one run to the next, and one that is the same as in the run before is not
// bound again. Texts are not copied: they stay where they are, and as they are, until the statement has ended.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "service/storage/session.h"

namespace sqlite_api {
struct sqlite3_stmt;
}

namespace tradewatch::storage {

class SqliteStatement {
 public:
  // Parameters are '?', counted from 1.
  SqliteStatement(Store::Impl& impl, std::string_view sql, int parameters);
  ~SqliteStatement();
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::string_view text);
  void bind_or_null(int parameter, std::optional<double> value);
  void bind_or_null(int parameter, std::optional<std::int64_t> value);
  void bind_bytes(int parameter, std::string_view bytes);
  void run();  // of a statement that gives no rows

 private:
  enum class Kind { nothing, null, integer, text };
  struct Bound {
    Kind kind = Kind::nothing;
    std::int64_t integer = 0;
    std::string_view text;
  };

  void bind_null(int parameter);
  void check(int code) const;

  Store::Impl& impl_;
  sqlite_api::sqlite3_stmt* statement_ = nullptr;
  std::vector<Bound> bound_;  // by parameter; the first is of none
};

}  // namespace tradewatch::storage
