// The facts find_country looks things up in: one row a country or territory.
//
// Codes are ISO 3166-1, numbers are the UN's M49. Comtrade writes a second number for some countries, because it
// counts them together with a neighbour (842 is the United States with Puerto Rico); the source means the country.

#pragma once

#include <span>
#include <string_view>

namespace tradewatch::trade {

struct CountryRow {
  std::string_view alpha3;
  std::string_view alpha2;  // empty when the code was given to two countries, or never
  int m49 = 0;
  int un_variant = 0;             // Comtrade's second number, or 0
  std::string_view name;          // the usual English name
  std::string_view alternatives;  // other names and older codes of the same territory, separated by '|'
};

// Each list is sorted by alpha-3; together they are the table. No code, number or name appears twice.
[[nodiscard]] std::span<const CountryRow> countries_a_to_l();
[[nodiscard]] std::span<const CountryRow> countries_m_to_z();
[[nodiscard]] std::span<const CountryRow> former_countries();

}  // namespace tradewatch::trade
