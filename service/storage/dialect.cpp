#include "service/storage/dialect.h"

#include <algorithm>
#include <array>

namespace tradewatch::storage {
namespace {

struct Name {
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgresql;
};

constexpr std::array kNames{
    Name{"{text}", "TEXT", "text COLLATE \"C\""},
    Name{"{integer}", "INTEGER", "bigint"},
    Name{"{real}", "REAL", "double precision"},
    Name{"{bytes}", "BLOB", "bytea"},
    Name{"{strict}", " STRICT", ""},
    // A text with its length is bound; the cast keeps every byte, also NUL.
    Name{"{put_bytes}", "CAST(:bytes AS BLOB)", "decode(:bytes, 'hex')"},
    Name{"{get_bytes}", "hex(bytes)", "encode(bytes, 'hex')"},
};

std::string without_comment(std::string_view line) {
  const auto comment = line.find("--");
  line = line.substr(0, comment);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
  return std::string(line);
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c - 'A' + 10;
}

}  // namespace

std::string in_dialect(Dialect dialect, std::string_view sql) {
  std::string out(sql);
  for (const Name& name : kNames) {
    const std::string_view with = dialect == Dialect::sqlite ? name.sqlite : name.postgresql;
    for (auto at = out.find(name.name); at != std::string::npos; at = out.find(name.name, at + with.size())) {
      out.replace(at, name.name.size(), with);
    }
  }
  return out;
}

std::vector<std::string> statements_of(Dialect dialect, std::string_view script) {
  std::vector<std::string> statements;
  std::string statement;
  while (!script.empty()) {
    const auto end = std::min(script.find('\n'), script.size());
    const std::string line = without_comment(script.substr(0, end));
    script.remove_prefix(std::min(end + 1, script.size()));
    if (line.empty()) continue;
    statement += line + '\n';
    if (line.back() != ';') continue;
    statement.resize(statement.size() - 2);
    statements.push_back(in_dialect(dialect, statement));
    statement.clear();
  }
  if (!statement.empty()) statements.push_back(in_dialect(dialect, statement));
  return statements;
}

std::string bytes_parameter(Dialect dialect, std::string_view bytes) {
  if (dialect == Dialect::sqlite) return std::string(bytes);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return bytes;
}

}  // namespace tradewatch::storage
