// A name reduced to what matters when names are compared, in Latin, Cyrillic and Arabic script.
//
// Case, marks of Latin letters, punctuation, the order of words, articles and "of" do not matter, and usual short
// words are written in full: "Iran (Islamic Rep. of)" and "Iran, Islamic Republic of" have one key. Letters that only
// look alike are kept apart, so a name with a letter of another script has a key that no table holds.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tradewatch::trade {

// Nothing for a text with a character that no name has (a zero-width space, a byte that is no UTF-8), and for one
// without any word.
[[nodiscard]] std::optional<std::string> name_key(std::string_view text);

}  // namespace tradewatch::trade
