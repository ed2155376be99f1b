// The fixed texts of the pages, all in one place, each under a key: headings, names of numbers, heads of tables.
//
// Templates name them `label.KEY`. Each is a message of the context "page", so the catalogues have it in every
// language. What tells a reader something about a target is no label: that is service/wording.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "service/wording/message.h"

namespace tradewatch::web {

struct Label {
  std::string_view key;
  wording::Message text;
};

// In the order of their keys.
[[nodiscard]] std::span<const Label> labels();

// The text of one key, its places filled; a key that is not there is a fault of the program and throws
// std::logic_error.
[[nodiscard]] std::string label(std::string_view key, wording::Language language, wording::Values values = {});

}  // namespace tradewatch::web
