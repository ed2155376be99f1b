// A test notice to every receiver, past the store: whether the settings reach those who are to be told.

#pragma once

#include <string>
#include <vector>

#include "service/runtime/clock.h"
#include "service/settings/settings.h"

namespace tradewatch::cli {

struct SentTest {
  std::string receiver;
  bool delivered = false;
  std::string said;  // what the receiver answered, or why it has nothing; never a secret
};

// One after the other, each within its own time limit, in the order of the settings.
[[nodiscard]] std::vector<SentTest> send_tests(const std::vector<settings::Receiver>& receivers,
                                               const runtime::Clock& clock);

}  // namespace tradewatch::cli
