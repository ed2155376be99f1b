// Names and texts of the elements of SDMX-ML.

#pragma once

#include <pugixml.hpp>

#include "service/intake/sdmx_values.h"

namespace tradewatch::intake {

// Of a DataSet, Group, Series or Obs that writes them as attributes, with <Comp id="UNIT"><Value>USD</Value></Comp>
// of SDMX 3.0. Attributes with a prefix (xsi:type, ss:structureRef) are the message's own and say nothing of the data.
[[nodiscard]] SdmxValues xml_values(const pugi::xml_node& element);

// Of a GenericData Group, Series or flat Obs: its key and its attributes, each <Value id="COUNTRY" value="PAK"/>, in
// SDMX 2.0 <Value concept="COUNTRY" value="PAK"/>.
[[nodiscard]] SdmxValues generic_values(const pugi::xml_node& element);

// The key of them alone.
[[nodiscard]] SdmxValues generic_key(const pugi::xml_node& element);

// Of a GenericData Obs, also flat: as above, with its period as TIME_PERIOD and its value as OBS_VALUE.
[[nodiscard]] SdmxValues generic_observation(const pugi::xml_node& element);

}  // namespace tradewatch::intake
