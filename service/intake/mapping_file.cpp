#include "service/intake/mapping_file.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "service/intake/limits.h"

namespace tradewatch::intake {

std::expected<Mapping, std::string> read_mapping_file(const std::filesystem::path& file) {
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(file, failed);
  std::ifstream in(file, std::ios::binary);
  if (failed || !in) return std::unexpected(file.string() + ": cannot be read; expected a mapping file");
  if (bytes > kMaxMappingBytes) {
    return std::unexpected(file.string() + ": " + std::to_string(bytes) + " bytes, expected at most " +
                           std::to_string(kMaxMappingBytes));
  }
  std::stringstream text;
  text << in.rdbuf();
  auto mapping = parse_mapping(text.str());
  if (mapping) return *std::move(mapping);
  std::string lines;
  for (const Fault& fault : mapping.error()) lines += (lines.empty() ? "" : "\n") + to_text(fault, file.string());
  return std::unexpected(std::move(lines));
}

std::expected<std::vector<Mapping>, std::string> read_mapping_files(const std::vector<std::filesystem::path>& files) {
  std::vector<Mapping> mappings;
  std::string faults;
  for (const std::filesystem::path& file : files) {
    auto mapping = read_mapping_file(file);
    if (mapping) {
      mappings.push_back(*std::move(mapping));
    } else {
      faults += (faults.empty() ? "" : "\n") + mapping.error();
    }
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return mappings;
}

}  // namespace tradewatch::intake
