#include "tests/service/storage/older_store.h"

#include <sqlite3.h>

#include <stdexcept>

#include "service/storage/dialect.h"
#include "service/storage/migration.h"
#include "service/storage/schema.h"

namespace tradewatch::storage {
namespace {

// Tables of the first schema whose rows a store of any schema has. Later migrations have only added columns to them.
constexpr std::initializer_list<const char*> kTables = {"document", "raw_document", "series", "figure"};

std::string columns_of(sqlite3* db, const std::string& table) {
  std::string columns;
  const auto take = [](void* into, int, char** values, char**) {
    *static_cast<std::string*>(into) = values[0];
    return 0;
  };
  sqlite3_exec(db, ("SELECT group_concat(name) FROM pragma_table_info('" + table + "')").c_str(), take, &columns,
               nullptr);
  return columns;
}

}  // namespace

void make_older(const std::filesystem::path& file, int number) {
  const std::string today = file.string() + ".today";
  std::filesystem::rename(file, today);
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  const auto run = [&](const std::string& sql) {
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sql + ": " + sqlite3_errmsg(db));
    }
  };
  for (const Migration& migration : migrations()) {
    if (migration.number > number) break;
    for (const std::string& statement : statements_of(Dialect::sqlite, migration.sql)) run(statement);
  }
  run("ATTACH '" + today + "' AS today");
  for (const std::string table : kTables) {
    const std::string columns = columns_of(db, table);
    run("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM today." + table);
  }
  run("UPDATE counter SET value = (SELECT t.value FROM today.counter t WHERE t.name = counter.name)");
  run("PRAGMA application_id = " + std::to_string(kApplicationId));
  run("PRAGMA user_version = " + std::to_string(number));
  sqlite3_close(db);
  std::filesystem::remove(today);
}

std::string postgresql_script(int number) {
  std::string script;
  for (const Migration& migration : migrations()) {
    if (migration.number > number) break;
    for (const std::string& statement : statements_of(Dialect::postgresql, migration.sql)) script += statement + ";\n";
  }
  script += "CREATE TABLE tradewatch_schema (one integer NOT NULL PRIMARY KEY, number integer NOT NULL);\n";
  return script + "INSERT INTO tradewatch_schema (one, number) VALUES (1, " + std::to_string(number) + ");\n";
}

}  // namespace tradewatch::storage
