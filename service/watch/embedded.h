// Files of config/ that the program carries: the panel prior, the demo's settings and its figures.

#pragma once

#include <span>
#include <string_view>

#include "models/growth/panel_prior.h"

namespace tradewatch::watch {

struct EmbeddedFile {
  std::string_view name;     // without its folder
  std::string_view content;  // as it stood when the program was built
};

// In the order of their names, the prior and the settings first.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

// The content of one of them; it is there, or the build is broken.
[[nodiscard]] std::string_view embedded_file(std::string_view name);

// Parsed once.
[[nodiscard]] const growth::PanelPrior& shipped_prior();

}  // namespace tradewatch::watch
