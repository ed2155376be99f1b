// The exchange rates that documents are read with: from the files that the settings and the command line name.

#pragma once

#include <filesystem>
#include <vector>

#include "models/trade/exchange_rate.h"
#include "service/cli/command.h"

namespace tradewatch::cli {

// Every fault of the first file that has any, a line each. Two files that give one currency different rates for one
// month or day are a fault of the second.
[[nodiscard]] OrStop<trade::ExchangeRates> load_rates(const std::vector<std::filesystem::path>& files);

}  // namespace tradewatch::cli
