// What a pull asks for on a given day: addresses made of the template in its settings.
//
// A template with {period}, {year} or {month} asks for one period at a time: the newest that may be out first, then
// older ones. The newest month is the last that is over; the newest year is the one that runs, since months of it are
// out before it ends, and at New Year the first answer is empty and the year before is asked. A template with {from}
// and {to} asks for a span once; one with neither is asked as it stands. `{key}` stays in place: only the fetching
// puts the key there, so that every address here may be shown and stored.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/trade/date.h"
#include "service/settings/settings.h"

namespace tradewatch::intake {

struct PullRequest {
  std::string period;  // "2026-10" or "2026"; empty when the template asks for none. Later periods sort after earlier.
  std::string url;     // with `{key}` still in it
};

// Newest first; at least one, at most back + 1.
[[nodiscard]] std::vector<PullRequest> requests_of(const settings::Pull& pull, trade::Date today);

// `text` without the key, whether as it is or as an address writes it: `{key}` stands there instead.
[[nodiscard]] std::string without_key(std::string text, std::string_view key);

// As an address writes it: all but letters, digits and -._~ as %XX.
[[nodiscard]] std::string in_address(std::string_view text);

}  // namespace tradewatch::intake
