#include "service/intake/sdmx_json_structure.h"

#include <algorithm>
#include <charconv>

#include "service/intake/json_parts.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

std::vector<SdmxComponent> components(const json::value* parent, std::string_view level) {
  std::vector<SdmxComponent> found;
  const json::array* list = array_part(parent, level);
  if (list == nullptr) return found;
  for (const json::value& item : *list) {
    SdmxComponent component;
    component.id = text_part(&item, "id");
    if (const json::array* values = array_part(&item, "values")) {
      for (const json::value& value : *values) {
        std::string text = text_part(&value, "id");  // periods of 2.0 have a value in its place
        if (text.empty()) text = text_part(&value, "value");
        component.texts.push_back(std::move(text));
      }
    }
    const json::value* position = part(&item, "keyPosition");
    const auto* number = position == nullptr ? nullptr : position->if_int64();
    component.key_position = number == nullptr || *number < 0 ? SIZE_MAX : static_cast<std::size_t>(*number);
    found.push_back(std::move(component));
  }
  return found;
}

std::string out_of_range(std::string_view position, const SdmxComponent& component) {
  return "position " + shown(position, 20) + " of " + shown(component.id, 40) + ", which has " +
         std::to_string(component.texts.size());
}

}  // namespace

SdmxJsonStructure read_sdmx_json_structure(const json::value& structure) {
  SdmxJsonStructure read;
  const json::value* dimensions = part(&structure, "dimensions");
  read.data_set = components(dimensions, "dataSet");
  read.series = components(dimensions, "series");
  read.observation = components(dimensions, "observation");
  for (const auto* level : {&read.data_set, &read.series, &read.observation}) {
    read.all.insert(read.all.end(), level->begin(), level->end());
  }
  std::ranges::stable_sort(read.all, {}, &SdmxComponent::key_position);

  const json::value* attributes = part(&structure, "attributes");
  read.data_set_attributes = components(attributes, "dataSet");
  read.group_attributes = components(attributes, "dimensionGroup");
  read.series_attributes = components(attributes, "series");
  read.observation_attributes = components(attributes, "observation");

  const auto measures = components(part(&structure, "measures"), "observation");
  read.measures = std::max<std::size_t>(measures.size(), 1);
  const auto value = std::ranges::find(measures, "OBS_VALUE", &SdmxComponent::id);
  if (value != measures.end()) read.value_position = static_cast<std::size_t>(value - measures.begin());

  if (const json::array* links = array_part(&structure, "links")) {
    for (const json::value& link : *links) read.names.push_back(text_part(&link, "urn"));
  }
  return read;
}

std::expected<SdmxValues, std::string> read_key(std::string_view key, const std::vector<SdmxComponent>& dimensions) {
  SdmxValues values;
  std::size_t at = 0;
  for (const SdmxComponent& dimension : dimensions) {
    if (at > key.size()) return std::unexpected("fewer than " + std::to_string(dimensions.size()) + " positions");
    const std::size_t end = std::min(key.find(':', at), key.size());
    const std::string_view position = key.substr(at, end - at);
    at = end + 1;
    if (position.empty()) continue;
    std::size_t index = 0;
    const auto read = std::from_chars(position.data(), position.data() + position.size(), index);
    if (read.ec != std::errc() || read.ptr != position.data() + position.size() || index >= dimension.texts.size()) {
      return std::unexpected(out_of_range(position, dimension));
    }
    values.add(dimension.id, dimension.texts[index]);
  }
  if (at <= key.size()) return std::unexpected("more than " + std::to_string(dimensions.size()) + " positions");
  return values;
}

std::expected<void, std::string> read_attributes(const json::value* values, std::size_t first,
                                                 const std::vector<SdmxComponent>& attributes, SdmxValues& into) {
  const json::array* list = values == nullptr ? nullptr : values->if_array();
  if (list == nullptr) return {};
  for (std::size_t i = 0; i < attributes.size() && first + i < list->size(); ++i) {
    const json::value& said = (*list)[first + i];
    const auto text = scalar_text(said);
    if (said.is_null() || !text) continue;  // several texts for one attribute: none that is asked for
    const std::int64_t* index = said.if_int64();
    if (index == nullptr || attributes[i].texts.empty()) {
      into.add(attributes[i].id, *text);
    } else if (*index < 0 || static_cast<std::size_t>(*index) >= attributes[i].texts.size()) {
      return std::unexpected(out_of_range(*text, attributes[i]));
    } else {
      into.add(attributes[i].id, attributes[i].texts[static_cast<std::size_t>(*index)]);
    }
  }
  return {};
}

}  // namespace tradewatch::intake
