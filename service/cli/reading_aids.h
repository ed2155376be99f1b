// What the settings give to the reading of documents: mappings of the user's own, and where exchange rates stand.

#pragma once

#include <filesystem>
#include <vector>

#include "service/cli/command.h"
#include "service/intake/document.h"
#include "service/intake/mapping.h"

namespace tradewatch::cli {

struct ReadingAids {
  std::vector<intake::Mapping> mappings;
  std::vector<std::filesystem::path> rate_files;  // read when a document comes, since they grow

  // `options` looks at this, which must outlive it.
  void lend_to(intake::ReadOptions& options) const { options.mappings = &mappings; }
};

// Every fault of every file, one a line, with kWrongUsage.
[[nodiscard]] OrStop<ReadingAids> reading_aids(const settings::Settings& settings);

}  // namespace tradewatch::cli
