// The language of an answer: `?lang=` decides, else what Accept-Language prefers, else English.

#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "service/web/message.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// What `?lang=` says, if it is there. The fault is a problem document: it names a language that there is not.
[[nodiscard]] std::expected<std::optional<wording::Language>, Response> language_asked(const Request& request);

// Tells browsers, and caches between, in which language a page for people is and what that hung on.
void tell_language(Response& response, wording::Language language);

// The fault is that of `language_asked`.
[[nodiscard]] std::expected<wording::Language, Response> language_of(const Request& request);

// The one of ours that the header's value weighs highest, the first of equals; nothing where it names none of them.
// A weight of 0 refuses.
[[nodiscard]] std::optional<wording::Language> preferred_language(std::string_view accept_language);

}  // namespace tradewatch::web
