// Whom a source names as reporter or partner: a country, a group of countries, or nobody that a list knows.
//
// Sources put groups (World, the EU, "other countries", a continent) between their partners. A group is never a
// country, and adding one to its members would count trade twice. Digits are read by the list of the source: 922 is
// Russia in the IMF's list, and another country or nothing in the UN's.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/trade/country.h"

namespace tradewatch::trade {

// Whose numbers the digits of a text are. Names and ISO letters are understood whatever the list.
enum class CodeList {
  un,      // M49 and Comtrade's variants; `0` is the world
  imf,     // the IMF's country numbers: `564` is Pakistan, `001` the world
  census,  // the US Census Bureau's: `5350` is Pakistan, under 1000 groups
};

// Invariant: either `country` or `group` is set, or neither when no list knows the text.
struct Partner {
  std::optional<Country> country;
  std::string group;                 // English name of a group: "World", "European Union"
  std::vector<std::string> nearest;  // of an unknown text: what was probably meant, best first; may be empty
};

// Any name or code that find_country knows, names in other languages, the codes of `list`, and groups. Spaces around
// the text, and marks of footnotes, do not matter.
[[nodiscard]] Partner find_partner(std::string_view text, CodeList list = CodeList::un);

// The same without `nearest`, whose search takes a thousand times as long: for texts by the million.
[[nodiscard]] Partner known_partner(std::string_view text, CodeList list = CodeList::un);

}  // namespace tradewatch::trade
