// Any bytes at all, as an inbox or the HTTP door would hand them in.

#include <cstddef>
#include <cstdint>

#include "service/intake/read_document.h"
#include "tests/fuzz/invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewatch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  fuzz::check_reading(bytes, [&] { return intake::read_document(bytes, fuzz::reading()); });
  return 0;
}
