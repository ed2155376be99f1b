#include "service/web/finite_json.h"

#include <spdlog/spdlog.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace tradewatch::web {

namespace json = boost::json;

namespace {

bool is_broken(const json::value& value) { return value.is_double() && !std::isfinite(value.get_double()); }

}  // namespace

void drop_non_finite(json::value& value) {
  if (json::object* object = value.if_object()) {
    std::vector<std::string> broken;
    for (auto& member : *object) {
      if (is_broken(member.value())) {
        broken.emplace_back(member.key().data(), member.key().size());
      } else {
        drop_non_finite(member.value());
      }
    }
    for (const std::string& key : broken) {
      spdlog::error("an assessment holds a number that is not finite: {}", key);
      object->erase(key);
    }
  } else if (json::array* array = value.if_array()) {
    for (json::value& element : *array) {
      if (is_broken(element)) {
        spdlog::error("an assessment holds a list with a number that is not finite");
        element = nullptr;
      } else {
        drop_non_finite(element);
      }
    }
  }
}

}  // namespace tradewatch::web
