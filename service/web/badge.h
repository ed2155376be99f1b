// A target's verdict as a small picture for pages elsewhere: in words, with sign and colour, and a title for those who
// cannot see it.
//
//   GET /badge/{target}.svg   in the language of language_choice.h

#pragma once

#include <string>

#include "service/web/content.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// One SVG file that needs nothing else. Of the assessment's `id`, `title` and `verdict`.
[[nodiscard]] std::string badge_of(const boost::json::object& assessment, wording::Language language);

}  // namespace tradewatch::web
