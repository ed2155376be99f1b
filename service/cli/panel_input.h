// A panel file for `forecast --figures` and `prior`: its bytes, read and turned into series.

#pragma once

#include <string>
#include <vector>

#include "models/trade/series.h"
#include "service/cli/command.h"
#include "service/intake/panel_file.h"

namespace tradewatch::cli {

// `options.document` is filled in. A refusal is told whole, a line a fault.
[[nodiscard]] OrStop<intake::Panel> panel_of(const std::string& file, intake::PanelOptions options);

[[nodiscard]] trade::Series series_of(const intake::PanelSeries& series);

}  // namespace tradewatch::cli
