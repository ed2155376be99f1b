// The language of an answer: `?lang=` decides, else what Accept-Language prefers, else English.

#pragma once

#include <expected>

#include "service/web/message.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// The fault is a problem document: `?lang=` names a language that there is not.
[[nodiscard]] std::expected<wording::Language, Response> language_of(const Request& request);

// The one of ours that the header's value weighs highest, the first of equals; nothing where it names none of them.
// A weight of 0 refuses.
[[nodiscard]] std::optional<wording::Language> preferred_language(std::string_view accept_language);

}  // namespace tradewatch::web
