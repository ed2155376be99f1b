// Parts of a JSON value by name, for formats in which a part may be missing or of another kind.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "service/intake/json_text.h"

namespace tradewatch::intake {

// Null when `parent` is no object (or null itself) or has no such part.
[[nodiscard]] inline const boost::json::value* part(const boost::json::value* parent, std::string_view name) {
  const boost::json::object* object = parent == nullptr ? nullptr : parent->if_object();
  return object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
}

[[nodiscard]] inline const boost::json::array* array_part(const boost::json::value* parent, std::string_view name) {
  const boost::json::value* found = part(parent, name);
  return found == nullptr ? nullptr : found->if_array();
}

[[nodiscard]] inline const boost::json::object* object_part(const boost::json::value* parent, std::string_view name) {
  const boost::json::value* found = part(parent, name);
  return found == nullptr ? nullptr : found->if_object();
}

// A scalar's text; empty when there is none.
[[nodiscard]] inline std::string text_part(const boost::json::value* parent, std::string_view name) {
  const boost::json::value* found = part(parent, name);
  return found == nullptr ? std::string() : scalar_text(*found).value_or(std::string());
}

}  // namespace tradewatch::intake
