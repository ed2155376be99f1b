// SDMX-JSON 1.0 and 2.0, with series or flat.
//
// Keys are positions: "0:2:0" names the first, third and first text of the series' dimensions, and attributes are
// positions too, or texts where the structure lists none. `dimensionGroupAttributes` hold for the series that agree
// with their key (":0::" leaves dimensions open).

#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

[[nodiscard]] bool is_sdmx_json(const boost::json::value& value);

// Of a value for which is_sdmx_json holds. Structure and error messages are refused as what they are; an answer without
// series is taken, unless it says that it is of another dataflow.
[[nodiscard]] std::expected<Document, Refusal> read_sdmx_json(const boost::json::value& value,
                                                              const ReadOptions& options);

}  // namespace tradewatch::intake
