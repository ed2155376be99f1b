// Bringing a store to this program's schema, and refusing what is not ours. For this folder's .cpp files only.
//
// A store is ours when it carries our application id (SQLite) or our one-row table tradewatch_schema (PostgreSQL). A
// store with a newer schema is refused: an older program would write rows that the newer one does not expect.

#pragma once

#include "service/storage/session.h"

namespace tradewatch::storage {

inline constexpr int kApplicationId = 0x54524457;  // "TRDW"

// 0 for an empty database. A fault for somebody else's.
[[nodiscard]] std::expected<int, StoreFault> read_schema_number(Store::Impl& impl);

// Refuses what this program must not touch; with `read_write` takes the missing migrations, each one transaction,
// after a copy of an SQLite file that already has rows.
[[nodiscard]] std::expected<void, StoreFault> prepare_schema(Store::Impl& impl, OpenMode mode,
                                                             const OpenOptions& options);

// A consistent copy of an SQLite store in a file that does not exist yet; it may be half there until this returns.
void copy_sqlite(Store::Impl& impl, const std::string& file);

// The same, under its name only when it is whole and on disk.
void copy_sqlite_whole(Store::Impl& impl, const std::string& file);

}  // namespace tradewatch::storage
