// The figures of a target's components as series, whether they are enough to forecast from, and the forecast of the
// window that is asked of them.
//
// A component selects one series; none, or several that fit, are obstacles with their reason. Bounds are those of
// each component by itself: one well-known flow does not make up for another that is hardly known.

#pragma once

#include <span>
#include <vector>

#include "models/growth/forecast.h"
#include "models/targets/reason.h"
#include "models/targets/target.h"
#include "models/trade/release_rhythm.h"
#include "models/trade/revision_noise.h"
#include "models/trade/series.h"

namespace tradewatch::targets {

inline constexpr int kMinObservations = 5;    // of each component, before anything is forecast
inline constexpr int kMinMonthsCovered = 18;  // by figures, of each component

// The figures of one component, in force at the moment of the assessment.
struct ComponentFigures {
  Component component;
  std::vector<trade::KeptFigure> in_force;          // of every key that the component matches
  trade::RevisionNoise revision_noise = {};         // of its source; the stated default where nothing was learned
  std::optional<trade::ReleaseRhythm> rhythm = {};  // of its source; absent where nothing was learned
};

struct ComponentSeries {
  std::vector<trade::Series> series;                 // in the target's order; empty where there is an obstacle
  std::vector<std::vector<trade::KeptFigure>> used;  // the figures that terms of `series` index
  std::vector<Reason> obstacles;

  // Whether every component has figures.
  [[nodiscard]] bool complete() const;
};

[[nodiscard]] ComponentSeries series_of(std::span<const ComponentFigures> components);

// Why these series, each of which has figures, are too little to forecast from; empty when they are enough.
[[nodiscard]] std::vector<Reason> too_little(const Target& target, std::span<const trade::Series> series);

// The newest month that every component covers, and the first from which all have figures.
[[nodiscard]] trade::Month latest_month(std::span<const trade::Series> series);
[[nodiscard]] trade::Month earliest_common_month(std::span<const trade::Series> series);

// The months from the newest month or the window's first, whichever is earlier, to the window's last.
[[nodiscard]] growth::ForecastRequest window_request(const Target& target, const std::vector<trade::Series>& series,
                                                     int paths);

}  // namespace tradewatch::targets
