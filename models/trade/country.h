// A country or statistical territory, named by its ISO 3166-1 alpha-3 code.
//
// Sources write alpha-3, alpha-2, M49 numbers, UN variants of those, and names in English, Russian, French, Kazakh or
// Urdu; find_country knows them all. What is ambiguous or unknown is refused with the nearest names, never guessed.

#pragma once

#include <array>
#include <compare>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::trade {

class Country {
 public:
  constexpr Country() = default;
  // `alpha3` is three upper-case ASCII letters. Not checked against the table: use find_country for texts.
  explicit constexpr Country(std::string_view alpha3) : code_{alpha3[0], alpha3[1], alpha3[2]} {}

  [[nodiscard]] std::string_view alpha3() const { return {code_.data(), code_.size()}; }
  constexpr auto operator<=>(const Country&) const = default;

 private:
  std::array<char, 3> code_{'?', '?', '?'};
};

struct UnknownCountry {
  std::vector<std::string> nearest;  // names or codes that were probably meant, best first; may be empty
};

// Alpha-3, alpha-2, M49 number (leading zeros optional), UN variant number, or a name, in any case.
[[nodiscard]] std::expected<Country, UnknownCountry> find_country(std::string_view text);

// The same without a search for what was meant, which takes a thousand times as long: for texts by the million.
[[nodiscard]] std::optional<Country> known_country(std::string_view text);

// The usual English name, or the code itself when the table has none.
[[nodiscard]] std::string english_name(const Country& country);

}  // namespace tradewatch::trade
