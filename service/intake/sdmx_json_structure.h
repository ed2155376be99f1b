// What the positions of an SDMX-JSON message stand for: dimensions and attributes with their texts, in order.

#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/sdmx_values.h"

namespace tradewatch::intake {

struct SdmxComponent {
  std::string id;
  std::vector<std::string> texts;  // by position; none where values are written themselves
  std::size_t key_position = 0;    // of a dimension, among all of them
};

struct SdmxJsonStructure {
  std::vector<SdmxComponent> data_set;  // dimensions that have one text in the whole data set
  std::vector<SdmxComponent> series;
  std::vector<SdmxComponent> observation;
  std::vector<SdmxComponent> all;  // the dimensions above by their position in keys of groups

  std::vector<SdmxComponent> data_set_attributes;
  std::vector<SdmxComponent> group_attributes;
  std::vector<SdmxComponent> series_attributes;
  std::vector<SdmxComponent> observation_attributes;

  std::size_t measures = 1;        // values before the attributes of an observation
  std::size_t value_position = 0;  // of OBS_VALUE among them
  std::vector<std::string> names;  // URNs of its dataflow and definition
};

[[nodiscard]] SdmxJsonStructure read_sdmx_json_structure(const boost::json::value& structure);

// The texts that the positions of `key` name; a position left open names none. The error says what is wrong.
[[nodiscard]] std::expected<SdmxValues, std::string> read_key(std::string_view key,
                                                              const std::vector<SdmxComponent>& dimensions);

// Adds the attributes that `values` says from `first` on. The error says what is wrong.
[[nodiscard]] std::expected<void, std::string> read_attributes(const boost::json::value* values, std::size_t first,
                                                               const std::vector<SdmxComponent>& attributes,
                                                               SdmxValues& into);

}  // namespace tradewatch::intake
