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

#include "service/wording/language.h"

namespace tradewatch::web {

struct KeyNumber {
  std::string label;
  std::string value;
  std::string note;  // may be empty
};

// In the order in which they are read: what is expected and how likely, where it stands, what it would take.
[[nodiscard]] std::vector<KeyNumber> key_numbers(const boost::json::object& assessment, wording::Language language);

// How a verdict is shown: its sign (so that colour is never alone) and its style; the label `verdict_CODE` is its word.
struct VerdictLook {
  std::string_view code;  // CONTRACT's
  std::string_view sign;
  int urgency;  // 0 is the most urgent
};
// Of the assessment's `verdict`; what is absent or not known counts as `unknown`.
[[nodiscard]] const VerdictLook& verdict_look(const boost::json::object& assessment);

// The member at a path such as {"forecast", "probability"}, if it is a finite number.
[[nodiscard]] std::optional<double> number_at(const boost::json::object& object,
                                              std::initializer_list<std::string_view> path);
[[nodiscard]] std::string text_at(const boost::json::object& object, std::initializer_list<std::string_view> path);

}  // namespace tradewatch::web
