#include <stdexcept>
#include <string>

#include "service/watch/embedded.h"

namespace tradewatch::watch {

std::string_view embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file.content;
  }
  throw std::logic_error("no embedded file " + std::string(name));
}

const growth::PanelPrior& shipped_prior() {
  static const growth::PanelPrior prior = [] {
    auto parsed = growth::parse_prior(embedded_file("panel_prior.csv"));
    if (!parsed) throw std::logic_error("panel_prior.csv: " + parsed.error());
    return std::move(*parsed);
  }();
  return prior;
}

}  // namespace tradewatch::watch
