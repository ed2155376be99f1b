// A currency by its ISO 4217 code, and the days on which it was one.
//
// A currency that was redenominated has a code of its own before and after: 20,000 BYR were 2 BYN. An amount under the
// wrong one is wrong by a factor of ten thousand, so a code counts within its life alone. Lives are those of ISO 4217's
// lists of current and historic codes; where old and new notes went side by side, both lives hold.

#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "models/trade/date.h"
#include "models/trade/month.h"

namespace tradewatch::trade {

struct Currency {
  std::string_view code;
  std::optional<Date> first;     // absent: before any month that is taken
  std::optional<Date> last;      // absent: it still is one
  std::string_view predecessor;  // the code before `first`, or empty
  std::string_view successor;    // the code after `last`, or empty

  // Whether at least one day of the month is in its life.
  [[nodiscard]] bool lives_in(Month month) const;
};

// Sorted by code; no code twice.
[[nodiscard]] std::span<const Currency> currencies();

// `code` in capitals; nullptr when nobody has it.
[[nodiscard]] const Currency* find_currency(std::string_view code);

}  // namespace tradewatch::trade
