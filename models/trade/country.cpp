#include "models/trade/country.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <unordered_map>
#include <utility>

#include "models/trade/country_table.h"
#include "models/trade/letters.h"

namespace tradewatch::trade {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kShortWords = {{
    {"rep", "republic"},
    {"dem", "democratic"},
    {"fed", "federated"},
    {"st", "saint"},
    {"isds", "islands"},
    {"isl", "islands"},
    {"is", "islands"},
    {"island", "islands"},
    {"isles", "islands"},
    {"terr", "territories"},
    {"br", "british"},
    {"fmr", "former"},
    {"territory", "territories"},
    {"people", "peoples"},
    {"sts", "states"},
    {"kgdm", "kingdom"},
    {"utd", "united"},
}};

bool is_stop_word(std::string_view word) { return word == "the" || word == "of" || word == "and" || word == "in"; }

// A name as the sorted set of its words, so that "Iran (Islamic Rep. of)" is "Iran, Islamic Republic of". Nothing
// when it holds a character that no English name has: a look-alike letter must never match in silence.
std::optional<std::string> canonical_name(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    at += letter.bytes;
    if (!letter.valid || letter.code < 0x20) return std::nullopt;
    if (letter.code == U'\'' || letter.code == U'\u2019' || letter.code == U'.') continue;
    const char* base = latin_base(letter.code);
    if (base == nullptr) return std::nullopt;
    const bool word = letter.code >= 0x80 || std::isalnum(static_cast<unsigned char>(*base)) != 0;
    plain += word ? base : " ";
  }
  std::vector<std::string_view> words;
  const std::string_view all = plain;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(' ', at), all.size());
    std::string_view word = all.substr(at, end - at);
    for (const auto& [brief, full] : kShortWords) {
      if (word == brief) word = full;
    }
    if (!word.empty() && !is_stop_word(word)) words.push_back(word);
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  std::string name;
  for (const std::string_view word : words) name.append(name.empty() ? "" : " ").append(word);
  return name;
}

// Every spelling of every row. Texts of codes and numbers are kept apart from names by their first character.
class Lookup {
 public:
  Lookup() {
    for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
      for (const CountryRow& row : rows) add(row);
    }
  }

  [[nodiscard]] const CountryRow* code(std::string_view text) const { return at(codes_, std::string(text)); }
  [[nodiscard]] const CountryRow* number(int n) const { return at(numbers_, n); }
  [[nodiscard]] const CountryRow* name(const std::string& canonical) const { return at(names_, canonical); }

  [[nodiscard]] std::vector<std::string_view> codes_and_names() const {
    std::vector<std::string_view> all;
    for (const auto rows : {countries_a_to_l(), countries_m_to_z(), former_countries()}) {
      for (const CountryRow& row : rows) {
        all.push_back(row.alpha3);
        all.push_back(row.name);
      }
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
    for (std::string_view rest = row.alternatives; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      add_name(rest.substr(0, end), row);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  // Capitals alone are an older code or an abbreviation; they match as codes do.
  void add_name(std::string_view name, const CountryRow& row) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (name.size() <= 4 && std::all_of(name.begin(), name.end(), capital)) codes_.emplace(name, &row);
    if (auto canonical = canonical_name(name)) names_.emplace(std::move(*canonical), &row);
  }

  std::unordered_map<std::string, const CountryRow*> codes_;
  std::unordered_map<int, const CountryRow*> numbers_;
  std::unordered_map<std::string, const CountryRow*> names_;
};

const Lookup& lookup() {
  static const Lookup kLookup;
  return kLookup;
}

const CountryRow* find_row(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), is_digit)) {
    int number = 0;
    for (const char c : text) number = number * 10 + (c - '0');
    return lookup().number(number);
  }
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (const CountryRow* row = lookup().code(upper)) return row;
  const auto canonical = canonical_name(text);
  return canonical ? lookup().name(*canonical) : nullptr;
}

}  // namespace

std::expected<Country, UnknownCountry> find_country(std::string_view text) {
  if (const CountryRow* row = find_row(text)) return Country(row->alpha3);
  constexpr std::size_t kSuggestions = 3;
  return std::unexpected(UnknownCountry{nearest(text, lookup().codes_and_names(), kSuggestions)});
}

std::string english_name(const Country& country) {
  const CountryRow* row = lookup().code(country.alpha3());
  return std::string(row != nullptr ? row->name : country.alpha3());
}

}  // namespace tradewatch::trade
