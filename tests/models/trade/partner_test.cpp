#include "models/trade/partner.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "models/trade/country_groups.h"
#include "models/trade/country_names.h"
#include "models/trade/country_table.h"
#include "models/trade/name_key.h"
#include "models/trade/source_codes.h"

namespace tradewatch::trade {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The code of a country, the name of a group in brackets, or "unknown".
std::string found(std::string_view text, CodeList list = CodeList::un) {
  const Partner partner = find_partner(text, list);
  EXPECT_FALSE(partner.country && !partner.group.empty()) << text;
  if (partner.country) return std::string(partner.country->alpha3());
  return partner.group.empty() ? "unknown" : "[" + partner.group + "]";
}

void expect_found(const std::map<std::string, std::string>& cases, CodeList list = CodeList::un) {
  for (const auto& [text, expected] : cases) EXPECT_EQ(found(text, list), expected) << text;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at <= list.size() && !list.empty();) {
    const std::size_t end = std::min(list.find('|', at), list.size());
    items.emplace_back(list.substr(at, end - at));
    at = end + 1;
  }
  return items;
}

TEST(Partner, IsFoundByEveryNameOfEveryLanguage) {
  for (const auto names :
       {russian_country_names(), french_country_names(), kazakh_country_names(), urdu_country_names()}) {
    for (const CountryNames& row : names) {
      for (const std::string& name : split(row.names)) EXPECT_EQ(found(name), row.alpha3) << name;
    }
  }
}

TEST(Partner, HasARussianAndAFrenchNameUnlessItIsNoMore) {
  for (const auto names : {russian_country_names(), french_country_names()}) {
    std::set<std::string_view> named;
    for (const CountryNames& row : names) EXPECT_TRUE(named.insert(row.alpha3).second) << row.alpha3;
    for (const auto rows : {countries_a_to_l(), countries_m_to_z()}) {
      for (const CountryRow& row : rows) EXPECT_THAT(named, Contains(row.alpha3));
    }
  }
}

TEST(Partner, SharesNoNameWithAnotherCountryOrAGroup) {
  std::map<std::string, std::string> owner;
  const auto claim = [&](std::string_view name, std::string_view who) {
    const auto key = name_key(name);
    ASSERT_TRUE(key) << name;
    const auto [at, is_new] = owner.emplace(*key, who);
    EXPECT_TRUE(is_new || at->second == who) << name << " is " << at->second << " and " << who;
  };
  for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
    for (const CountryRow& row : rows) {
      claim(row.name, row.alpha3);
      for (const std::string& name : split(row.alternatives)) claim(name, row.alpha3);
    }
  }
  for (const auto names :
       {russian_country_names(), french_country_names(), kazakh_country_names(), urdu_country_names()}) {
    for (const CountryNames& row : names) {
      for (const std::string& name : split(row.names)) claim(name, row.alpha3);
    }
  }
  for (const GroupRow& row : country_groups()) {
    claim(row.group, row.group);
    for (const std::string& name : split(row.names)) {
      claim(name, row.group);
      EXPECT_FALSE(find_country(name)) << name << " is a country's code too";
    }
  }
}

TEST(Partner, HasNoCodeOrNumberTwiceInAList) {
  std::set<std::string> codes;
  for (const GroupRow& row : country_groups()) {
    for (const std::string& code : split(row.codes)) {
      EXPECT_TRUE(codes.insert(code).second) << code;
      EXPECT_FALSE(find_country(code)) << code;
      EXPECT_EQ(found(code), "[" + std::string(row.group) + "]");
    }
  }
  const auto check = [](std::span<const SourceCode> countries, std::span<const GroupNumber> groups, CodeList list) {
    std::set<int> numbers;
    for (const SourceCode& row : countries) {
      EXPECT_TRUE(numbers.insert(row.number).second) << row.number;
      EXPECT_EQ(found(std::to_string(row.number), list), row.alpha3);
      EXPECT_TRUE(find_country(row.alpha3)) << row.alpha3;
    }
    for (const GroupNumber& row : groups) {
      EXPECT_TRUE(numbers.insert(row.number).second) << row.number;
      EXPECT_EQ(found(std::to_string(row.number), list), "[" + std::string(row.group) + "]");
    }
  };
  check(imf_codes(), imf_group_numbers(), CodeList::imf);
  check(census_codes(), census_group_numbers(), CodeList::census);
  check({}, un_group_numbers(), CodeList::un);
  for (const GroupNumber& row : un_group_numbers()) EXPECT_FALSE(find_country(std::to_string(row.number)));
}

TEST(Partner, IsReadByTheNumbersOfItsSource) {
  expect_found({{"922", "unknown"}, {"398", "KAZ"}, {"586", "PAK"}, {"0", "[World]"}, {"97", "[European Union]"}});
  expect_found({{"922", "RUS"},
                {"564", "PAK"},
                {"916", "KAZ"},
                {"924", "CHN"},
                {"111", "USA"},
                {"001", "[World]"},
                {"974", "SUN"},
                {"126", "BLX"},
                {"998", "[European Union]"},
                {"398", "unknown"}},
               CodeList::imf);
  expect_found({{"5350", "PAK"},
                {"4634", "KAZ"},
                {"0015", "[World]"},
                {"0003", "[European Union]"},
                {"7320", "XSD"},
                {"7321", "SDN"},
                {"7740", "XET"},
                {"5082", "[Gaza Strip]"},
                {"922", "unknown"}},
               CodeList::census);
}

// Case L02: the UN's variants, and Taiwan under its number for what is not specified in Asia.
TEST(Partner, OfComtradeIsReadWithItsVariantsAndWithoutItsAreas) {
  expect_found({{"842", "USA"},
                {"251", "FRA"},
                {"381", "ITA"},
                {"699", "IND"},
                {"757", "CHE"},
                {"579", "NOR"},
                {"490", "TWN"},
                {"764", "THA"},
                {"S19", "TWN"},
                {"Other Asia, nes", "TWN"},
                {"9999", "unknown"}});
  for (const char* area : {"472",
                           "473",
                           "527",
                           "536",
                           "568",
                           "577",
                           "636",
                           "637",
                           "837",
                           "838",
                           "839",
                           "849",
                           "879",
                           "899",
                           "A59",
                           "A79",
                           "E19",
                           "F19",
                           "X1 ",
                           "_X ",
                           "Areas, nes",
                           "LAIA, nes",
                           "Bunkers",
                           "Free Zones",
                           "Special Categories",
                           "Other Europe, nes",
                           "Oceania, nes",
                           "Neutral Zone"}) {
    EXPECT_EQ(found(area).front(), '[') << area;
  }
}

// Case L27.
TEST(Partner, KeepsItsCodeUnderItsOldAndItsNewName) {
  expect_found({{"Turkey", "TUR"},
                {"Türkiye", "TUR"},
                {"Tu\u0308rkiye", "TUR"},
                {"Турция", "TUR"},
                {"ترکیہ", "TUR"},
                {"Czech Republic", "CZE"},
                {"Чешская Республика", "CZE"},
                {"Чехия", "CZE"},
                {"Swaziland", "SWZ"},
                {"Свазиленд", "SWZ"},
                {"Эсватини", "SWZ"},
                {"Македония", "MKD"},
                {"Северная Македония", "MKD"},
                {"Киргизия", "KGZ"},
                {"Кыргызстан", "KGZ"},
                {"Белоруссия", "BLR"},
                {"Беларусь", "BLR"}});
}

// Case L28.
TEST(Partner, ThatIsNoMoreIsNotItsSuccessor) {
  expect_found({{"SCG", "SCG"},
                {"891", "SCG"},
                {"736", "XSD"},
                {"729", "SDN"},
                {"ROM", "ROU"},
                {"ZAR", "COD"},
                {"TMP", "TLS"},
                {"XKX", "XKX"},
                {"XKV", "XKX"},
                {"KSV", "XKX"},
                {"ANT", "ANT"},
                {"XQQ", "unknown"},
                {"Former U.S.S.R.", "SUN"},
                {"СССР", "SUN"},
                {"Yugoslavia, SFR", "YUG"},
                {"Ethiopia (...1992)", "XET"},
                {"Sudan (...2011)", "XSD"},
                {"Belgium-Luxembourg", "BLX"},
                {"Чехословакия", "CSK"}});
  EXPECT_THAT(find_partner("XQQ").nearest, Not(IsEmpty()));
}

// Case L29.
TEST(Partner, WithALetterOfAnotherScriptIsUnknownAndTheRightNameIsNear) {
  expect_found({{"Kaz\u0430khstan", "unknown"},
                {"\u041AAZ", "unknown"},
                {"Kazakhstan\u200B", "unknown"},
                {"K\u0430захстан", "unknown"},
                {"Пaкистан", "unknown"}});
  EXPECT_THAT(find_partner("Kaz\u0430khstan").nearest, Contains("Kazakhstan"));
  EXPECT_THAT(find_partner("Пaкистан").nearest, Contains("Пакистан"));
  EXPECT_THAT(find_partner("Kазахстан").nearest, Contains("Казахстан"));
}

TEST(Partner, WithANameOfTwoCountriesIsUnknownAndBothAreNear) {
  EXPECT_THAT(find_partner("Корея").nearest, ElementsAre("Республика Корея", "КНДР"));
  EXPECT_THAT(find_partner("Virgin Islands").nearest, ElementsAre("British Virgin Islands", "US Virgin Islands"));
  expect_found({{"Конго", "COG"},
                {"Демократическая Республика Конго", "COD"},
                {"Гвинея", "GIN"},
                {"Гвинея-Бисау", "GNB"},
                {"Нигер", "NER"},
                {"Нигерия", "NGA"},
                {"Доминика", "DMA"},
                {"Республика Корея", "KOR"},
                {"Корея, Народно-Демократическая Республика", "PRK"}});
}

TEST(Partner, IsFoundWhateverSpacesCaseAndFootnotesItCarries) {
  expect_found({{"  Пакистан ", "PAK"},
                {"\u00A0Казахстан", "KAZ"},
                {"КАЗАХСТАН", "KAZ"},
                {"Қазақстан", "KAZ"},
                {"Босния  И Герцеговина", "BIH"},
                {"China 1/", "CHN"},
                {"Serbia*", "SRB"},
                {"Kosovo (2)", "XKX"},
                {"Cyprus\u00B9", "CYP"},
                {"Sudan2", "SDN"},
                {"Palestine 12)", "PSE"},
                {"Сербия*", "SRB"},
                {"Виргинские о-ва (США)", "VIR"},
                {"о. Мэн", "IMN"},
                {"Иран (Исламская Респ.)", "IRN"},
                {"KAZ1", "unknown"},
                {"", "unknown"},
                {"  ", "unknown"},
                {"*", "unknown"}});
}

TEST(Partner, OfEurostatIsFoundUnderLabelsWithTheirScope) {
  expect_found({{"Germany (incl. German Democratic Republic 'DD' from 1991)", "DEU"},
                {"Spain (incl. Canary Islands 'XB' from 1997)", "ESP"},
                {"Italy (incl. San Marino 'SM' -> 1993)", "ITA"},
                {"Russian Federation (Russia)", "RUS"},
                {"Korea, Republic of (South Korea)", "KOR"},
                {"Côte d'Ivoire (Ivory Coast)", "CIV"},
                {"United Kingdom (France)", "unknown"},
                {"Extra-EU (= 'WORLD' - 'EU_INTRA')", "[Countries outside the European Union]"},
                {"European Union (AT-01/1995, BE-01/1958)", "[European Union]"},
                {"European Union - 27 countries (from 2020)", "[European Union]"},
                {"Intra-EU27 (from 2020)", "[Countries inside the European Union]"},
                {"Euro area - 21 countries (from 2026)", "[Euro area]"},
                {"Countries and territories not specified within the framework of extra-Union trade",
                 "[Countries and territories not specified]"}});
  expect_found({{"XK", "XKX"},
                {"XS", "SRB"},
                {"XU", "GBR"},
                {"EL", "GRC"},
                {"XC", "[Ceuta]"},
                {"XL", "[Melilla]"},
                {"QA", "QAT"},
                {"QP", "[High seas]"},
                {"QQ", "[Stores and provisions]"},
                {"WORLD", "[World]"},
                {"EU27_2020", "[European Union]"},
                {"EXT_EU", "[Countries outside the European Union]"}});
}

TEST(Partner, OfTheImfIsFoundUnderItsNamesAndItsGroupsUnderTheirCodes) {
  expect_found({{"Kazakhstan, Rep. of", "KAZ"},
                {"Afghanistan, Islamic Republic of", "AFG"},
                {"China, P.R.: Mainland", "CHN"},
                {"China, P.R.: Hong Kong", "HKG"},
                {"China, P.R.: Macao", "MAC"},
                {"Serbia and Montenegro", "SCG"},
                {"Côte d'Ivoire       ", "CIV"},
                {"Yemen, P.D. Rep.", "YMD"},
                {"Curaçao, Kingdom of the Netherlands", "CUW"},
                {"KAZ", "KAZ"},
                {"KZ", "KAZ"},
                {"G001", "[World]"},
                {"W00", "[World]"},
                {"G998", "[European Union]"},
                {"B0", "[European Union]"},
                {"1C_080", "[Fuel exporters]"},
                {"1C_752", "[IMF group 1C_752]"},
                {"GX170", "[IMF group GX170]"},
                {"TX093", "[IMF group TX093]"},
                {"XR29", "[Advanced Economies]"},
                {"F97", "[IMF group F97]"},
                {"S19", "[IMF group S19]"},
                {"Countries & Areas not specified", "[Countries and areas not specified]"}},
               CodeList::imf);
}

TEST(Partner, OfKazakhstansBureauIsACountryOrAGroup) {
  expect_found({{"Всего", "[World]"},
                {"Всего\nв том числе", "[World]"},
                {"Страны СНГ", "[Commonwealth of Independent States]"},
                {" Страны ЕАЭС", "[Eurasian Economic Union]"},
                {"  Страны вне ЕС", "[Countries outside the European Union]"},
                {"Остальные страны мира", "[Other countries]"},
                {"Австралия и Океания", "[Australia and Oceania]"},
                {"Австралия", "AUS"},
                {"Америка", "[America]"},
                {"Молдова, Республика", "MDA"},
                {"Ирак, Республика Ирак", "IRQ"},
                {"Черногория (Монтенегро)", "MNE"},
                {"Малые Тихоокеан. Отдаленные остроа США", "UMI"},
                {"Малые Тихоокеан.отдален.ост-ва С.Ш.", "UMI"},
                {"Южн.Джорджия И Южн.Сандвич.Острова", "SGS"},
                {"Французкие южные территории", "ATF"},
                {"Корея, народно-Демократическая Республика", "PRK"},
                {"Гибралтар (Брит.)", "GIB"},
                {"Страны БРИКС", "[BRICS]"},
                {"Страны АТЭС", "[A group of countries]"}});
}

TEST(Partner, OfPakistanAndKazakhstanIsFoundInTheirLanguages) {
  expect_found({{"قازقستان", "KAZ"},
                {"پاکستان", "PAK"},
                {"چین", "CHN"},
                {"متحدہ عرب امارات", "ARE"},
                {"كويت", "KWT"},
                {"دنیا", "[World]"},
                {"Ресей", "RUS"},
                {"Пәкістан", "PAK"},
                {"Қытай", "CHN"},
                {"Өзбекстан", "UZB"},
                {"Барлығы", "[World]"},
                {"ТМД елдері", "[Commonwealth of Independent States]"},
                {"Royaume-Uni", "GBR"},
                {"États-Unis", "USA"},
                {"Kirghizistan", "KGZ"}});
}

}  // namespace
}  // namespace tradewatch::trade
