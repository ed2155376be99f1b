// The life of an alert, counted in releases: inactive -> pending -> firing -> recovering -> resolved.
//
// A rule enters after it held for `persist` releases in a row, and leaves after it was clear for as many; clear asks
// for a better value than the one that enters, so a target near its threshold does not flap. A good release ends
// `pending` at once, a bad one ends `recovering` at once. `resolved` is where the next episode starts.

#pragma once

#include <optional>
#include <string_view>

namespace tradewatch::alerts {

enum class State { inactive, pending, firing, recovering, resolved };

[[nodiscard]] std::string_view name_of(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

// How a rule stands at one release. Neither: between the value that enters and the better one that leaves.
enum class Stand { holds, between, clear };

struct Standing {
  State state = State::inactive;
  int steps = 0;  // releases counted towards the next state
};

// One release further. `persist` >= 1.
[[nodiscard]] Standing step(const Standing& before, Stand stand, int persist);

}  // namespace tradewatch::alerts
