#include "service/storage/sqlite_statement.h"

#include <soci/sqlite3/soci-sqlite3.h>

namespace tradewatch::storage {

namespace {
// SQLITE_STATIC: the bytes stay where they are.
constexpr sqlite_api::sqlite3_destructor_type kStays = nullptr;
}  // namespace

SqliteStatement::SqliteStatement(Store::Impl& impl, std::string_view sql, int parameters)
    : impl_(impl), bound_(static_cast<std::size_t>(parameters) + 1) {
  check(sqlite_api::sqlite3_prepare_v2(sqlite_handle(impl), sql.data(), static_cast<int>(sql.size()), &statement_,
                                       nullptr));
}

SqliteStatement::~SqliteStatement() { sqlite_api::sqlite3_finalize(statement_); }

void SqliteStatement::check(int code) const {
  if (code != SQLITE_OK) throw_sqlite_fault(impl_, code);
}

void SqliteStatement::bind(int parameter, std::int64_t value) {
  Bound& bound = bound_[static_cast<std::size_t>(parameter)];
  if (bound.kind == Kind::integer && bound.integer == value) return;
  check(sqlite_api::sqlite3_bind_int64(statement_, parameter, value));
  bound = {Kind::integer, value, {}};
}

void SqliteStatement::bind(int parameter, std::string_view text) {
  Bound& bound = bound_[static_cast<std::size_t>(parameter)];
  if (bound.kind == Kind::text && bound.text == text) return;
  const char* const data = text.data() == nullptr ? "" : text.data();  // a null pointer would be NULL
  check(sqlite_api::sqlite3_bind_text(statement_, parameter, data, static_cast<int>(text.size()), kStays));
  bound = {Kind::text, 0, text};
}

void SqliteStatement::bind_null(int parameter) {
  Bound& bound = bound_[static_cast<std::size_t>(parameter)];
  if (bound.kind == Kind::null) return;
  check(sqlite_api::sqlite3_bind_null(statement_, parameter));
  bound = {Kind::null, 0, {}};
}

void SqliteStatement::bind_or_null(int parameter, std::optional<double> value) {
  if (!value) return bind_null(parameter);
  bound_[static_cast<std::size_t>(parameter)].kind = Kind::nothing;
  check(sqlite_api::sqlite3_bind_double(statement_, parameter, *value));
}

void SqliteStatement::bind_or_null(int parameter, std::optional<std::int64_t> value) {
  value ? bind(parameter, *value) : bind_null(parameter);
}

void SqliteStatement::bind_bytes(int parameter, std::string_view bytes) {
  bound_[static_cast<std::size_t>(parameter)].kind = Kind::nothing;
  check(sqlite_api::sqlite3_bind_blob64(statement_, parameter, bytes.data(), bytes.size(), kStays));
}

void SqliteStatement::run() {
  const int code = sqlite_api::sqlite3_step(statement_);
  const int reset = sqlite_api::sqlite3_reset(statement_);
  if (code != SQLITE_DONE) throw_sqlite_fault(impl_, code);
  check(reset);
}

}  // namespace tradewatch::storage
