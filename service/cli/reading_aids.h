// What the settings give to the reading of documents: mappings of the user's own, and where exchange rates stand.

#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "models/trade/exchange_rate.h"
#include "service/cli/command.h"
#include "service/intake/document.h"
#include "service/intake/mapping.h"

namespace tradewatch::cli {

struct ReadingAids {
  std::vector<intake::Mapping> mappings;
  std::vector<std::filesystem::path> rate_files;  // read when a document comes, since they grow
};

// Lends all of them to the documents of one round. Rates are read when the first one comes.
class Lending {
 public:
  explicit Lending(const ReadingAids& aids) : aids_(aids) {}  // must outlive this
  Lending(const Lending&) = delete;
  Lending& operator=(const Lending&) = delete;

  // `options` looks at this, which must outlive it. Fails while rates cannot be read: that is no document's fault.
  [[nodiscard]] OrStop<void> lend_to(intake::ReadOptions& options);

 private:
  const ReadingAids& aids_;
  std::optional<trade::ExchangeRates> rates_;
};

// Every fault of every file, one a line, with kWrongUsage.
[[nodiscard]] OrStop<ReadingAids> reading_aids(const settings::Settings& settings);

}  // namespace tradewatch::cli
