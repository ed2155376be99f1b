#include "models/trade/country.h"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/trade/country_names.h"
#include "models/trade/country_table.h"
#include "models/trade/letters.h"
#include "models/trade/name_key.h"

namespace tradewatch::trade {
namespace {

// Every spelling of every row. Texts of codes and numbers are kept apart from names by their first character.
class Lookup {
 public:
  Lookup() {
    for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
      for (const CountryRow& row : rows) add(row);
    }
    for (const auto names :
         {russian_country_names(), french_country_names(), kazakh_country_names(), urdu_country_names()}) {
      for (const CountryNames& row : names) add_names(row.names, *code(row.alpha3));
    }
  }

  [[nodiscard]] const CountryRow* code(std::string_view text) const { return at(codes_, std::string(text)); }
  [[nodiscard]] const CountryRow* number(int n) const { return at(numbers_, n); }
  [[nodiscard]] const CountryRow* name(const std::string& key) const { return at(names_, key); }

  // What may be meant by a text in Latin letters, French and other usual names included, or in Cyrillic or Arabic ones
  // too.
  [[nodiscard]] static std::vector<std::string_view> suggestions(bool other_scripts) {
    std::vector<std::string_view> all;
    for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
      for (const CountryRow& row : rows) {
        all.push_back(row.alpha3);
        all.push_back(row.name);
        each_name(row.alternatives, [&](std::string_view name) { all.push_back(name); });
      }
    }
    for (const CountryNames& row : french_country_names()) {
      each_name(row.names, [&](std::string_view name) { all.push_back(name); });
    }
    if (!other_scripts) return all;
    for (const auto names : {russian_country_names(), kazakh_country_names(), urdu_country_names()}) {
      for (const CountryNames& row : names) each_name(row.names, [&](std::string_view name) { all.push_back(name); });
    }
    return all;
  }

 private:
  template <typename Map, typename Key>
  static const CountryRow* at(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }

  void add(const CountryRow& row) {
    codes_.emplace(row.alpha3, &row);
    if (!row.alpha2.empty()) codes_.emplace(row.alpha2, &row);
    numbers_.emplace(row.m49, &row);
    if (row.un_variant != 0) numbers_.emplace(row.un_variant, &row);
    add_name(row.name, row);
    add_names(row.alternatives, row);
  }

  template <typename Take>
  static void each_name(std::string_view names, const Take& take) {
    while (!names.empty()) {
      const std::size_t end = std::min(names.find('|'), names.size());
      take(names.substr(0, end));
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }

  void add_names(std::string_view names, const CountryRow& row) {
    each_name(names, [&](std::string_view name) { add_name(name, row); });
  }

  // Capitals alone are an older code or an abbreviation; they match as codes do.
  void add_name(std::string_view name, const CountryRow& row) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() <= 4 && std::all_of(name.begin(), name.end(), capital)) codes_.emplace(name, &row);
    if (auto key = name_key(name)) names_.emplace(std::move(*key), &row);
  }

  std::unordered_map<std::string, const CountryRow*> codes_;
  std::unordered_map<int, const CountryRow*> numbers_;
  std::unordered_map<std::string, const CountryRow*> names_;
};

const Lookup& lookup() {
  static const Lookup kLookup;
  return kLookup;
}

// Names that two countries have, with the names that leave no doubt.
struct SharedName {
  std::string_view name;
  std::vector<std::string> meant;
};

const std::vector<SharedName>& shared_names() {
  static const std::vector<SharedName> kShared = {
      {"Virgin Islands", {"British Virgin Islands", "US Virgin Islands"}},
      {"Виргинские острова", {"Виргинские острова (Великобритания)", "Виргинские острова (США)"}},
      {"Îles Vierges", {"Îles Vierges britanniques", "Îles Vierges des États-Unis"}},
      {"Корея", {"Республика Корея", "КНДР"}},
      {"Corée", {"Corée du Sud", "Corée du Nord"}},
      {"کوریا", {"جنوبی کوریا", "شمالی کوریا"}},
      {"کانگو", {"کانگو - برازاویلے", "کانگو - کنشاسا"}},
      {"Czech and Slovak Republics", {"Czechia", "Slovakia", "Czechoslovakia"}},
  };
  return kShared;
}

const CountryRow* find_row(std::string_view text) {
  if (text.size() <= 4 && all_digits(text)) {
    int number = 0;
    for (const char c : text) number = number * 10 + (c - '0');
    return lookup().number(number);
  }
  if (const CountryRow* row = lookup().code(ascii_upper(text))) return row;
  const auto key = name_key(text);
  return key ? lookup().name(*key) : nullptr;
}

// Several names of one country are one suggestion, the nearest of them; the usual English name stands for the others.
std::vector<std::string> one_a_country(const std::vector<std::string>& names, std::size_t most) {
  std::vector<std::string> kept;
  std::vector<const CountryRow*> countries;
  for (const std::string& name : names) {
    const CountryRow* country = find_row(name);
    if (kept.size() == most || std::ranges::find(countries, country) != countries.end()) continue;
    const std::string others = "|" + std::string(country->alternatives) + "|";
    kept.push_back(others.find("|" + name + "|") == std::string::npos ? name : std::string(country->name));
    countries.push_back(country);
  }
  return kept;
}

std::vector<std::string> probably_meant(std::string_view text) {
  constexpr std::size_t kSuggestions = 3;
  const auto key = name_key(text);
  for (const SharedName& shared : shared_names()) {
    if (key && key == name_key(shared.name)) return shared.meant;
  }
  const bool other_scripts =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) < 0; });
  return one_a_country(nearest(text, Lookup::suggestions(other_scripts), kSuggestions * 4), kSuggestions);
}

}  // namespace

std::expected<Country, UnknownCountry> find_country(std::string_view text) {
  if (const CountryRow* row = find_row(text)) return Country(row->alpha3);
  return std::unexpected(UnknownCountry{probably_meant(text)});
}

std::optional<Country> known_country(std::string_view text) {
  const CountryRow* row = find_row(text);
  return row != nullptr ? std::optional(Country(row->alpha3)) : std::nullopt;
}

std::string english_name(const Country& country) {
  const CountryRow* row = lookup().code(country.alpha3());
  return std::string(row != nullptr ? row->name : country.alpha3());
}

}  // namespace tradewatch::trade
