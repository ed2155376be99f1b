// Countries that are no more, each under a code of its own: their trade is not their successors' trade.
//
// Where ISO 3166-3 gave the old country no alpha-3 code that differs from its successor's, the code is X and the
// old alpha-2 code, from the range that ISO leaves to its users. BLX is what trade databases write.

#include "models/trade/country_table.h"

namespace tradewatch::trade {
namespace {

// clang-format off
constexpr CountryRow kRows[] = {
    {"ANT", "AN", 530, 532, "Netherlands Antilles", "Neth. Antilles|Netherlands Antilles (...2010)"},
    {"BLX", "", 58, 0, "Belgium-Luxembourg", "Belgium and Luxembourg|Belgium-Luxembourg (...1998)"},
    {"CSK", "", 200, 0, "Czechoslovakia", "Fmr Czechoslovakia|Former Czechoslovakia|Czechoslovakia (...1992)"},
    {"DDR", "DD", 278, 0, "East Germany",
     "German Democratic Republic|Eastern Germany|Germany, East|Fmr Dem. Rep. of Germany|"
     "Germany, Democratic Republic of|Dem. Rep. of Germany (...1990)"},
    {"PCI", "PC", 582, 0, "Pacific Islands (trust territory)", "Fmr Pacific Isds"},
    {"SCG", "", 891, 0, "Serbia and Montenegro",
     "State Union of Serbia and Montenegro|Serbia and Montenegro (...2005)"},
    {"SUN", "SU", 810, 0, "Soviet Union",
     "USSR|Fmr USSR|Former USSR|Former Soviet Union|Union of Soviet Socialist Republics|USSR (...1990)"},
    {"XDE", "", 280, 0, "West Germany (before 1990)",
     "Fmr Fed. Rep. of Germany|West Germany|Germany, West|Fed. Rep. of Germany (...1990)"},
    {"XET", "", 230, 0, "Ethiopia (before 1993)", "Fmr Ethiopia|Former Ethiopia|Ethiopia (...1992)"},
    {"XSD", "", 736, 0, "Sudan (before 2011)", "Fmr Sudan|Former Sudan|Sudan (...2011)"},
    {"XYE", "", 886, 0, "North Yemen (before 1990)",
     "Yemen Arab Republic|Yemen Arab Rep.|Fmr Arab Rep. of Yemen|North Yemen|Yemen Arab Rep. (...1990)"},
    {"YMD", "YD", 720, 0, "South Yemen (before 1990)",
     "Democratic Yemen|Yemen, Democratic|Fmr Dem. Yemen|Yemen, P.D. Rep.|South Yemen|"
     "Yemen, People's Democratic Republic of"},
    {"YUG", "YU", 890, 0, "Yugoslavia",
     "Yugoslavia, SFR|Fmr Yugoslavia|Former Yugoslavia|Yugoslavia (former)|SFR of Yugoslavia|Yugoslavia (...1991)|"
     "SFR Yugoslavia"},
};
// clang-format on

}  // namespace

std::span<const CountryRow> former_countries() { return kRows; }

}  // namespace tradewatch::trade
