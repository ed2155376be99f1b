// Kinds of value that are words, countries and flows among them.

#include <algorithm>
#include <charconv>

#include "models/trade/country.h"
#include "service/settings/value_kind.h"

namespace tradewatch::settings {
namespace {

bool is_identifier_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

// A kind read from a text by a function that answers nothing when the text is none.
template <typename T, typename Parse>
Kind<T> text_kind(std::string expected, Parse parse) {
  return {std::move(expected), [parse](const toml::node& node) -> std::expected<T, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            if (auto value = parse(std::string_view(string->get()))) return *value;
            return miss();
          }};
}

std::string quoted_list(const std::vector<std::string_view>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += '"' + std::string(names[i]) + '"';
  }
  return list;
}

}  // namespace

std::unexpected<Miss> miss(std::string expected, std::string found) {
  return std::unexpected(Miss{std::move(expected), std::move(found)});
}

std::string found_in(const toml::node& node) {
  constexpr std::size_t kShown = 60;
  if (const auto* string = node.as_string()) {
    std::string shown = string->get();
    if (shown.size() > kShown) {
      std::size_t end = kShown;
      while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U) --end;  // whole characters only
      shown = shown.substr(0, end) + "...";
    }
    std::replace_if(shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return '"' + shown + '"';
  }
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* number = node.as_floating_point()) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number->get());
    return {digits, end.ptr};
  }
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  return "a date or a time of day";
}

Kind<std::string> text() {
  return text_kind<std::string>("a text in quotes", [](std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos ? std::nullopt
                                                                       : std::optional(std::string(text));
  });
}

Kind<std::string> identifier() {
  return text_kind<std::string>("small letters a-z, digits and hyphens", [](std::string_view text) {
    const bool good =
        !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), is_identifier_letter);
    return good ? std::optional(std::string(text)) : std::nullopt;
  });
}

Kind<std::string> one_of(const std::vector<std::string_view>& names) {
  const std::string expected = quoted_list(names);
  return {expected, [names, expected](const toml::node& node) -> std::expected<std::string, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            if (std::find(names.begin(), names.end(), string->get()) != names.end()) return string->get();
            return miss(with_hint(expected, did_you_mean(string->get(), names)));
          }};
}

Kind<std::string> language() { return one_of({"en", "ur", "kk", "ru"}); }

Kind<bool> yes_or_no() {
  return {"true or false", [](const toml::node& node) -> std::expected<bool, Miss> {
            const auto* truth = node.as_boolean();
            if (truth == nullptr) return miss();
            return truth->get();
          }};
}

Kind<trade::Country> country() {
  return {"a country such as \"PAK\"", [](const toml::node& node) -> std::expected<trade::Country, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            auto country = trade::find_country(string->get());
            if (country) return *country;
            std::string expected = "a country such as \"PAK\"";
            for (std::size_t i = 0; i < country.error().nearest.size(); ++i) {
              expected += (i == 0 ? "; did you mean `" : ", `") + country.error().nearest[i] + "`";
            }
            if (!country.error().nearest.empty()) expected += "?";
            return miss(expected);
          }};
}

Kind<trade::Flow> flow() {
  return text_kind<trade::Flow>(R"("export", "import", "re-export", "re-import" or "two-way")", trade::parse_flow);
}

// parse_valuation and parse_basis read an empty text as unstated; in settings that is said by leaving the key out.
Kind<trade::Valuation> valuation() {
  return text_kind<trade::Valuation>(R"("fob" or "cif", or no such key)", [](std::string_view text) {
    return text.empty() ? std::nullopt : trade::parse_valuation(text);
  });
}

Kind<trade::Basis> basis() {
  return text_kind<trade::Basis>(R"("customs" or "payments", or no such key)", [](std::string_view text) {
    return text.empty() ? std::nullopt : trade::parse_basis(text);
  });
}

Kind<std::string> commodity() {
  return text_kind<std::string>(R"("TOTAL" or an HS code of 2 to 10 digits in quotes)", [](std::string_view text) {
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool good = text == "TOTAL" || (digits && text.size() >= 2 && text.size() <= 10);
    return good ? std::optional(std::string(text)) : std::nullopt;
  });
}

Kind<targets::PathKind> path_kind() {
  return text_kind<targets::PathKind>(R"("geometric" or "linear")", [](std::string_view text) {
    std::optional<targets::PathKind> kind;
    for (const auto candidate : {targets::PathKind::geometric, targets::PathKind::linear}) {
      if (text == name_of(candidate)) kind = candidate;
    }
    return kind;
  });
}

}  // namespace tradewatch::settings
