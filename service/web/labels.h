// The fixed texts of the pages, all in one place, each under a key: headings, names of numbers, heads of tables.
//
// Templates name them `label.KEY`. What tells a reader something about a target is no label: that is service/wording.

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace tradewatch::web {

struct Label {
  std::string_view key;
  std::string_view text;
};

// Of `language`, in the order of their keys; a language without labels gets English.
[[nodiscard]] std::span<const Label> labels(std::string_view language = "en");

// The text of one key; a key that is not there is a fault of the program and throws std::logic_error.
[[nodiscard]] std::string label(std::string_view key, std::string_view language = "en");

}  // namespace tradewatch::web
