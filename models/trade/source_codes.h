// Numbers that one source has for countries, beside the UN's: 564 is Pakistan for the IMF and nobody for the UN.
//
// A number is given once in its list; several may mean one country, when the source once counted it differently.

#pragma once

#include <span>
#include <string_view>

namespace tradewatch::trade {

struct SourceCode {
  int number = 0;
  std::string_view alpha3;  // of a row of country_table.h
};

// Sorted by number; groups are in country_groups.h.
[[nodiscard]] std::span<const SourceCode> imf_codes();
[[nodiscard]] std::span<const SourceCode> census_codes();

}  // namespace tradewatch::trade
