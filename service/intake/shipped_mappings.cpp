#include "service/intake/shipped_mappings.h"

namespace tradewatch::intake {

const std::vector<Mapping>& shipped_mappings() {
  static const std::vector<Mapping> kMappings = [] {
    std::vector<Mapping> mappings;
    for (const EmbeddedFile& file : embedded_files()) {
      if (auto mapping = parse_mapping(file.content)) mappings.push_back(*std::move(mapping));
    }
    return mappings;
  }();
  return kMappings;
}

}  // namespace tradewatch::intake
