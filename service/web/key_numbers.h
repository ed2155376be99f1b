// The few numbers of an assessment that a reader looks for first, read out of its JSON.
//
// What is absent there, or no finite number, is left out here: a card without a number says nothing.

#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::web {

struct KeyNumber {
  std::string label;
  std::string value;
  std::string note;  // may be empty
};

// In the order in which they are read: what is expected and how likely, where it stands, what it would take.
[[nodiscard]] std::vector<KeyNumber> key_numbers(const boost::json::object& assessment);

// How a verdict is shown: its word, its sign (so that colour is never alone) and its style.
struct VerdictLook {
  std::string_view code;   // CONTRACT's
  std::string_view words;  // "Off track"
  std::string_view sign;
  int urgency;  // 0 is the most urgent
};
// Of the assessment's `verdict`; what is absent or not known counts as `unknown`.
[[nodiscard]] const VerdictLook& verdict_look(const boost::json::object& assessment);

// `under 1 %`, `2 %`, `over 99 %`: never 0 or 100 %.
[[nodiscard]] std::string percent_of_probability(double probability);
// `157 million USD`, `1 billion USD`, `83.3 million USD`, `950 thousand USD`.
[[nodiscard]] std::string money(double usd);

// The member at a path such as {"forecast", "probability"}, if it is a finite number.
[[nodiscard]] std::optional<double> number_at(const boost::json::object& object,
                                              std::initializer_list<std::string_view> path);
[[nodiscard]] std::string text_at(const boost::json::object& object, std::initializer_list<std::string_view> path);

}  // namespace tradewatch::web
