// The languages that people are spoken to in.
//
// A language is handed to whatever makes a sentence; none is kept anywhere, so one process speaks all of them at once
// and what it says is the same under every LC_ALL.

#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace tradewatch::wording {

enum class Language { en, ur, kk, ru };
inline constexpr std::array kLanguages = {Language::en, Language::ur, Language::kk, Language::ru};

// BCP 47: "en", "ur", "kk", "ru".
[[nodiscard]] std::string_view name_of(Language language);
// "ru", and what says more, "ru-KZ" or "ru_RU", in any case of letters; nothing for other languages.
[[nodiscard]] std::optional<Language> parse_language(std::string_view tag);
// English where it is not known.
[[nodiscard]] Language language_or_english(std::string_view tag);

// As its readers write it: "English", "اردو".
[[nodiscard]] std::string_view own_name_of(Language language);
// Of the line: "ltr" or "rtl", as HTML's `dir` has it.
[[nodiscard]] std::string_view direction_of(Language language);

}  // namespace tradewatch::wording
