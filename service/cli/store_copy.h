// store copy FROM TO: a whole store in the place of an empty one, from SQLite to PostgreSQL and back.

#pragma once

#include <string>

#include "service/cli/command.h"

namespace tradewatch::cli {

[[nodiscard]] OrStop<int> copy_store(const Shared& shared, const std::string& from, const std::string& to,
                                     const runtime::Clock& clock);

}  // namespace tradewatch::cli
