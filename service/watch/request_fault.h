// Why something that people or programs ask for is refused.

#pragma once

#include <string>
#include <vector>

namespace tradewatch::watch {

struct RequestFault {
  std::string field;  // the name under which it came
  std::string found;
  std::string expected;
};
using RequestFaults = std::vector<RequestFault>;

}  // namespace tradewatch::watch
