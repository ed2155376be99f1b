// The door that the settings ask for: tokens read from their file, and where the certificate is.

#pragma once

#include "service/cli/command.h"
#include "service/web/http_server.h"

namespace tradewatch::cli {

// Every fault of the file of tokens, one a line, with kWrongUsage.
[[nodiscard]] OrStop<web::Entrance> entrance_of(const settings::Web& web);

// Where the pages of a service with these settings are, at this port.
[[nodiscard]] std::string address_of(const settings::Settings& settings, int port);

}  // namespace tradewatch::cli
