#include "models/growth/smooth_kernel.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {
namespace {

Eigen::VectorXd decay(double months, Eigen::Index count) {
  Eigen::VectorXd left(count);
  for (Eigen::Index n = 0; n < count; ++n) left[n] = std::exp(-static_cast<double>(n) / months);
  return left;
}

}  // namespace

SmoothKernel::SmoothKernel(int months)
    : returning_left_(decay(kReturnMonths, months + 13)),
      season_left_(decay(kSeasonMonths, months + 13)),
      by_lag_(months) {}

void SmoothKernel::take(const GridPoint& point) {
  const double level = point.level_sd * point.level_sd;
  walk_ = level * point.walk_share;
  returning_ = level * (1.0 - point.walk_share) * kReturnMonths / 2.0;
  season_ = point.season_sd * point.season_sd;
  const Eigen::Index lags = by_lag_.size();
  by_lag_ = returning_ * returning_left_.head(lags) - kEveryMonth * season_ * season_left_.head(lags);
  for (Eigen::Index lag = 0; lag < lags; lag += 12) by_lag_[lag] += kSameMonth * season_ * season_left_[lag];
  by_lag_.array() += kVagueLevelVariance;
}

double SmoothKernel::operator()(int s, int t) const { return walk_ * (std::min(s, t) + 1) + by_lag_[std::abs(s - t)]; }

void SmoothKernel::apply(const Eigen::VectorXd& x, Eigen::VectorXd& y) const {
  const Eigen::Index months = x.size();
  y.resize(months);
  Eigen::Array<double, 12, 1> same = Eigen::Array<double, 12, 1>::Zero();
  const double r = returning_left_[1], s = season_left_[1], year = season_left_[12];
  // min(s, t) + 1 counts the months up to both, so the walk's part is a sum up to t of sums from there on.
  double from_here = x.sum();
  double walked = kVagueLevelVariance * from_here, returning = 0.0, all = 0.0;
  for (Eigen::Index t = 0; t < months; ++t) {
    walked += walk_ * from_here;
    from_here -= x[t];
    returning = r * returning + x[t];
    all = s * all + x[t];
    double& effect = same[t % 12];
    effect = year * effect + x[t];
    y[t] = walked + returning_ * returning + season_ * (kSameMonth * effect - kEveryMonth * all);
  }
  returning = all = 0.0;  // of the months after t
  same.setZero();
  for (Eigen::Index t = months - 1; t >= 0; --t) {
    double& effect = same[t % 12];
    y[t] += returning_ * r * returning + season_ * (kSameMonth * year * effect - kEveryMonth * s * all);
    returning = r * returning + x[t];
    all = s * all + x[t];
    effect = year * effect + x[t];
  }
}

void SmoothKernel::fill(Eigen::MatrixXd& out) const {
  const Eigen::Index months = out.rows();
  for (Eigen::Index t = 0; t < months; ++t) {
    const double walked = walk_ * (static_cast<double>(t) + 1.0);
    out.col(t).tail(months - t) = by_lag_.head(months - t).array() + walked;
    out.row(t).tail(months - t) = out.col(t).tail(months - t).transpose();
  }
}

}  // namespace tradewatch::growth
