#include "service/cli/rates.h"

#include "service/cli/document_bytes.h"
#include "service/intake/rates_file.h"

namespace tradewatch::cli {

OrStop<trade::ExchangeRates> load_rates(const std::vector<std::filesystem::path>& files) {
  trade::ExchangeRates rates;
  for (const std::filesystem::path& file : files) {
    const auto bytes = document_bytes(file, "a file of exchange rates");
    if (!bytes) return std::unexpected(bytes.error());
    const auto read = intake::read_rates(*bytes, file.string(), rates);
    if (read) continue;
    std::string lines = intake::to_text(read.error());
    while (lines.ends_with('\n')) lines.pop_back();
    return std::unexpected(Stop{std::move(lines), kRefused});
  }
  return rates;
}

}  // namespace tradewatch::cli
