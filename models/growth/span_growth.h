// SpanGrowth: growth of one flow from sums over spans of months, months being spans of one.
//
// Model. A month's log amount is smooth + irregular: ln(usd_t + c) = x_t + e_t, x a Gaussian process with the
// covariance of smooth_kernel.h about the mean of the observations, e_t ~ N(0, irregular_sd^2) independent. A source
// that prints a sum over a span tells, with w the softmax of x over the span and s2 the irregular's variance,
//
//   ln S_j = ln sum exp(x_t) + (s2 - V_jj) / 2 + noise,    V_jk = ln(1 + (e^s2 - 1) sum_t w_jt w_kt),
//
// noise with covariance V plus the revision variance of each sum on the diagonal, and what sums that share months share
// of it (log_sums.h). The irregular part is integrated out by matching the
// first two moments of a sum of log-normals (Fenton 1960): exact for months, where it is e_t itself, and sums that
// share months get the covariance that the shared months bring. A joint mode over x and e would make months equal
// and put level and total too high.
//
// Fit. Gauss-Newton to the mode of x (one linear solve when all spans are months, since nothing depends on x then);
// the marginal likelihood is Laplace's at that mode, in Student's t form with 30 degrees of freedom, so that one
// wild month does not decide the weights. Nothing is optimised: the parameters are averaged over the grid of the
// panel prior, so no fit can fail and the same figures give the same answer.
//
// Accuracy. Against numerical integration of a sum of two months, the month after it and the next (the tests do it):
// for irregular_sd up to 0.7 the smooth mean is within 0.02 and its sd within 2 per cent; at 1.5 the mean is up to 0.14
// too high and the sd 6 per cent too wide, at 2.2 up to 0.26 and 8 per cent. Months alone are exact at any sd. Where
// nested sums differ a hundredfold the matching is worse: against exact sampling of figures such as Pakistan's imports
// from Kazakhstan the median of the next year is a fifth too high at 0.4, half at 1.0 and 1.5 (exact_sums_test.cpp).
//
// Two forms of it give the same numbers: SpanSystem, the J x J system, for any sums, and SpanFilter (span_filter.h),
// a state space linear in J, for sums that share no month. `span_model` chooses.

#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/growth/log_sums.h"
#include "models/growth/panel_prior.h"
#include "models/growth/smooth_kernel.h"

namespace tradewatch::growth {

// Mean and covariance of the smooth part at some months, given the observations and one grid point.
struct SmoothPosterior {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

// One set of sums, solved for one grid point after another; its memory is reused.
class SpanModel {
 public:
  virtual ~SpanModel() = default;
  SpanModel(const SpanModel&) = delete;
  SpanModel& operator=(const SpanModel&) = delete;

  // Goes to the mode at `point` and returns the log marginal likelihood (constants that no point changes left out).
  double solve(const GridPoint& point);
  // About which the smooth part varies.
  [[nodiscard]] double mean() const { return mean_; }
  // After solve: the log density of the Gaussian form, which a Kalman filter of the same model gives too.
  [[nodiscard]] double gaussian_log_likelihood() const;
  // After solve: the mode of the smooth part over the whole timeline.
  [[nodiscard]] Eigen::VectorXd mode() const;
  // After solve: at `months` of the timeline.
  [[nodiscard]] virtual SmoothPosterior posterior(std::span<const int> months) const = 0;

 protected:
  // `sums` outlives the model and has at least one observation. revision_sd is for sums that do not say their own.
  // `mean`: of x, where it was fixed by earlier figures, so that news is linear in the figures; else of these sums.
  SpanModel(const LogSums& sums, double revision_sd, std::optional<double> mean);

  // The sums as linear forms of the smooth part, and what each has of its own.
  [[nodiscard]] const LogSums& sums() const { return sums_; }
  [[nodiscard]] const std::vector<Eigen::VectorXd>& share() const { return share_; }
  [[nodiscard]] const Eigen::VectorXd& noise_variance() const { return noise_variance_; }
  [[nodiscard]] const Eigen::VectorXd& revision_variance() const { return revision_variance_; }
  [[nodiscard]] const Eigen::VectorXd& residual() const { return residual_; }  // less the mean

  // H' of the linear forms: x of the sums becomes y on the timeline.
  void spread(const Eigen::VectorXd& x, Eigen::VectorXd& y) const;
  // The covariance of the smooth part in `month` with each sum.
  void covariance_with(const SmoothKernel& kernel, int month, Eigen::Ref<Eigen::VectorXd> out) const;

  struct Fit {
    double half_log_det = 0.0;
    double squared_residuals = 0.0;  // in the metric of the covariance
  };
  virtual void take(const GridPoint& point) = 0;
  [[nodiscard]] virtual Fit fit(double irregular_variance) = 0;  // of the residuals, as linearised
  virtual void smooth(Eigen::VectorXd& x) const = 0;             // K H' S^-1 residual over the timeline, after fit

 private:
  void linearise_months(double irregular_variance);
  void linearise(double irregular_variance);
  void move_to_mode(double irregular_variance);

  const LogSums& sums_;
  Eigen::VectorXd revision_variance_;
  double mean_;
  Eigen::VectorXd x_;  // where the sums are linearised: kept from point to point as a start
  Eigen::VectorXd next_;
  std::vector<Eigen::VectorXd> share_;  // softmax weights w_j over each span
  Eigen::VectorXd noise_variance_;
  Eigen::VectorXd residual_;
  Fit fit_;
};

// The system S = H K H' + R itself, for sums that may share months. A Gauss-Newton step costs one pass over K for each
// month that is summed and a J x J Cholesky; months after the last figure cost nothing.
class SpanSystem : public SpanModel {
 public:
  SpanSystem(const LogSums& sums, double revision_sd, std::optional<double> mean = {});

  // After solve, when all spans are months: the same for another series observed in the same months.
  [[nodiscard]] double log_likelihood_of(const Eigen::VectorXd& log_usd) const;
  [[nodiscard]] SmoothPosterior posterior(std::span<const int> months) const override;

 private:
  void take(const GridPoint& point) override;
  [[nodiscard]] Fit fit(double irregular_variance) override;
  void smooth(Eigen::VectorXd& x) const override;
  void fill_months();
  void fill_sums();
  void add_shared_months(double irregular_variance);

  SmoothKernel kernel_;
  std::vector<std::pair<int, int>> overlapping_;  // pairs of observations that share months, first < second
  Eigen::MatrixXd observed_;                      // K up to the last figure
  Eigen::MatrixXd kernel_sums_;                   // K H', the same months x observations
  Eigen::MatrixXd sigma_;                         // H K H' + R
  Eigen::VectorXd solved_;                        // sigma^-1 residual
  Eigen::LLT<Eigen::MatrixXd> factor_;
};

// The form of the model that costs less for `sums`.
[[nodiscard]] std::unique_ptr<SpanModel> span_model(const LogSums& sums, double revision_sd,
                                                    std::optional<double> mean = {});

// Weights of the grid after the figures were seen.
struct SpanFit {
  Eigen::VectorXd log_likelihood;  // one a grid point
  Eigen::VectorXd weight;          // posterior; sums to 1
};

[[nodiscard]] SpanFit fit_grid(SpanModel& model, const std::vector<GridPoint>& grid,
                               const std::vector<double>& prior_weight);

}  // namespace tradewatch::growth
