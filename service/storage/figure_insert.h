// New vintages on their way into the table `figure`, one after another. For this folder's .cpp files only.
//
// SQLite takes each row by a statement of its own interface, which reads every value where it lies and is told again
// only what differs from the row before: SOCI would copy each value twice, which costs as much as the insert.
// PostgreSQL takes kBatchRows at a time through SOCI, since every statement is a question to a server.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "service/storage/session.h"

namespace tradewatch::storage {

struct NewVintage {
  std::int64_t id = 0;
  std::int64_t series = 0;
  std::int64_t sequence = 0;
  const trade::Figure& figure;
  trade::Change change = trade::Change::first;
  std::optional<std::int64_t> previous;
};

class FigureInsert {
 public:
  virtual ~FigureInsert() = default;
  // The figure stays where it is, and as it is, until finish().
  virtual void put(const NewVintage& vintage) = 0;
  virtual void finish() = 0;
};

inline constexpr std::size_t kBatchRows = 512;

[[nodiscard]] std::unique_ptr<FigureInsert> figure_insert(Store::Impl& impl);

// The bytes of a document: read where they lie by SQLite, as hexadecimal digits by PostgreSQL.
void insert_raw_document(Store::Impl& impl, const std::string& sha256, std::string_view bytes);

}  // namespace tradewatch::storage
