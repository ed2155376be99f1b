// The few words that say of what kind a notice is, in the reader's language.

#pragma once

#include <string>
#include <string_view>

#include "service/wording/language.h"

namespace tradewatch::wording {

// "Alert" for `firing`, and so on for `reminder`, `resolved`, `test` and `report`; another kind stands as it is.
[[nodiscard]] std::string notice_kind_words(std::string_view kind, Language language);

// What a test notice says.
[[nodiscard]] std::string test_notice_text(Language language);

}  // namespace tradewatch::wording
