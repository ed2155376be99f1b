// Why something was decided: a code with typed values. Log, metric, alert, page and test all use the same one;
// only service/wording makes a sentence of it.

#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tradewatch::targets {

using ReasonValue = std::variant<double, std::string>;

struct Reason {
  std::string code;                                         // snake_case, listed in service/wording
  std::vector<std::pair<std::string, ReasonValue>> values;  // in the order in which they are printed

  bool operator==(const Reason&) const = default;
};

}  // namespace tradewatch::targets
