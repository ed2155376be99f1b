// Rows of any table as they stand, to be read from one database and put into another. For this folder's .cpp files
// only.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/storage/chain.h"
#include "service/storage/session.h"

namespace tradewatch::storage {

enum class FieldKind { text, integer, real, bytes };

struct WholeColumn {
  std::string name;
  FieldKind kind = FieldKind::text;
};

struct WholeTable {
  std::string name;
  std::vector<WholeColumn> columns;  // those of its key in front
  std::size_t key = 1;               // columns
  int rows_at_once = 0;              // so that a page of it fits into memory

  [[nodiscard]] std::string column_list() const;
};

// Every table of a store; one that a row of another refers to stands before that.
[[nodiscard]] const std::vector<WholeTable>& whole_tables();

struct Field {
  soci::indicator null = soci::i_ok;
  std::string text;  // bytes too
  long long integer = 0;
  double real = 0.0;
};

using WholeRow = std::vector<Field>;

// The first rows whose key is greater than that of `after` (null: from the beginning), in the order of the key.
[[nodiscard]] std::vector<WholeRow> read_rows(Store::Impl& impl, const WholeTable& table, const WholeRow* after);

// Inside the caller's transaction. WholeRow by row into SQLite; as one stream into PostgreSQL, where every statement is
// a question to a server.
void put_rows(Store::Impl& impl, const WholeTable& table, std::span<const WholeRow> rows);

[[nodiscard]] std::int64_t count_rows(Store::Impl& impl, const WholeTable& table);

// A digest over rows, field by field as the chain has them (chain.h).
class RowsDigest {
 public:
  explicit RowsDigest(const WholeTable& table) : table_(table) {}
  void add(const WholeRow& row);
  [[nodiscard]] std::string hex() { return sha_.hex(); }

 private:
  const WholeTable& table_;
  Sha256 sha_;
  std::string fields_;  // of one row
};

}  // namespace tradewatch::storage
