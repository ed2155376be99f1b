// SpanGrowth on sums that share no month, by a Kalman filter: the numbers of SpanSystem, in time linear in the figures.
//
// The likelihood takes one pass of innovations.h forward; the mode over the timeline one pass back and the kernel
// applied to what it gives; the posterior of months after the last figure comes from the last state in closed form,
// that of months before (inside gaps and sums, or told) from their covariances with the sums, filtered.

#pragma once

#include <Eigen/Core>
#include <span>

#include "models/growth/innovations.h"
#include "models/growth/span_growth.h"

namespace tradewatch::growth {

class SpanFilter : public SpanModel {
 public:
  // True when no two sums share a month.
  [[nodiscard]] static bool takes(const LogSums& sums);
  // `takes(sums)`.
  SpanFilter(const LogSums& sums, double revision_sd, std::optional<double> mean = {});

  [[nodiscard]] SmoothPosterior posterior(std::span<const int> months) const override;

 private:
  void take(const GridPoint& point) override { point_ = point; }
  [[nodiscard]] Fit fit() override;
  void smooth(Eigen::VectorXd& x) const override;
  void learn(SpanParts& parts, const Eigen::VectorXd& x) override;
  [[nodiscard]] SmoothPosterior ahead(std::span<const int> months) const;

  GridPoint point_;
  Innovations innovations_;
  Eigen::VectorXd whitened_;  // innovations of the residuals
  Innovations::State last_;
  Eigen::VectorXd precision_;
  mutable Eigen::VectorXd solved_, on_months_;  // kept so that a step of the mode allocates nothing
};

}  // namespace tradewatch::growth
