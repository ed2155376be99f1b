// A secret, read from its file each time that it is used.

#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

// The file's one line, without its end: 1 to 4096 bytes, none of them a control character. The fault says what is
// wrong with the file and shows nothing of it; it is temporary, since a file can be mended.
[[nodiscard]] std::expected<std::string, DeliveryFault> read_secret(const std::filesystem::path& file);

}  // namespace tradewatch::delivery
