// The API's own description: an OpenAPI 3.1 document, made of the table of operations and of the hand-written
// components in templates/openapi.json.

#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace tradewatch::web {

// Throws std::logic_error where the table names a parameter, a body or a schema that the components lack.
[[nodiscard]] boost::json::object openapi_document();

// The document as it is served, made once.
[[nodiscard]] const std::string& openapi_text();

}  // namespace tradewatch::web
