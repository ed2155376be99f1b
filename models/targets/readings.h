// Which reading of a target is its headline: the least favourable of those that can be judged.
//
// Less favourable is the more urgent verdict (verdict.h), then the lower probability, then the earlier in the settings,
// the main one first. Probabilities under kLeastTold are one, and those over kMostTold: they are told as "under 1 %"
// and "over 99 %", and chance among sample paths must not decide whose figures a reader sees. A reading that is
// `unknown` never rules over one that is judged, so it hides no bad news and makes none; it stands beside the headline
// with its reason. Where none can be judged the main reading is the headline.

#pragma once

#include <cstddef>
#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::targets {

inline constexpr double kLeastTold = 0.01;
inline constexpr double kMostTold = 0.99;

// The place of the one that rules, of at least one.
[[nodiscard]] std::size_t ruling_of(const std::vector<Assessment>& readings);

// Of the main reading, then of the others in their order: at least one. Without others it is returned as it is; else
// it carries the summaries of all, the assessments of the others, and says which one rules (`reading_rules`) and
// which cannot be judged (`reading_unknown`) among its reasons.
[[nodiscard]] Assessment headline_of(std::vector<Assessment> readings);

// kMainReading, or the reading's own.
[[nodiscard]] std::string reading_name(const Target& target);

}  // namespace tradewatch::targets
