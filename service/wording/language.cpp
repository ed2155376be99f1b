#include "service/wording/language.h"

#include <algorithm>

namespace tradewatch::wording {
namespace {

constexpr std::size_t kTagLetters = 2;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view name_of(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::ur:
      return "ur";
    case Language::kk:
      return "kk";
    case Language::ru:
      return "ru";
  }
  return {};
}

std::optional<Language> parse_language(std::string_view tag) {
  const std::string_view main = tag.substr(0, tag.find_first_of("-_"));
  if (main.size() != kTagLetters) return std::nullopt;
  const auto found =
      std::ranges::find_if(kLanguages, [&](Language l) { return std::ranges::equal(main, name_of(l), {}, lower); });
  return found == kLanguages.end() ? std::nullopt : std::optional(*found);
}

Language language_or_english(std::string_view tag) { return parse_language(tag).value_or(Language::en); }

std::string_view own_name_of(Language language) {
  switch (language) {
    case Language::en:
      return "English";
    case Language::ur:
      return "اردو";
    case Language::kk:
      return "Қазақша";
    case Language::ru:
      return "Русский";
  }
  return {};
}

std::string_view direction_of(Language language) { return language == Language::ur ? "rtl" : "ltr"; }

}  // namespace tradewatch::wording
