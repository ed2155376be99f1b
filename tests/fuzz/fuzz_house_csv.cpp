// CSV in the house format, whatever the bytes look like.

#include <cstddef>
#include <cstdint>

#include "service/intake/house_reader.h"
#include "tests/fuzz/invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewatch;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  fuzz::check_reading(bytes, [&] { return intake::read_house(bytes, fuzz::reading()); });
  return 0;
}
