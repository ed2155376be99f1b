// A table in JSON as rows of cells: {"columns": ["name", ...], "rows": [[...], ...]}, as the State Bank of Pakistan's
// EasyData and many other services write it. The names are row 1, the rows follow.

#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "service/intake/mapped_tables.h"

namespace tradewatch::intake {

[[nodiscard]] bool is_json_table(const boost::json::value& json);

// `json` must outlive it. Columns are texts, or objects with a `name`.
[[nodiscard]] std::vector<Table> tables_of_json(const boost::json::value& json);

}  // namespace tradewatch::intake
