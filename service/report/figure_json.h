// One vintage of a figure as JSON: the same from the command line and over HTTP.

#pragma once

#include <boost/json/object.hpp>

#include "service/storage/records.h"

namespace tradewatch::report {

// {"id", "source", "reporter", "partner", "flow", "commodity", "valuation", "basis", "period", "value", "unit",
//  "value_usd", "status", "published", "published_stated", "reference", "change", "sequence", "taken", "document",
//  "document_name", "line"}. Absent: what was not stated, and the value of a withdrawal.
[[nodiscard]] boost::json::object figure_json(const storage::Vintage& vintage);

}  // namespace tradewatch::report
