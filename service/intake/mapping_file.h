// Mapping files on disk.

#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "service/intake/mapping.h"

namespace tradewatch::intake {

// The mapping, or every fault of the file as `FILE:LINE:COLUMN: key: found, expected`, a line each.
[[nodiscard]] std::expected<Mapping, std::string> read_mapping_file(const std::filesystem::path& file);

// All of them in their order, or the faults of all.
[[nodiscard]] std::expected<std::vector<Mapping>, std::string> read_mapping_files(
    const std::vector<std::filesystem::path>& files);

}  // namespace tradewatch::intake
