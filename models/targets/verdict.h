// The verdict on a target, from a probability and what is known, with words for likelihood.
//
// `achieved` and `missed` are arithmetic on published figures, never a forecast. The others are bands of the
// probability: on_track from 0.66, at_risk from 0.33, off_track below. What cannot be judged is `unknown`, with its
// reason, and never a guess. Likelihood words are those of IPCC AR4, made disjoint.

#pragma once

#include <optional>
#include <string_view>

namespace tradewatch::targets {

enum class Verdict { achieved, on_track, at_risk, off_track, missed, unknown };

[[nodiscard]] std::string_view name_of(Verdict verdict);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view text);

// 0 is the most urgent: missed, off_track, at_risk, unknown, on_track, achieved.
[[nodiscard]] int urgency(Verdict verdict);

inline constexpr double kOnTrackFrom = 0.66;
inline constexpr double kAtRiskFrom = 0.33;

[[nodiscard]] Verdict verdict_of(double probability);

enum class Likelihood {
  virtually_certain,       // > 0.99
  very_likely,             // 0.90 to 0.99
  likely,                  // 0.66 to 0.90
  about_as_likely_as_not,  // 0.33 to 0.66
  unlikely,                // 0.10 to 0.33
  very_unlikely,           // 0.01 to 0.10
  exceptionally_unlikely,  // < 0.01
};

[[nodiscard]] Likelihood likelihood_of(double probability);
[[nodiscard]] std::string_view name_of(Likelihood likelihood);  // "very unlikely"

}  // namespace tradewatch::targets
