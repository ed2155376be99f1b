// Assessments of made-up figures through the real models and the shipped prior.

#pragma once

#include <string>
#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::report {

// Exports and imports of one pair, month by month up to `last`, smooth growth with a season; amounts in millions.
struct MadeUp {
  trade::Month first{2021, 1};
  trade::Month last{2025, 10};
  double monthly_millions = 10.0;  // of exports; imports are half
  bool zero = false;               // every figure is zero
  bool spans = false;              // a fiscal year of Pakistan in running sums instead of months
};

[[nodiscard]] targets::AssessmentInput input_of(const MadeUp& made_up, double amount_usd);
[[nodiscard]] trade::KeptFigure figure(const trade::FlowKey& key, const std::string& period, const std::string& value,
                                       const std::string& published);
[[nodiscard]] targets::Assessment assessed(const targets::AssessmentInput& input);

}  // namespace tradewatch::report
