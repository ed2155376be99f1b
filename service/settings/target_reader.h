// One `[[target]]` as a Target, with the rules that tie its values to each other.

#pragma once

#include "models/targets/target.h"
#include "service/settings/table_reader.h"

namespace tradewatch::settings {

// What is at fault is noted, and in the target it is as if it were not stated.
[[nodiscard]] targets::Target read_target(TableReader& table);

}  // namespace tradewatch::settings
