// From the bytes of a document, whatever its name, to checked figures.
//
// Content decides. Gzip is unpacked once, within the limit for documents. What is not read is refused as what it is.

#pragma once

#include <expected>
#include <string_view>

#include "service/intake/house_reader.h"

namespace tradewatch::intake {

[[nodiscard]] std::expected<Document, Refusal> read_document(std::string_view bytes, const ReadOptions& options);

}  // namespace tradewatch::intake
