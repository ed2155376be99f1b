// Where a running daemon answers `tradewatch reload`.
//
// The settings' own path names the socket, not what stands in the settings: they may be the very ones that cannot be
// read. Its folder is RUNTIME_DIRECTORY, which systemd sets for the daemon and for its reload command; by hand
// XDG_RUNTIME_DIR/tradewatch, or a folder of this user's own under /tmp.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "service/cli/command.h"

namespace tradewatch::cli {

// Makes the folder where it is missing. Fails where somebody else could put a socket in the way.
[[nodiscard]] OrStop<std::filesystem::path> place_to_answer(const std::string& settings_file);

// Where to ask, the likeliest first. At least one.
[[nodiscard]] std::vector<std::filesystem::path> places_to_ask(const std::string& settings_file);

}  // namespace tradewatch::cli
