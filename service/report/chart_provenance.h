// Who published what a drawing of an assessment shows, and which state of it.

#pragma once

#include "models/targets/assessment.h"
#include "service/charts/provenance.h"

namespace tradewatch::report {

enum class DrawnSides { own, both };  // whether the partner's figures are drawn, too

[[nodiscard]] charts::Provenance provenance_of(const targets::Assessment& assessment, DrawnSides sides);

}  // namespace tradewatch::report
