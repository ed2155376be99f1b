// The tables [[receiver]]: which keys each type has, and which of them must fit each other.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "service/settings/settings.h"
#include "service/settings/table_reader.h"

namespace tradewatch::settings {

// A target that a receiver names, to be looked up once all files are read.
struct TargetMention {
  Place place;
  std::string id;
};

// Adds one receiver to `settings`. Relative paths are taken from `folder`.
void read_receiver(TableReader& table, const std::filesystem::path& folder, Settings& settings,
                   std::vector<TargetMention>& mentions);

}  // namespace tradewatch::settings
