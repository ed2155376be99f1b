// The covariance S of sums over disjoint spans of the smooth part, factorised by a Kalman filter: S = L F L', with L
// unit lower triangular in order of time and F the variances of the innovations. Linear in the number of sums.
//
// The smooth kernel is that of fourteen states with diagonal transitions: the level (a random walk about which
// nothing was known at the start), the returning part (phi = exp(-1/18)) and one seasonal effect for each calendar
// month (phi = exp(-1/240); stationary, adding up to zero). A month sees level, returning part and its own effect.
// Between the ends of two sums the states move in one step, whatever the number of months; a sum of several months
// is a linear form of the states at the end of the sum before plus what moved since, whose variance and covariance
// with the new states have closed forms. So gaps cost nothing and a year costs little more than a month (Harvey
// 1989, section 6.3, carries a cumulator state month by month instead; the numbers are the same).
//
// L^-1 x are innovations, (L')^-1 is the backward pass of the disturbance smoother (de Jong 1988; Koopman 1993).

#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/growth/log_sums.h"
#include "models/growth/panel_prior.h"
#include "models/growth/smooth_kernel.h"

namespace tradewatch::growth {

class Innovations {
 public:
  static constexpr int kStates = 14;  // level, returning, twelve seasonal effects
  using State = Eigen::Matrix<double, kStates, 1>;

  // `spans` are disjoint and sorted, inside a timeline of `months` months.
  Innovations(std::vector<MonthRange> spans, int months);

  // `share[j]` are the weights of the months of span j and add up to 1 (ignored for single months);
  // `noise_variance[j]` is what sum j has of its own. Allocates nothing.
  void factorise(const GridPoint& point, const std::vector<Eigen::VectorXd>& share,
                 const Eigen::VectorXd& noise_variance);

  [[nodiscard]] Eigen::Index observations() const { return variance_.size(); }
  [[nodiscard]] const Eigen::VectorXd& variance() const { return variance_; }  // F
  [[nodiscard]] double half_log_det() const;                                   // of S

  // x becomes L^-1 x; the state after the last sum is what x says of it.
  void whiten(Eigen::Ref<Eigen::VectorXd> x, State* last = nullptr) const;
  // S^-1 x is this of F^-1 L^-1 x.
  void unwhiten(Eigen::Ref<Eigen::VectorXd> x) const;
  void solve(Eigen::Ref<Eigen::VectorXd> x) const;
  // The diagonal of S^-1.
  [[nodiscard]] Eigen::VectorXd inverse_diagonal() const;
  void inverse_diagonal(Eigen::VectorXd& diagonal) const;

  // The kernel of the months, at the point of the last factorise.
  [[nodiscard]] const SmoothKernel& kernel() const { return kernel_; }
  // What months after the last sum have in common given all sums, and the mean that a last state gives them.
  [[nodiscard]] double covariance_ahead(int s, int t) const;
  [[nodiscard]] double mean_ahead(int t, const State& last) const;
  [[nodiscard]] int end() const { return spans_.back().end(); }

 private:
  // What is known of the seasonal effects is kept as what the sums took from their covariance at the start, which
  // stays what it was while nothing is seen: so a step in time is one product, and a sum one square of a vector.
  struct StateCovariance {
    double level_level = 0.0, level_returning = 0.0, returning_returning = 0.0;
    Eigen::Matrix<double, 12, 1> level_season, returning_season;
    double season_scale = 1.0;
    Eigen::Matrix<double, 12, 12> season_taken;  // times season_scale; of its upper half nothing is read
  };
  [[nodiscard]] double season_covariance(int m, int n) const;

  void start(const GridPoint& point);
  // The covariance of sum j with the states at its end, and its innovation's variance.
  void see_month(Eigen::Index j, double noise_variance);
  void see_sum(Eigen::Index j, const Eigen::VectorXd& share, double noise_variance);
  void move_and_learn(Eigen::Index j);  // from the states at the end of the sum before to this one's, given it

  std::vector<MonthRange> spans_;
  std::vector<int> steps_;  // months from the end of the sum before (or the start) to the end of this one
  SmoothKernel kernel_;
  StateCovariance p_;                               // of the states, given the sums so far
  double with_level_ = 0.0, with_returning_ = 0.0;  // of the current sum with the states at its end
  Eigen::Matrix<double, 12, 1> with_season_;
  Eigen::VectorXd variance_;
  Eigen::Matrix<double, kStates, Eigen::Dynamic> gain_;
  Eigen::Matrix<double, kStates, Eigen::Dynamic> row_;  // of sums of several months on the states before
};

}  // namespace tradewatch::growth
