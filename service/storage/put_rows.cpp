// Putting whole rows into a table of either database.

#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <memory>

#include "service/storage/sqlite_statement.h"
#include "service/storage/whole_rows.h"

namespace tradewatch::storage {
namespace {

// The rows stay where they are until the statement has ended, as it asks.
void put_into_sqlite(Store::Impl& impl, const WholeTable& table, std::span<const WholeRow> rows) {
  std::string places = "?";
  for (std::size_t c = 1; c < table.columns.size(); ++c) places += ", ?";
  SqliteStatement insert(impl, fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, table.column_list(), places),
                         static_cast<int>(table.columns.size()));
  for (const WholeRow& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      const Field& field = row[c];
      const int place = static_cast<int>(c) + 1;
      const FieldKind kind = table.columns[c].kind;
      if (field.null != soci::i_ok) {
        insert.bind_or_null(place, std::optional<std::int64_t>());
      } else if (kind == FieldKind::integer) {
        insert.bind(place, std::int64_t{field.integer});
      } else if (kind == FieldKind::real) {
        insert.bind_or_null(place, std::optional(field.real));
      } else if (kind == FieldKind::bytes) {
        insert.bind_bytes(place, field.text);
      } else {
        insert.bind(place, std::string_view(field.text));
      }
    }
    insert.run();
  }
}

// As PostgreSQL's text format of COPY has it: a tab between fields, a line a row, what would be taken for either
// escaped.
void append_escaped(std::string& to, std::string_view text) {
  for (const char c : text) {
    if (c == '\\') {
      to += "\\\\";
    } else if (c == '\n') {
      to += "\\n";
    } else if (c == '\r') {
      to += "\\r";
    } else if (c == '\t') {
      to += "\\t";
    } else {
      to += c;
    }
  }
}

void append_line(std::string& to, const WholeTable& table, const WholeRow& row) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (c > 0) to += '\t';
    const Field& field = row[c];
    const FieldKind kind = table.columns[c].kind;
    if (field.null != soci::i_ok) {
      to += "\\N";
    } else if (kind == FieldKind::integer) {
      to += std::to_string(field.integer);
    } else if (kind == FieldKind::real) {
      to += fmt::format("{}", field.real);  // the shortest text that reads back as the same number
    } else if (kind == FieldKind::bytes) {
      to += "\\\\x";
      to += bytes_parameter(Dialect::postgresql, field.text);
    } else {
      append_escaped(to, field.text);
    }
  }
  to += '\n';
}

using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

[[noreturn]] void throw_fault_of(PGconn* connection, const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  throw soci::postgresql_soci_error(PQerrorMessage(connection), state == nullptr ? "" : state);
}

void put_into_postgresql(Store::Impl& impl, const WholeTable& table, std::span<const WholeRow> rows) {
  PGconn* connection = static_cast<soci::postgresql_session_backend*>(impl.sql.get_backend())->conn_;
  const std::string sql = fmt::format("COPY {} ({}) FROM STDIN", table.name, table.column_list());
  const PgResult begun(PQexec(connection, sql.c_str()), PQclear);
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) throw_fault_of(connection, begun.get());
  std::string line;
  bool sent = true;
  for (const WholeRow& row : rows) {
    line.clear();
    append_line(line, table, row);
    sent = sent && PQputCopyData(connection, line.data(), static_cast<int>(line.size())) == 1;
  }
  sent = PQputCopyEnd(connection, nullptr) == 1 && sent;
  const PgResult ended(PQgetResult(connection), PQclear);
  const bool done = PQresultStatus(ended.get()) == PGRES_COMMAND_OK;
  while (const PgResult rest{PQgetResult(connection), PQclear}) {
  }
  if (!sent || !done) throw_fault_of(connection, ended.get());
}

}  // namespace

void put_rows(Store::Impl& impl, const WholeTable& table, std::span<const WholeRow> rows) {
  if (rows.empty()) return;
  impl.dialect == Dialect::sqlite ? put_into_sqlite(impl, table, rows) : put_into_postgresql(impl, table, rows);
}

}  // namespace tradewatch::storage
