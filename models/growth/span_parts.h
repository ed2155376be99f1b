// The parts of sums that may share months, and SpanGrowth's linear form of ln of each sum.
//
// A part is all months that the same sums cover: where two sums are nested, the shorter one and what the longer has
// more. ln of a part is
//
//   a = ln sum exp(x_t) + d,     d by the law of log_mean.h,
//
// x the smooth part, and a sum is the sum of its parts. Parts, not sums, have independent irregulars. Linearised at
// given x and a, ln of sum j is  sum_k q_jk a_k + constant, q the shares of its parts in dollars, so that its weight
// on month t of part k is q_jk w_kt, w the softmax of x over the part. Where months of a sum differ a hundredfold, the
// q, which follow what the figures themselves say of the parts, are far from what the smooth part alone would expect.
//
// Three things that a linear form would miss are put in as means: d's law is not Gaussian, so a Gaussian stands for it
// that fits beside what all else says of d (expectation propagation); the smooth part is not known within a part, which
// raises ln sum exp(x) above its value at the mean of x (the walk's share of that by the prior; season's is left out);
// and parts may not be known from the sums (when years begin in January and in July), which does the same to ln sum
// exp(a).

#pragma once

#include <Eigen/Core>
#include <vector>

#include "models/growth/log_mean.h"
#include "models/growth/log_sums.h"
#include "models/growth/panel_prior.h"

namespace tradewatch::growth {

struct SumPart {
  std::vector<int> months;  // of the timeline, increasing
  // How far apart the smooth part's walk, and its returning part, of unit variance a month take months of the part.
  double walk_spread = 0.0, returning_spread = 0.0;
};

struct PartOfSum {
  std::size_t sum = 0, part = 0;
  double share = 1.0;  // q
};

class SpanParts {
 public:
  // `sums` outlives this.
  explicit SpanParts(const LogSums& sums);

  [[nodiscard]] const std::vector<SumPart>& parts() const { return parts_; }
  [[nodiscard]] const std::vector<PartOfSum>& membership() const { return membership_; }  // by sum, then part
  [[nodiscard]] bool nested() const { return parts_.size() < membership_.size(); }
  [[nodiscard]] const Eigen::VectorXd& weight(std::size_t part) const { return weight_[part]; }  // w
  [[nodiscard]] const Eigen::VectorXd& variance() const { return variance_; }  // of the Gaussians that stand for d

  enum class Irregular { gaussian, by_law };  // how d is taken: by its mean and variance alone, or as it is
  // Starts again from the means and variances that d has before figures are seen.
  void take(const GridPoint& point, Irregular as);
  [[nodiscard]] bool by_law() const { return as_ == Irregular::by_law; }
  // The linear forms at `x`: weights on the months of each sum, and what is left of ln of it when the constant is
  // taken off, so that share x + noise = residual, residual about no mean.
  void linearise(const Eigen::VectorXd& x, std::vector<Eigen::VectorXd>& share, Eigen::VectorXd& residual);
  // After linearise: the variance that the parts give each sum.
  void add_variance(Eigen::VectorXd& noise_variance) const;

  // What a fit of the linear forms says: `x` after it, S^-1 residual of the sums, and for each part the diagonal of
  // Q' S^-1 Q. `unknown` is, for each sum, how far apart its parts may be (a variance of one part).
  void learn(const Eigen::VectorXd& x, const Eigen::VectorXd& solved, const Eigen::VectorXd& precision);
  // The largest change that was learned, in logs; and to take a share of it.
  [[nodiscard]] double move() const { return move_; }
  void step(double fraction);
  // For each sum: 1 / (1 - sum q^2) times how much less ln of it varies than ln of its parts, given all figures.
  void set_unknown(std::size_t sum, double variance) { unknown_[static_cast<Eigen::Index>(sum)] = variance; }

  // The marginal likelihood over that of the linear forms, in logs.
  [[nodiscard]] double log_gain() const { return log_gain_; }

 private:
  void start_from_differences();

  const LogSums& sums_;
  std::vector<SumPart> parts_;
  std::vector<PartOfSum> membership_;
  std::vector<Eigen::VectorXd> weight_;
  std::vector<LogMean> law_;
  Eigen::VectorXd log_part_;         // a
  Eigen::VectorXd constant_;         // a less w x less d
  Eigen::VectorXd mean_, variance_;  // of the Gaussians that stand for d
  Eigen::VectorXd unknown_;
  Eigen::VectorXd next_log_part_, next_mean_, next_variance_, pull_;
  GridPoint point_;
  Irregular as_ = Irregular::by_law;
  bool fresh_ = true;
  double move_ = 0.0, log_gain_ = 0.0;
};

}  // namespace tradewatch::growth
