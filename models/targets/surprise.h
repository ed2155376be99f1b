// New figures that the forecast made before them did not expect: a wrong unit, a month that is a year, a collapse.
//
// A figure that is told for the first time is held against the predictive distribution of its own span, made from the
// figures in force just before its release: sample paths of its component alone, conditional on all that was known of
// those months. It surprises when it lies outside the band of kSurpriseBand. One in a hundred sound figures does so by
// chance; so does every second figure after a break. It says "look at this figure", and nothing about the target.

#pragma once

#include <string>
#include <vector>

#include "models/targets/news.h"

namespace tradewatch::targets {

inline constexpr double kSurpriseBand = 0.99;
inline constexpr int kSurprisePaths = 10000;    // 50 beyond each end of the band
inline constexpr int kSurpriseBackMonths = 60;  // older figures than this before the newest month are not judged

struct Surprise {
  std::string figure;  // "sbp PAK export KAZ 2025-11"
  double usd = 0.0;    // as published
  double low_usd = 0.0;
  double median_usd = 0.0;
  double high_usd = 0.0;
};

// In the order of components, then of months. Nothing where the figures of then were too little to forecast from.
// `earlier`, where the headline of then was made, lends its fits.
[[nodiscard]] std::vector<Surprise> surprises_of(const Target& target, const BeforeRelease& before,
                                                 const ComponentSeries& now, const growth::PanelPrior& prior,
                                                 const EarlierForecast* earlier = nullptr);

}  // namespace tradewatch::targets
