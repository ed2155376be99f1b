// The few words that say of what kind a notice is, in the reader's language.

#pragma once

#include <string_view>

namespace tradewatch::wording {

// "Alert" for `firing`, and so on for `reminder`, `resolved` and `test`; another kind stands as it is. A language that
// is not known is English.
[[nodiscard]] std::string_view notice_kind_words(std::string_view kind, std::string_view language);

// What a test notice says.
[[nodiscard]] std::string_view test_notice_text(std::string_view language);

}  // namespace tradewatch::wording
