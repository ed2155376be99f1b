// What the running daemon says of itself, asked at its address by a command beside it.

#pragma once

#include <optional>
#include <string>

#include "service/settings/settings.h"

namespace tradewatch::cli {

// Why the daemon is not ready. Absent when it is, or when nobody answers like one within two seconds: a command that
// reads the store needs no daemon. Behind TLS only who has the key of the settings' own certificate is believed,
// whatever name stands in it.
[[nodiscard]] std::optional<std::string> trouble_of_daemon(const settings::Settings& settings);

}  // namespace tradewatch::cli
