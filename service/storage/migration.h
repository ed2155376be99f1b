// The numbered steps from an empty store to this program's schema, embedded from migrations/*.sql by the build.
//
// The schema number of a store is the number of the last step it took. Steps are only ever added: a released one is
// never edited.

#pragma once

#include <span>
#include <string_view>

namespace tradewatch::storage {

struct Migration {
  int number = 0;  // from 1, without gaps
  std::string_view name;
  std::string_view sql;
};

[[nodiscard]] std::span<const Migration> migrations();

}  // namespace tradewatch::storage
