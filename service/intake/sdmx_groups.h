// Attributes that an SDMX message says once for many series: "every series with INDICATOR=XG_FOB_USD has UNIT=USD".
//
// A group names some of a series' dimensions with their texts; its attributes hold for all series that agree in these.

#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "service/intake/sdmx_values.h"

namespace tradewatch::intake {

class SdmxGroups {
 public:
  // Groups of one message name few different sets of dimensions. More are refused, so that looking a series up stays
  // cheap whatever the message.
  static constexpr std::size_t kMaxKinds = 16;

  // `key` has at least one dimension; a group without any holds for no series. False: one kind too many.
  [[nodiscard]] bool add(const SdmxValues& key, const SdmxValues& attributes);

  // For messages that write a group's key and attributes alike: what `said` shares with a series is the key. Multiplier
  // and scale never are.
  [[nodiscard]] bool add_undivided(const SdmxValues& said, const SdmxValues& any_series);

  // Gives `series` the attributes of its groups, where it does not say them itself.
  void apply(SdmxValues& series) const;

 private:
  struct Kind {
    std::vector<std::string> names;  // of the dimensions
    std::unordered_map<std::string, SdmxValues> groups;
  };

  std::vector<Kind> kinds_;
};

}  // namespace tradewatch::intake
