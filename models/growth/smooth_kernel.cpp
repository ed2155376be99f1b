#include "models/growth/smooth_kernel.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {

SmoothKernel::SmoothKernel(int months) : walk_(months, months), returning_(months, months), season_(months, months) {
  for (int t = 0; t < months; ++t) {
    for (int s = 0; s < months; ++s) {
      const int lag = std::abs(s - t);
      walk_(s, t) = std::min(s, t) + 1.0;
      returning_(s, t) = kReturnMonths / 2.0 * std::exp(-lag / kReturnMonths);
      season_(s, t) = (lag % 12 == 0 ? 1.0 : -1.0 / 11.0) * std::exp(-lag / kSeasonMonths);
    }
  }
}

void SmoothKernel::covariance(const GridPoint& point, Eigen::MatrixXd& out) const {
  const double level = point.level_sd * point.level_sd;
  out.noalias() = level * point.walk_share * walk_ + level * (1.0 - point.walk_share) * returning_ +
                  point.season_sd * point.season_sd * season_;
  out.array() += kVagueLevelVariance;
}

}  // namespace tradewatch::growth
