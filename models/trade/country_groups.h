// Groups that sources put among their partners: the world, unions, continents, classes of economies, what was not
// specified, and territories that ISO counts in another country.
//
// A group has an English name of ours. Names of sources are compared as name_key says; letter codes as they stand; a
// number belongs to the list of one source. Members change from year to year and are not kept: a group is left out.

#pragma once

#include <span>
#include <string_view>

namespace tradewatch::trade {

struct GroupRow {
  std::string_view group;
  std::string_view codes;  // letter codes, separated by '|'; upper case
  std::string_view names;  // of sources in every language, separated by '|'; `group` itself is one too
};

struct GroupNumber {
  int number = 0;
  std::string_view group;
};

// How the names of a group begin that the sources write with its members or its years behind.
struct GroupBeginning {
  std::string_view beginning;  // lower case
  std::string_view group;
};

[[nodiscard]] std::span<const GroupRow> country_groups();
[[nodiscard]] std::span<const GroupBeginning> group_beginnings();

// Of the UN (M49 regions and Comtrade's own), the IMF, and the US Census Bureau.
[[nodiscard]] std::span<const GroupNumber> un_group_numbers();
[[nodiscard]] std::span<const GroupNumber> imf_group_numbers();
[[nodiscard]] std::span<const GroupNumber> census_group_numbers();

}  // namespace tradewatch::trade
