// How the two sides of a target usually stand to each other, from whole calendar years that both have published.
//
// The usual ratio is the median over those years; the usual range is kUsualMirrorSd robust standard deviations of its
// logarithm (1.4826 x the median distance from the median) to both sides, and never narrower than kUsualMirrorLeast:
// two offices that agreed to a percent for five years do not owe it to us. With fewer than trade::kUsualSpans years
// nothing is usual.

#pragma once

#include <optional>
#include <span>

#include "models/targets/combined_sums.h"

namespace tradewatch::targets {

inline constexpr double kUsualMirrorSd = 3.0;
inline constexpr double kUsualMirrorLeast = 1.25;  // the range holds at least the usual ratio / 1.25 to x 1.25

struct UsualMirror {
  double ratio = 0.0;  // partner's side over ours
  double low = 0.0;
  double high = 0.0;
  int years = 0;
};

// Of years that ended before `before`.
[[nodiscard]] std::optional<UsualMirror> usual_mirror(std::span<const CombinedSum> own,
                                                      std::span<const CombinedSum> theirs, trade::Month before);

}  // namespace tradewatch::targets
