// Where SQLite and PostgreSQL differ in what is written in SQL; nowhere else.
//
// Statements and migrations are one text for both, with a few names in braces:
//   {text} {integer} {real} {bytes}  column types; texts compare byte by byte in both
//   {strict}                         after a table's last parenthesis: SQLite then refuses a value of another type
//   {put_bytes} {get_bytes}          a bound parameter :bytes, and the column `bytes` read as hexadecimal digits

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::storage {

inline constexpr std::string_view kSqliteScheme = "sqlite:";  // the beginning of an SQLite store's url

enum class Dialect { sqlite, postgresql };

// `sql` with its names replaced.
[[nodiscard]] std::string in_dialect(Dialect dialect, std::string_view sql);

// The statements of a migration: without comments, split at the semicolon that ends a line.
[[nodiscard]] std::vector<std::string> statements_of(Dialect dialect, std::string_view script);

// What to bind for {put_bytes}.
[[nodiscard]] std::string bytes_parameter(Dialect dialect, std::string_view bytes);

// What {get_bytes} gave, as bytes. Digits in either case.
[[nodiscard]] std::string bytes_of_hex(std::string_view hex);

}  // namespace tradewatch::storage
