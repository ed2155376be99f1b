// The tables of the main file, but for its targets.

#pragma once

#include <vector>

#include "service/settings/settings.h"
#include "service/settings/table_reader.h"

namespace tradewatch::settings {

// A target that a receiver names, to be looked up once all files are read.
struct TargetMention {
  Place place;
  std::string id;
};

// Fills `settings` from [service], [store], [intake], [report] and [[receiver]], and refuses what is not available yet.
// Relative paths are taken from `folder`.
void read_main_tables(TableReader& file, const std::filesystem::path& folder, Settings& settings,
                      std::vector<TargetMention>& mentions);

}  // namespace tradewatch::settings
