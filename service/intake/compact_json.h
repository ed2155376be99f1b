// CompactData of the IMF's old service as JSON: SDMX-ML 2.0 with other brackets.
//
// Attributes are names behind `@`, all values are texts, and Series and Obs are objects where there is one of them,
// lists where there are more. The service was retired in 2025; files of it abound.

#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

[[nodiscard]] bool is_compact_json(const boost::json::value& value);

// Of a value for which is_compact_json holds.
[[nodiscard]] std::expected<Document, Refusal> read_compact_json(const boost::json::value& value,
                                                                 const ReadOptions& options);

}  // namespace tradewatch::intake
