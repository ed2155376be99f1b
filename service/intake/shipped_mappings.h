// The mapping files under config/mappings/, as the program carries them.

#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "service/intake/mapping.h"

namespace tradewatch::intake {

struct EmbeddedFile {
  std::string_view name;     // without its folder
  std::string_view content;  // as it stood when the program was built
};

// In the order of their names.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

// Parsed once, in the order in which they are tried. All of them are good, or the build's tests fail.
[[nodiscard]] const std::vector<Mapping>& shipped_mappings();

}  // namespace tradewatch::intake
