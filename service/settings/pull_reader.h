// One `[[intake.pull]]`, with the rules for its address and for where its key goes.

#pragma once

#include "service/settings/settings.h"
#include "service/settings/table_reader.h"

namespace tradewatch::settings {

// Adds it to settings.intake.pulls; what is at fault is noted. A key inside the address is refused without being shown.
void read_pull(TableReader& table, const std::filesystem::path& folder, Settings& settings);

}  // namespace tradewatch::settings
