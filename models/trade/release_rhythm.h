// When the next figure of a series is due, learned from how its source has published so far.
//
// A release counts when it took the newest month of the series further: figures of one published date, whose newest
// month is later than any that was published before. Its delay is the days from the end of that month to the published
// date, its step the months that it added. Dates that nobody stated teach nothing (Figure::published_stated), nor does
// the first release of all: how much of the past it brought says nothing about a rhythm.
//
//   due  =  last day of (newest month + usual step)  +  95th percentile of the delays  +  kGraceDays
//
// with the median of the steps, and the percentile by linear interpolation (type 7). Under kMinReleases nothing is
// learned. Long delays of a source are its own affair: one that takes two years is not late before.

#pragma once

#include <optional>
#include <span>

#include "models/trade/figure.h"

namespace tradewatch::trade {

inline constexpr int kMinReleases = 5;
inline constexpr int kGraceDays = 14;
inline constexpr double kLateQuantile = 0.95;

struct ReleaseRhythm {
  int releases = 0;  // that taught it, >= kMinReleases
  int step_months = 1;
  int delay_days = 0;  // the 95th percentile
  Month newest;        // the newest month so far
  Date due{};          // the last day on which the next release is not late
};

// Vintages of one series in any order, withdrawals too.
[[nodiscard]] std::optional<ReleaseRhythm> release_rhythm(std::span<const KeptFigure> vintages);

}  // namespace tradewatch::trade
