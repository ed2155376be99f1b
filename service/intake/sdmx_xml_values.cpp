#include "service/intake/sdmx_xml_values.h"

#include <string_view>

#include "service/intake/xml_text.h"

namespace tradewatch::intake {
namespace {

void add_values(const pugi::xml_node& parent, SdmxValues& values) {
  for (const pugi::xml_node& value : parent.children()) {
    if (plain_name(value) != "Value") continue;
    const pugi::xml_attribute id = value.attribute("id");
    values.add(id ? id.value() : value.attribute("concept").value(), value.attribute("value").value());
  }
}

}  // namespace

SdmxValues xml_values(const pugi::xml_node& element) {
  SdmxValues values;
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    const std::string_view name = attribute.name();
    if (!name.contains(':')) values.add(name, attribute.value());
  }
  for (const pugi::xml_node& child : element.children()) {
    if (plain_name(child) == "Comp") {
      values.add(child.attribute("id").value(), child_named(child, "Value").text().get());
    }
  }
  return values;
}

SdmxValues generic_key(const pugi::xml_node& element) {
  SdmxValues values;
  for (const pugi::xml_node& child : element.children()) {
    if (plain_name(child).ends_with("Key")) add_values(child, values);  // SeriesKey, ObsKey, GroupKey
  }
  return values;
}

SdmxValues generic_values(const pugi::xml_node& element) {
  SdmxValues values = generic_key(element);
  add_values(child_named(element, "Attributes"), values);
  return values;
}

SdmxValues generic_observation(const pugi::xml_node& element) {
  SdmxValues values = generic_values(element);
  for (const pugi::xml_node& child : element.children()) {
    const std::string_view name = plain_name(child);
    const pugi::xml_attribute value = child.attribute("value");
    if (name == "ObsValue") values.add("OBS_VALUE", value.value());
    if (name == "ObsDimension") values.add(child.attribute("id").as_string("TIME_PERIOD"), value.value());
    if (name == "Time") values.add("TIME_PERIOD", child.text().get());
  }
  return values;
}

}  // namespace tradewatch::intake
