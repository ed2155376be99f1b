// UN Comtrade: JSON when the bytes are JSON, else CSV, by the header or in spite of it.

#include <cstddef>
#include <cstdint>

#include "service/intake/comtrade_csv.h"
#include "service/intake/comtrade_json.h"
#include "service/intake/csv_source.h"
#include "service/intake/json_text.h"
#include "tests/fuzz/invariants.h"

namespace {

using namespace tradewatch;

bool is_csv(std::string_view bytes) {
  intake::CsvSource start(bytes);
  return start.next() == intake::RowSource::Step::row && intake::is_comtrade_csv(start.cells());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto json = intake::parse_json(bytes)) {
    if (!intake::is_comtrade_json(*json)) return 0;
    fuzz::check_reading(bytes, [&] { return intake::read_comtrade_json(*json, fuzz::reading()); });
  } else if (is_csv(bytes)) {
    fuzz::check_reading(bytes, [&] {
      intake::CsvSource source(bytes);
      return intake::read_comtrade_csv(source, fuzz::reading());
    });
  } else {
    fuzz::check(json.error());
  }
  return 0;
}
