#include "models/alerts/lifecycle.h"

#include <array>

namespace tradewatch::alerts {
namespace {

constexpr std::array kStates = {State::inactive, State::pending, State::firing, State::recovering, State::resolved};

// One more release towards `goal`, which is reached after `persist` of them.
Standing towards(State on_the_way, State goal, int steps, int persist) {
  return steps >= persist ? Standing{goal, 0} : Standing{on_the_way, steps};
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::inactive:
      return "inactive";
    case State::pending:
      return "pending";
    case State::firing:
      return "firing";
    case State::recovering:
      return "recovering";
    case State::resolved:
      return "resolved";
  }
  return {};
}

std::optional<State> parse_state(std::string_view text) {
  for (const State s : kStates) {
    if (name_of(s) == text) return s;
  }
  return std::nullopt;
}

Standing step(const Standing& before, Stand stand, int persist) {
  switch (before.state) {
    case State::inactive:
    case State::resolved:
      return stand == Stand::holds ? towards(State::pending, State::firing, 1, persist) : before;
    case State::pending:
      return stand == Stand::holds ? towards(State::pending, State::firing, before.steps + 1, persist)
                                   : Standing{State::inactive, 0};
    case State::firing:
      return stand == Stand::clear ? towards(State::recovering, State::resolved, 1, persist) : before;
    case State::recovering:
      return stand == Stand::clear ? towards(State::recovering, State::resolved, before.steps + 1, persist)
                                   : Standing{State::firing, 0};
  }
  return before;
}

}  // namespace tradewatch::alerts
