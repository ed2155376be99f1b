// How an assessment came about: every figure, every sum, every weight, so that a reader can redo each number.
//
// Figures are numbered F1 to Fn over all components, then the partner's side; each later line names them by these
// numbers.

#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "models/targets/assessment.h"

namespace tradewatch::report {

[[nodiscard]] std::string explain_text(const targets::Assessment& assessment);
[[nodiscard]] boost::json::object explain_json(const targets::Assessment& assessment);

}  // namespace tradewatch::report
