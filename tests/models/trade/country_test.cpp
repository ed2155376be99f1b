#include "models/trade/country.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "models/trade/country_table.h"

namespace tradewatch::trade {
namespace {

std::string code_of(std::string_view text) {
  const auto country = find_country(text);
  return country ? std::string(country->alpha3()) : "unknown";
}

std::string first_suggestion(std::string_view text) {
  const auto country = find_country(text);
  return country || country.error().nearest.empty() ? "" : country.error().nearest.front();
}

TEST(Country, IsFoundByEveryCode) {
  for (const char* text : {"KAZ", "kaz", "KZ", "kz", "398", "0398", "Kazakhstan", "KAZAKHSTAN"}) {
    EXPECT_EQ(code_of(text), "KAZ") << text;
  }
  for (const char* text : {"4", "04", "004", "AFG"}) EXPECT_EQ(code_of(text), "AFG") << text;
}

TEST(Country, IsSuggestedByAnyOfItsNames) {
  EXPECT_EQ(first_suggestion("Turkei"), "Türkiye");
  EXPECT_EQ(first_suggestion("Allemange"), "Allemagne");
  EXPECT_EQ(first_suggestion("Казахстн"), "Казахстан");
  EXPECT_THAT(find_country("Kazakhstn").error().nearest, testing::Not(testing::IsEmpty()));
  std::set<std::string> countries;
  const auto unknown = find_country("Turkei");
  for (const std::string& name : unknown.error().nearest) {
    EXPECT_TRUE(countries.insert(code_of(name)).second) << name << ": two names of one country";
  }
}

TEST(Country, IsFoundByTheUnsOwnNumbers) {
  const std::map<std::string, std::string> numbers = {{"842", "USA"}, {"840", "USA"}, {"251", "FRA"}, {"250", "FRA"},
                                                      {"381", "ITA"}, {"380", "ITA"}, {"699", "IND"}, {"356", "IND"},
                                                      {"757", "CHE"}, {"756", "CHE"}, {"579", "NOR"}, {"578", "NOR"},
                                                      {"490", "TWN"}, {"158", "TWN"}, {"764", "THA"}};
  for (const auto& [number, code] : numbers) EXPECT_EQ(code_of(number), code) << number;
}

TEST(Country, KeepsItsCodeWhenItIsRenamed) {
  const std::map<std::string, std::string> names = {{"Turkey", "TUR"},
                                                    {"Türkiye", "TUR"},
                                                    {"Tu\u0308rkiye", "TUR"},
                                                    {"Czech Republic", "CZE"},
                                                    {"Czech Rep.", "CZE"},
                                                    {"Czechia", "CZE"},
                                                    {"Swaziland", "SWZ"},
                                                    {"Eswatini", "SWZ"},
                                                    {"FYR of Macedonia", "MKD"},
                                                    {"North Macedonia", "MKD"},
                                                    {"Cape Verde", "CPV"},
                                                    {"Cabo Verde", "CPV"},
                                                    {"Burma", "MMR"},
                                                    {"Myanmar", "MMR"},
                                                    {"Iran, Islamic Republic of", "IRN"},
                                                    {"Iran (Islamic Rep. of)", "IRN"}};
  for (const auto& [name, code] : names) EXPECT_EQ(code_of(name), code) << name;
}

TEST(Country, IsFoundByTheNamesThatSourcesPrint) {
  const std::map<std::string, std::string> names = {{"Korea, Republic of", "KOR"},
                                                    {"Republic of Korea", "KOR"},
                                                    {"Rep. of Korea", "KOR"},
                                                    {"Dem. People's Rep. of Korea", "PRK"},
                                                    {"China, P.R.: Mainland", "CHN"},
                                                    {"China, P.R.: Hong Kong", "HKG"},
                                                    {"Congo, Republic of", "COG"},
                                                    {"Congo, Democratic Republic of", "COD"},
                                                    {"Dem. Rep. of the Congo", "COD"},
                                                    {"Cote d'Ivoire", "CIV"},
                                                    {"Côte d’Ivoire", "CIV"},
                                                    {"Bosnia Herzegovina", "BIH"},
                                                    {"Viet Nam", "VNM"},
                                                    {"Lao People's Dem. Rep.", "LAO"},
                                                    {"Rep. of Moldova", "MDA"},
                                                    {"United Rep. of Tanzania", "TZA"},
                                                    {"São Tomé & Príncipe", "STP"},
                                                    {"Br. Virgin Isds", "VGB"},
                                                    {"St. Kitts and Nevis", "KNA"},
                                                    {"The Gambia", "GMB"},
                                                    {"Gambia, The", "GMB"},
                                                    {"Other Asia, nes", "TWN"},
                                                    {"United States of America", "USA"},
                                                    {"UAE", "ARE"},
                                                    {"UK", "GBR"},
                                                    {"EL", "GRC"},
                                                    {"Russian Federation", "RUS"}};
  for (const auto& [name, code] : names) EXPECT_EQ(code_of(name), code) << name;
}

TEST(Country, ThatIsNoMoreIsNotItsSuccessor) {
  EXPECT_EQ(code_of("SCG"), "SCG");
  EXPECT_EQ(code_of("891"), "SCG");
  EXPECT_EQ(code_of("688"), "SRB");
  EXPECT_EQ(code_of("ANT"), "ANT");
  EXPECT_EQ(code_of("729"), "SDN");
  EXPECT_EQ(code_of("728"), "SSD");
  const std::string before = code_of("736");
  EXPECT_NE(before, "SDN");
  EXPECT_NE(before, "SSD");
  EXPECT_NE(before, "unknown");
}

TEST(Country, IsFoundByAnOlderCodeOfTheSameTerritory) {
  EXPECT_EQ(code_of("ROM"), "ROU");
  EXPECT_EQ(code_of("ZAR"), "COD");
  EXPECT_EQ(code_of("TMP"), "TLS");
  for (const char* text : {"XKX", "XKV", "KSV", "XK", "Kosovo"}) EXPECT_EQ(code_of(text), "XKX") << text;
}

TEST(Country, WithALetterOfAnotherScriptIsUnknownAndTheRightOneIsNear) {
  EXPECT_EQ(code_of("Kaz\u0430khstan"), "unknown");
  EXPECT_EQ(first_suggestion("Kaz\u0430khstan"), "Kazakhstan");
  EXPECT_EQ(code_of("\u041AAZ"), "unknown");
  EXPECT_EQ(first_suggestion("\u041AAZ"), "KAZ");
  EXPECT_EQ(code_of("Kazakhstan\u200B"), "unknown");
}

TEST(Country, ThatNobodyKnowsComesWithTheNearestNames) {
  EXPECT_EQ(first_suggestion("Kazakstam"), "Kazakhstan");
  EXPECT_EQ(first_suggestion("Pakisan"), "Pakistan");
  const auto unknown = find_country("XQQ");
  ASSERT_FALSE(unknown);
  EXPECT_FALSE(unknown.error().nearest.empty());
  for (const char* text :
       {"", "0", "999", "9999", "World", "EU", "European Union", "Republic", "CS", "Virgin Islands"}) {
    EXPECT_EQ(code_of(text), "unknown") << text;
  }
}

TEST(Country, TableGivesNoCodeNumberOrNameTwice) {
  std::set<std::string_view> codes;
  std::set<int> numbers;
  for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
    for (const CountryRow& row : rows) {
      EXPECT_TRUE(codes.insert(row.alpha3).second) << row.alpha3;
      EXPECT_TRUE(row.alpha2.empty() || codes.insert(row.alpha2).second) << row.alpha2;
      EXPECT_TRUE(numbers.insert(row.m49).second) << row.m49;
      EXPECT_TRUE(row.un_variant == 0 || numbers.insert(row.un_variant).second) << row.un_variant;
    }
  }
  EXPECT_GE(codes.size(), 500U);
}

TEST(Country, EveryNameOfTheTableLeadsBackToItsRow) {
  for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
    for (const CountryRow& row : rows) {
      std::string names = std::string(row.name) + "|" + std::string(row.alternatives);
      for (std::size_t at = 0; at < names.size();) {
        const std::size_t end = std::min(names.find('|', at), names.size());
        const std::string name = names.substr(at, end - at);
        if (!name.empty()) {
          EXPECT_EQ(code_of(name), row.alpha3) << name;
        }
        at = end + 1;
      }
      EXPECT_EQ(english_name(Country(row.alpha3)), row.name);
    }
  }
}

}  // namespace
}  // namespace tradewatch::trade
