// Names of countries in the languages of the sources that are read, beside the English ones of country_table.h.
//
// The tables name where their spellings come from. No name stands for two countries, within a language or between
// languages: what two languages use differently ("Конго" is one Congo in Russian and the other in Kazakh) is in the
// table of the language that sources really use, or in none.

#pragma once

#include <span>
#include <string_view>

namespace tradewatch::trade {

struct CountryNames {
  std::string_view alpha3;  // of a row of country_table.h
  std::string_view names;   // separated by '|', the usual one first
};

// Sorted as country_table.h is. Every country has a Russian and a French name, except some that are no more.
[[nodiscard]] std::span<const CountryNames> russian_country_names();
[[nodiscard]] std::span<const CountryNames> french_country_names();
[[nodiscard]] std::span<const CountryNames> kazakh_country_names();
[[nodiscard]] std::span<const CountryNames> urdu_country_names();

}  // namespace tradewatch::trade
