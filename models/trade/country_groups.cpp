// Letter codes are Eurostat's, Comtrade's and the IMF's; names are those of Comtrade, the IMF's portal, Eurostat's
// Comext, Kazakhstan's Bureau of National Statistics, the US Census Bureau and SingStat. Numbers are the UN's M49
// regions and Comtrade's partner areas, the IMF's country groups, and the Census workbook's groups.

#include "models/trade/country_groups.h"

namespace tradewatch::trade {
namespace {

// clang-format off
constexpr GroupRow kGroups[] = {
    {"World", "W00|W0|W1|W|WLD|WORLD|WL|G001|TOT|TOTAL|_T",
     "All countries of the world|World total|Total world|All countries|All partners|Whole world|Grand total|"
     "World, Not Seasonally Adjusted|World, Seasonally Adjusted|Total Merchandise Imports|Total Merchandise Exports|"
     "Total imports|Total exports|Всего|Всего по странам|Весь мир|Мир|Итого|Все страны|Всего по всем странам|"
     "Monde|Monde entier|Total général|Барлығы|Барлық елдер|Жиыны|Әлем|Дүние жүзі|دنیا|کل|تمام ممالک|میزان"},
    {"European Union", "EU|EUN|EU2|B0|G998|EU28|EU27|EU27_2020|EU27_2007|EU28_2013|EU25|EU15|EU15_2000",
     "EU-27|EU-28|EU-25|EU-15|EU 27|EU 28|European Community|Страны ЕС|Европейский союз|Евросоюз|ЕС|"
     "Страны Европейского Союза|Union européenne|UE|ЕО елдері|ЕО|Еуропалық Одақ|Еуропа Одағы|یورپی یونین"},
    {"Countries outside the European Union", "EXT_EU|EU_EXTRA|EXTRA_EU|EXT_EU27_2020|EXT_EU28|EU27_2020_EXTRA|D6",
     "Extra-EU|Extra EU|Extra-EU27|Extra-EU28|Страны вне ЕС|Остальные страны Европы|Extra-UE|"
     "ЕО-дан тыс елдер|ЕО кірмейтін елдер"},
    {"Countries inside the European Union", "INT_EU|EU_INTRA|INTRA_EU|INT_EU27_2020|INT_EU28|EU27_2020_INTRA|D5",
     "Intra-EU|Intra EU|Intra-EU27|Intra-EU28|Intra-UE"},
    {"Euro area", "U2|I8|EA|EA19|EA20|EA21|EA18|EA17|EA12|EUZ|EMU|G163|XEA",
     "Eurozone|Euro zone|Зона евро|Еврозона|Zone euro|Страны зоны евро"},
    {"Countries outside the euro area", "EXT_EA|EXT_EA19|EXT_EA20|EXT_EA21|EA_EXTRA", "Extra-euro area"},
    {"Countries inside the euro area", "INT_EA|INT_EA19|INT_EA20|INT_EA21|EA_INTRA", "Intra-euro area"},
    {"Commonwealth of Independent States", "CIS|G901",
     "СНГ|Страны СНГ|Содружество Независимых Государств|Государства-участники СНГ|Страны-участницы СНГ|"
     "Государства - участники СНГ|Страны Содружества Независимых Государств|ТМД|ТМД елдері|CEI|"
     "Communauté des États indépendants|سی آئی ایس"},
    {"Eurasian Economic Union", "EAEU|EEU",
     "Страны ЕАЭС|ЕАЭС|Евразийский экономический союз|Государства-члены ЕАЭС|Страны-члены ЕАЭС|"
     "Страны Таможенного союза|Таможенный союз|ЕАЭО|ЕАЭО елдері|ЕАЭО мүше елдер|Union économique eurasiatique|UEEA"},
    {"Countries outside the Eurasian Economic Union", "",
     "Страны вне ЕАЭС|Страны, не входящие в ЕАЭС|Третьи страны|ЕАЭО-дан тыс елдер"},
    {"Countries outside the Commonwealth of Independent States", "",
     "Страны вне СНГ|Страны дальнего зарубежья|Дальнее зарубежье|Другие страны вне СНГ"},
    {"Other countries", "",
     "Остальные страны мира|Остальные страны|Другие страны|Прочие страны|Прочие|Другие|Остальные|Остальной мир|"
     "Other|Others|Other countries|All other countries|Rest of the world|Rest of world|ROW|Other partners|"
     "Other Countries not included elsewhere|Other countries n.i.e.|Other countries, nie|Autres pays|"
     "Reste du monde|Басқа елдер|Әлемнің басқа елдері|Өзге елдер|دیگر ممالک|دیگر|باقی دنیا"},
    {"Countries and areas not specified", "_X|XX|_Z|G899",
     "Areas, nes|Areas not elsewhere specified|Countries & Areas not specified|Unidentified Countries|Unspecified|"
     "Not specified|Country not specified|Unallocated|Unknown|Unknown country|Not stated|"
     "Страна неизвестна|Неизвестная страна|Страны не определены|"
     "Страна не определена|Не указано|Разные|Неизвестно|Pays non spécifiés|Pays indéterminés|Zones nda|"
     "Special Categories and Economic Zones|Белгісіз елдер|نامعلوم"},
    {"Special categories", "_O|G898", "Special categories n.i.e.|Специальные категории|Memorandum Items"},
    {"Bunkers", "X1|B19",
     "Bunkers and stores|Ship stores|Ships' stores|Бункеровка|Ship stores and bunkers"},
    {"Free zones", "X2", "Free zone|Export processing zones|Export Processing Zone|EPZ|Free trade zones|Свободные зоны"},
    {"International organizations", "", "International organisations|Международные организации"},
    {"High seas", "QP", "Haute mer"},
    {"Stores and provisions", "QQ|QR|QS", ""},
    {"Countries and territories not specified", "QU|QV|QW|QX|QY|QZ", ""},
    {"Neutral Zone", "NTZ|NT", "Iraq-Saudi Arabia Neutral Zone"},
    {"Africa", "F1|AFR|AFRICA", "Африка|Страны Африки|Afrique|Африка елдері|افریقہ"},
    {"Africa, not specified", "F19", "Other Africa, nes|Africa not specified|Northern Africa, nes"},
    {"Sub-Saharan Africa", "F6|SSA|SSF|G603|TX603",
     "Sub Saharan Africa|Африка южнее Сахары|Африка к югу от Сахары|Afrique subsaharienne"},
    {"North Africa", "", "Northern Africa|Северная Африка|Afrique du Nord"},
    {"America", "AMERICA",
     "Americas|Америка|Страны Америки|Amérique|Amériques|Америка елдері|North and South America"},
    {"North America", "", "Northern America|Северная Америка|Amérique du Nord|Солтүстік Америка"},
    {"America, not specified", "A59|A79|A199|A19|A49|R98",
     "North America and Central America, nes|LAIA, nes|Rest of America, nes|Caribbean, nes|CACM, nes|"
     "Western Hemisphere not specified|Other Countries In America"},
    {"Central America", "", "Центральная Америка|Amérique centrale"},
    {"South America", "", "Южная Америка|Amérique du Sud|Оңтүстік Америка"},
    {"South and Central America", "", "Central and South America|Central America and South America"},
    {"Latin America and the Caribbean", "LAC|LCN",
     "Latin America|Латинская Америка|Латинская Америка и Карибский бассейн|Amérique latine|Latin America and Caribbean|"
     "Amérique latine et Caraïbes"},
    {"Caribbean", "", "Карибский бассейн|Caraïbes"},
    {"Western Hemisphere", "A10|G205|TX205", "Emerging and Developing Western Hemisphere"},
    {"Asia", "ASIA", "Азия|Страны Азии|Asie|Азия елдері|ایشیا"},
    {"Asia, not specified", "W19|S98",
     "Asia not specified|Western Asia, nes|Other countries in Asia"},
    {"Central Asia", "", "Центральная Азия|Средняя Азия|Страны Центральной Азии|Asie centrale|Орталық Азия|وسطی ایشیا"},
    {"Middle East", "", "Ближний Восток|Moyen-Orient|Middle East not specified|Таяу Шығыс|مشرق وسطی"},
    {"Middle East and North Africa", "MENA|MEA", "Ближний Восток и Северная Африка"},
    {"Middle East and Central Asia", "G400|TX400", "Middle East and Central Asia not specified"},
    {"Pacific Rim", "", ""},
    {"Asia and the Pacific", "", "Asia-Pacific|Asia Pacific|Asia and Pacific|Азиатско-Тихоокеанский регион"},
    {"Eastern Asia", "EAS", "East Asia|Восточная Азия|Asie de l'Est|Asie orientale"},
    {"Southern Asia", "SAS", "South Asia|Южная Азия|Asie du Sud|جنوبی ایشیا"},
    {"South-eastern Asia", "", "South East Asia|Southeast Asia|Юго-Восточная Азия|Asie du Sud-Est"},
    {"Western Asia", "", "West Asia|Западная Азия|Asie occidentale"},
    {"Europe", "E1|EUROPE", "Европа|Страны Европы|Europe entière|Еуропа|Еуропа елдері|یورپ"},
    {"Europe, not specified", "E19",
     "Other Europe, nes|Europe not specified|Eastern Europe, nes|Europe EU, nes|Europe EFTA, nes|"
     "Other countries in Europe"},
    {"Europe and Central Asia", "ECA|ECS", ""},
    {"Eastern Europe", "", "Восточная Европа|Europe de l'Est|Europe orientale"},
    {"Western Europe", "", "Западная Европа|Europe de l'Ouest|Europe occidentale"},
    {"Northern Europe", "", "Северная Европа|Europe du Nord"},
    {"Southern Europe", "", "Южная Европа|Europe du Sud"},
    {"Australia and Oceania", "OCEANIA",
     "Oceania|Австралия и Океания|Океания|Océanie|Australie et Océanie|Аустралия және Океания|Австралия және Океания|"
     "Мұхит аралдары|Other Pacific|Pacific|اوقیانوسیہ"},
    {"Oceania, not specified", "O19", "Oceania, nes|Other Countries In Oceania|US Misc. Pacific Isds"},
    {"Melanesia", "", "Меланезия|Mélanésie"},
    {"Polynesia", "", "Полинезия|Polynésie"},
    {"Advanced Economies", "XR29|G110|TX110", "Advanced countries|Industrial Countries|Развитые страны"},
    {"Emerging and Developing Economies", "XR43|G200|TX200",
     "Emerging Market and Developing Economies|Emerging and Developing Countries|Developing Countries|"
     "Развивающиеся страны"},
    {"Emerging and Developing Asia", "S35|G505|TX505", "Developing Asia"},
    {"Emerging and Developing Europe", "E119|G903|TX903", "Developing Europe"},
    {"Newly industrialized countries", "", "NICS"},
    {"OPEC", "", "ОПЕК|Страны ОПЕК|Organization of the Petroleum Exporting Countries|OPEP"},
    {"OECD", "OED", "ОЭСР|Страны ОЭСР|OECD countries|OCDE"},
    {"NAFTA", "", "НАФТА|USMCA|ALENA|NAFTA with Mexico (Consump)|NAFTA with Canada (Consump)|"
     "USMCA with Mexico (Consump)|USMCA with Canada (Consump)"},
    {"CAFTA-DR", "", "CAFTA"},
    {"ASEAN", "", "АСЕАН|Страны АСЕАН|Association of Southeast Asian Nations|ANASE"},
    {"EFTA", "", "ЕАСТ|Страны ЕАСТ|European Free Trade Association|AELE"},
    {"Shanghai Cooperation Organisation", "SCO", "ШОС|Страны ШОС|ШЫҰ|ШЫҰ елдері"},
    {"BRICS", "", "БРИКС|Страны БРИКС"},
    {"G20", "", "G-20|Group of Twenty|Страны G20|Большая двадцатка"},
    {"G7", "", "G-7|Group of Seven"},
    {"Organization of Turkic States", "OTS", "ОТГ|Страны ОТГ|Организация тюркских государств|ТМҰ"},
    {"Economic Cooperation Organization", "ECO", "ОЭС|Страны ОЭС"},
    {"SAARC", "", "СААРК"},
    {"Gulf Cooperation Council", "GCC", "ССАГПЗ|Страны Персидского залива"},
    {"Mercosur", "", "МЕРКОСУР"},
    {"Organisation of Islamic Cooperation", "OIC", "ОИС|Страны ОИС|ИЫҰ"},
    {"Arab countries", "ARB", "Arab League|League of Arab States|Арабские страны"},
    {"Least developed countries", "LDC", "Наименее развитые страны"},
    {"Fuel exporters", "1C_080", "Export Earnings: Fuel"},
    {"Exporters of other than fuel", "1C_092", "Export Earnings: Nonfuel"},
    {"Curaçao and Sint Maarten", "", "Curacao & St. Maarten"},
    {"Channel Islands", "CHI|JG", "Нормандские острова"},
    {"Canary Islands", "XB|IC", "Канарские острова|Îles Canaries"},
    {"Ceuta", "XC", "Сеута"},
    {"Melilla", "XL", "Мелилья"},
    {"Ceuta and Melilla", "", "Сеута и Мелилья|Ceuta et Melilla"},
    {"Northern Ireland", "XI", "United Kingdom (Northern Ireland)|Северная Ирландия"},
    {"Gaza Strip", "", "Gaza Strip admin. by Israel|Gaza"},
    {"West Bank", "", "West Bank admin. by Israel"},
    {"Polar regions", "XR", ""},
    {"British Antarctic Territory", "", "Br. Antarctic Terr."},
    {"Technology products of all countries", "", "Advance Technology Products|Advanced Technology Products"},
};

constexpr GroupBeginning kBeginnings[] = {
    {"european union", "European Union"},
    {"eu-", "European Union"},
    {"extra-eu ", "Countries outside the European Union"},
    {"extra-eu2", "Countries outside the European Union"},
    {"extra-eu-", "Countries outside the European Union"},
    {"intra-eu ", "Countries inside the European Union"},
    {"intra-eu2", "Countries inside the European Union"},
    {"intra-eu-", "Countries inside the European Union"},
    {"extra-euro area", "Countries outside the euro area"},
    {"intra-euro area", "Countries inside the euro area"},
    {"euro area", "Euro area"},
    {"countries and territories not specified", "Countries and territories not specified"},
    {"stores and provisions", "Stores and provisions"},
    {"countries not specified", "Countries and areas not specified"},
    {"emerging market and developing economies", "Emerging and Developing Economies"},
    {"other countries", "Other countries"},
    {"rest of ", "Other countries"},
    {"остальные страны", "Other countries"},
    {"другие страны", "Other countries"},
    {"прочие страны", "Other countries"},
    {"страны ", "A group of countries"},
    {"государства ", "A group of countries"},
};

constexpr GroupNumber kUn[] = {
    {0, "World"}, {1, "World"}, {2, "Africa"}, {5, "South America"}, {9, "Australia and Oceania"},
    {11, "Western Africa"}, {13, "Central America"}, {14, "Eastern Africa"}, {15, "North Africa"}, {17, "Middle Africa"},
    {18, "Southern Africa"}, {19, "America"}, {21, "North America"}, {29, "Caribbean"}, {30, "Eastern Asia"},
    {34, "Southern Asia"}, {35, "South-eastern Asia"}, {39, "Southern Europe"}, {53, "Australia and New Zealand"},
    {54, "Melanesia"}, {57, "Micronesia (region)"}, {61, "Polynesia"}, {80, "British Antarctic Territory"},
    {97, "European Union"}, {129, "America, not specified"}, {142, "Asia"}, {143, "Central Asia"},
    {145, "Western Asia"}, {150, "Europe"}, {151, "Eastern Europe"}, {154, "Northern Europe"}, {155, "Western Europe"},
    {202, "Sub-Saharan Africa"}, {221, "Europe, not specified"}, {290, "Africa, not specified"},
    {419, "Latin America and the Caribbean"}, {471, "America, not specified"}, {472, "Africa, not specified"},
    {473, "America, not specified"}, {527, "Oceania, not specified"}, {536, "Neutral Zone"},
    {568, "Europe, not specified"}, {577, "Africa, not specified"}, {636, "America, not specified"},
    {637, "America, not specified"}, {697, "Europe, not specified"}, {711, "Southern African Customs Union"},
    {830, "Channel Islands"}, {837, "Bunkers"}, {838, "Free zones"}, {839, "Special categories"},
    {849, "Oceania, not specified"}, {879, "Asia, not specified"}, {899, "Countries and areas not specified"},
};

constexpr GroupNumber kImf[] = {
    {1, "World"}, {80, "Fuel exporters"}, {92, "Exporters of other than fuel"}, {110, "Advanced Economies"},
    {163, "Euro area"}, {170, "Europe, not specified"}, {200, "Emerging and Developing Economies"},
    {205, "Western Hemisphere"}, {355, "Curaçao and Sint Maarten"}, {399, "America, not specified"},
    {400, "Middle East and Central Asia"}, {405, "Middle East"}, {489, "Middle East"},
    {505, "Emerging and Developing Asia"}, {598, "Asia, not specified"}, {603, "Sub-Saharan Africa"}, {605, "Africa"},
    {799, "Africa, not specified"}, {884, "Europe, not specified"}, {898, "Special categories"},
    {899, "Countries and areas not specified"}, {903, "Emerging and Developing Europe"}, {910, "Other countries"},
    {998, "European Union"},
};

constexpr GroupNumber kCensus[] = {
    {1, "OPEC"}, {3, "European Union"}, {4, "World"}, {5, "NAFTA"}, {6, "NAFTA"},
    {7, "Technology products of all countries"}, {8, "Newly industrialized countries"},
    {9, "South and Central America"}, {10, "North America"}, {12, "Europe"}, {13, "Africa"}, {14, "Pacific Rim"},
    {15, "World"}, {16, "Asia"}, {17, "CAFTA-DR"}, {18, "Australia and Oceania"}, {19, "Sub-Saharan Africa"},
    {20, "Euro area"}, {21, "NAFTA"}, {22, "NAFTA"}, {5080, "Israel with the Gaza Strip and the West Bank"},
    {5082, "Gaza Strip"}, {5083, "West Bank"}, {5160, "Neutral Zone"}, {8220, "Countries and areas not specified"},
    {8500, "International organizations"},
};
// clang-format on

}  // namespace

std::span<const GroupRow> country_groups() { return kGroups; }

std::span<const GroupBeginning> group_beginnings() { return kBeginnings; }

std::span<const GroupNumber> un_group_numbers() { return kUn; }

std::span<const GroupNumber> imf_group_numbers() { return kImf; }

std::span<const GroupNumber> census_group_numbers() { return kCensus; }

}  // namespace tradewatch::trade
