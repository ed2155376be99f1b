// A mapping file, a line `%%%`, and a CSV table that is read by it when the file is good.

#include <cstddef>
#include <cstdint>

#include "service/intake/mapping.h"
#include "service/intake/read_document.h"
#include "tests/fuzz/invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewatch;
  constexpr std::string_view kBetween = "\n%%%\n";
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t between = bytes.find(kBetween);
  const auto mapping = intake::parse_mapping(bytes.substr(0, between));
  if (!mapping) {
    fuzz::require(!mapping.error().empty(), "a refusal has a fault");
    for (const intake::Fault& fault : mapping.error()) fuzz::check(fault);
    return 0;
  }
  if (between == std::string_view::npos) return 0;
  const std::string_view table = bytes.substr(between + kBetween.size());
  fuzz::check_reading(bytes, [&] {
    auto options = fuzz::reading();
    options.mapping = &*mapping;
    return intake::read_document(table, options);
  });
  return 0;
}
