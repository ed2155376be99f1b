// The tables of the main file, but for its targets.

#pragma once

#include <vector>

#include "service/settings/receiver_reader.h"
#include "service/settings/settings.h"
#include "service/settings/table_reader.h"

namespace tradewatch::settings {

// Fills `settings` from [service], [store], [intake], [report] and [[receiver]], and refuses what is not available yet.
// Relative paths are taken from `folder`.
void read_main_tables(TableReader& file, const std::filesystem::path& folder, Settings& settings,
                      std::vector<TargetMention>& mentions);

}  // namespace tradewatch::settings
