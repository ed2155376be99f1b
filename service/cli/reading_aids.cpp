#include "service/cli/reading_aids.h"

#include "service/cli/rates.h"
#include "service/intake/mapping_file.h"

namespace tradewatch::cli {

OrStop<ReadingAids> reading_aids(const settings::Settings& settings) {
  auto mappings = intake::read_mapping_files(settings.intake.mappings);
  if (!mappings) return std::unexpected(Stop{mappings.error(), kWrongUsage});
  return ReadingAids{*std::move(mappings), settings.rates.files};
}

OrStop<void> Lending::lend_to(intake::ReadOptions& options) {
  if (!rates_) {
    auto rates = load_rates(aids_.rate_files);
    if (!rates) return std::unexpected(rates.error());
    rates_ = *std::move(rates);
  }
  options.mappings = &aids_.mappings;
  options.rates = &*rates_;
  return {};
}

}  // namespace tradewatch::cli
