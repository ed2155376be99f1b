// Messages: whole sentences and terms as the program has them, in English, and as its readers get them.
//
// A message is named by its context and its English text, which is also what is said where a language has no
// translation. Places stand in braces, `{amount}`, and are filled by name, so a translation may order them as its
// grammar asks. Sentences are messages as a whole: none is glued from pieces, since no two languages break alike.
//
// Translations are gettext catalogues, config/locale/*.po; the build compiles them into the program, and Boost.Locale
// finds messages and plural forms in them. `message(...)` and `plural(...)` are what xgettext looks for; a test fails
// when one of them is not in every catalogue.
//
// In a language that is written from right to left, values that hold numbers, codes or letters of another script are
// isolated (U+2068 ... U+2069): they keep their own direction and never reorder the words around them.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "service/wording/language.h"

namespace tradewatch::wording {

struct Message {
  const char* context = "";
  const char* text = "";
};

struct PluralMessage {
  const char* context = "";
  const char* one = "";
  const char* many = "";
};

[[nodiscard]] constexpr Message message(const char* context, const char* text) { return {context, text}; }
[[nodiscard]] constexpr PluralMessage plural(const char* context, const char* one, const char* many) {
  return {context, one, many};
}

// A place and what it is filled with.
using Value = std::pair<std::string_view, std::string>;
using Values = std::initializer_list<Value>;

// A place without a value stays as it is written.
[[nodiscard]] std::string say(Language language, const Message& message, Values values = {});
// The form for `count`, which also fills the place `{count}` with digits grouped.
[[nodiscard]] std::string say(Language language, const PluralMessage& message, int count, Values values = {});

// `part` behind the parts that `list` holds already, with what the language puts between them.
void add_part(std::string& list, std::string_view part, Language language);

// `text` in its own direction within a sentence of `language`; unchanged where the line runs from left to right.
[[nodiscard]] std::string isolated(Language language, std::string_view text);

// `text` as a line of `language` that stands alone among another direction, as words of a drawing do: isolated from
// right to left (U+2067 ... U+2069) where the language is, so that a number at its beginning stays there.
[[nodiscard]] std::string own_line(Language language, std::string_view text);

}  // namespace tradewatch::wording
