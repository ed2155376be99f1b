// SDMX in each of its forms: XML, JSON of both services, CSV.

#include <cstddef>
#include <cstdint>

#include "service/intake/compact_json.h"
#include "service/intake/csv_source.h"
#include "service/intake/json_text.h"
#include "service/intake/sdmx_csv.h"
#include "service/intake/sdmx_json.h"
#include "service/intake/sdmx_xml.h"
#include "service/intake/xml_text.h"
#include "tests/fuzz/invariants.h"

namespace {

using namespace tradewatch;

void read_xml(std::string_view bytes) {
  const auto start = intake::XmlText::parse(bytes);
  if (!start) return fuzz::check(start.error());
  if (!intake::is_sdmx_xml(*start)) return;
  fuzz::check_reading(bytes, [&] {
    auto xml = intake::XmlText::parse(bytes);
    return intake::read_sdmx_xml(*xml, fuzz::reading());
  });
}

void read_json(std::string_view bytes) {
  const auto json = intake::parse_json(bytes);
  if (!json) return fuzz::check(json.error());
  if (intake::is_sdmx_json(*json)) {
    fuzz::check_reading(bytes, [&] { return intake::read_sdmx_json(*json, fuzz::reading()); });
  } else if (intake::is_compact_json(*json)) {
    fuzz::check_reading(bytes, [&] { return intake::read_compact_json(*json, fuzz::reading()); });
  }
}

void read_csv(std::string_view bytes) {
  intake::CsvSource start(bytes);
  if (start.next() != intake::RowSource::Step::row || !intake::is_sdmx_csv(start.cells())) return;
  fuzz::check_reading(bytes, [&] {
    intake::CsvSource source(bytes);
    return intake::read_sdmx_csv(source, fuzz::reading());
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with('<')) {
    read_xml(bytes);
  } else if (bytes.starts_with('{')) {
    read_json(bytes);
  } else {
    read_csv(bytes);
  }
  return 0;
}
