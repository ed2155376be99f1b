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
// p(lag) = kSameMonth [same calendar month] - kEveryMonth.
inline constexpr double kSameMonth = 12.0 / 11.0;
inline constexpr double kEveryMonth = 1.0 / 11.0;

class SmoothKernel {
 public:
  explicit SmoothKernel(int months);

  // Everything below is said of the point taken last.
  void take(const GridPoint& point);
  [[nodiscard]] double operator()(int s, int t) const;
  // y = K x over the timeline (x as long as it), in time linear in its length.
  void apply(const Eigen::VectorXd& x, Eigen::VectorXd& y) const;

  // The variance of a step of the walk, of the returning part, of a seasonal effect.
  [[nodiscard]] double walk() const { return walk_; }
  [[nodiscard]] double returning() const { return returning_; }
  [[nodiscard]] double season() const { return season_; }
  // What is left of the returning part, and of an effect, after some months: exp(-n / 18), exp(-n / 240), n up to a
  // year more than the timeline.
  [[nodiscard]] double returning_left(int months) const { return returning_left_[months]; }
  [[nodiscard]] double season_left(int months) const { return season_left_[months]; }

  // The covariance of the first `out.rows()` months.
  void fill(Eigen::MatrixXd& out) const;

 private:
  Eigen::VectorXd returning_left_, season_left_;
  double walk_ = 0.0, returning_ = 0.0, season_ = 0.0;
  Eigen::VectorXd by_lag_;  // what depends on the lag alone
};

}  // namespace tradewatch::growth
