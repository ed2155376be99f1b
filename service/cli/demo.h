// The demo: real Pakistan-Kazakhstan figures in a store of its own, so that a stranger needs no settings.
//
// It lives in a folder of the user's: $TRADEWATCH_DEMO, else tradewatch/demo under $XDG_STATE_HOME or ~/.local/state.
// What is missing there is made; what was added to its store stays.

#pragma once

#include <filesystem>

#include "service/cli/command.h"

namespace tradewatch::cli {

[[nodiscard]] std::filesystem::path demo_folder();

// Writes the demo's settings and takes its figures where that was not done yet; the path of the settings.
[[nodiscard]] OrStop<std::filesystem::path> prepare_demo(const runtime::Clock& clock);

}  // namespace tradewatch::cli
