// The covariance of the smooth part of ln(usd + c) between two months s and t of a timeline, in closed form:
//
//   4  +  level_sd^2 [ walk_share (min(s, t) + 1)  +  (1 - walk_share) (18 / 2) exp(-|s - t| / 18) ]
//      +  season_sd^2 p(s - t) exp(-|s - t| / 240),     p = 1 a whole number of years apart, -1/11 otherwise.
//
// The first term is a level about which nothing is known (two log units, a factor of seven either way); the second a
// random walk, which never returns; the third a part that returns with a time constant of 18 months (an
// Ornstein-Uhlenbeck process with the walk's variance at short lags); the last a season that adds up to zero over a
// year and changes over twenty. Months count from the start of the timeline.

#pragma once

#include <Eigen/Core>

#include "models/growth/panel_prior.h"

namespace tradewatch::growth {

inline constexpr double kVagueLevelVariance = 4.0;
inline constexpr double kReturnMonths = 18.0;
inline constexpr double kSeasonMonths = 240.0;

// Holds what does not depend on the grid point, so that a point costs one weighted sum.
class SmoothKernel {
 public:
  explicit SmoothKernel(int months);

  [[nodiscard]] Eigen::Index months() const { return walk_.rows(); }
  // Writes the months x months covariance at `point` to `out`.
  void covariance(const GridPoint& point, Eigen::MatrixXd& out) const;

 private:
  Eigen::MatrixXd walk_;
  Eigen::MatrixXd returning_;
  Eigen::MatrixXd season_;
};

}  // namespace tradewatch::growth
