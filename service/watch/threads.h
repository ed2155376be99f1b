// Runs the independent parts of one assessment side by side. The parts share nothing and write to places of their
// own, so the result is the same for any number of threads.

#pragma once

#include "models/targets/assessment.h"

namespace tradewatch::watch {

// At most `threads` at once (at least 1), the caller's own among them.
[[nodiscard]] targets::Runner side_by_side(unsigned threads);

}  // namespace tradewatch::watch
