#include "models/growth/span_growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tradewatch::growth {
namespace {

constexpr double kDegreesOfFreedom = 30.0;
constexpr int kMaxSteps = 40;
constexpr double kConverged = 1e-5;

double mean_log_month(const LogSums& sums) {
  double total = 0.0;
  for (int j = 0; j < sums.observations(); ++j)
    total += sums.log_usd[j] - std::log(sums.spans[static_cast<std::size_t>(j)].count);
  return total / sums.observations();
}

// Softmax of `x`; returns ln sum exp(x).
double softmax(const Eigen::Ref<const Eigen::VectorXd>& x, Eigen::VectorXd& weight) {
  const double top = x.maxCoeff();
  weight = (x.array() - top).exp();
  const double sum = weight.sum();
  weight /= sum;
  return top + std::log(sum);
}

double shared_weight(const MonthRange& a, const Eigen::VectorXd& wa, const MonthRange& b, const Eigen::VectorXd& wb) {
  const int begin = std::max(a.begin, b.begin);
  const int count = std::min(a.end(), b.end()) - begin;
  return wa.segment(begin - a.begin, count).dot(wb.segment(begin - b.begin, count));
}

double half_log_det(const Eigen::LLT<Eigen::MatrixXd>& factor) {
  return factor.matrixLLT().diagonal().array().log().sum();
}

double student_log_density(double half_log_det, double squared_residuals, double observations) {
  return -half_log_det - 0.5 * (kDegreesOfFreedom + observations) * std::log1p(squared_residuals / kDegreesOfFreedom);
}

}  // namespace

SpanSystem::SpanSystem(const LogSums& sums, double revision_sd, std::optional<double> mean)
    : sums_(sums),
      base_(sums.months),
      revision_variance_(sums.revision_variance(revision_sd)),
      mean_(mean ? *mean : mean_log_month(sums)),
      x_(Eigen::VectorXd::Constant(sums.months, mean_)) {
  const int n = sums.observations();
  for (int k = 0; k < n; ++k)
    for (int j = k + 1; j < n; ++j)
      if (sums.spans[static_cast<std::size_t>(k)].overlaps(sums.spans[static_cast<std::size_t>(j)]))
        overlapping_.emplace_back(k, j);
  share_.resize(static_cast<std::size_t>(n), Eigen::VectorXd::Ones(1));
  kernel_sums_.resize(sums.months, n);
  sigma_.resize(n, n);
  residual_.resize(n);
}

void SpanSystem::linearise_months(double irregular_variance) {
  const int n = sums_.observations();
  for (int k = 0; k < n; ++k) kernel_sums_.col(k) = kernel_.col(sums_.spans[static_cast<std::size_t>(k)].begin);
  for (int k = 0; k < n; ++k)
    for (int j = k; j < n; ++j) sigma_(j, k) = kernel_sums_(sums_.spans[static_cast<std::size_t>(j)].begin, k);
  sigma_.diagonal().array() += irregular_variance + revision_variance_.array();
  for (const auto& [k, j] : overlapping_)
    sigma_(j, k) += irregular_variance + std::min(revision_variance_[k], revision_variance_[j]);
  residual_ = sums_.log_usd.array() - mean_;
}

void SpanSystem::linearise(double irregular_variance) {
  const double spread = std::expm1(irregular_variance);
  for (int j = 0; j < sums_.observations(); ++j) {
    const MonthRange& span = sums_.spans[static_cast<std::size_t>(j)];
    Eigen::VectorXd& w = share_[static_cast<std::size_t>(j)];
    const auto smooth = x_.segment(span.begin, span.count);
    const double log_sum = softmax(smooth, w);
    const double variance = std::log1p(spread * w.squaredNorm());
    kernel_sums_.col(j).noalias() = kernel_.middleCols(span.begin, span.count) * w;
    residual_[j] = sums_.log_usd[j] - log_sum - (irregular_variance - variance) / 2.0 + w.dot(smooth) - mean_;
    for (int k = 0; k <= j; ++k) sigma_(j, k) = w.dot(kernel_sums_.col(k).segment(span.begin, span.count));
    sigma_(j, j) += variance + revision_variance_[j];
  }
  for (const auto& [k, j] : overlapping_) {
    const auto a = static_cast<std::size_t>(k), b = static_cast<std::size_t>(j);
    const double shared = shared_weight(sums_.spans[a], share_[a], sums_.spans[b], share_[b]);
    const double cosine = shared / (share_[a].norm() * share_[b].norm());
    sigma_(j, k) += std::log1p(spread * shared) + cosine * std::min(revision_variance_[k], revision_variance_[j]);
  }
}

void SpanSystem::factorise() {
  factor_.compute(sigma_);
  // Matched covariances of overlapping sums are positive definite only up to the matching: lift the diagonal.
  for (double lift = 1e-8; factor_.info() != Eigen::Success && lift < 10.0; lift *= 10.0) {
    sigma_.diagonal() *= 1.0 + lift;
    factor_.compute(sigma_);
  }
  solved_ = factor_.solve(residual_);
}

void SpanSystem::move_to_mode(double irregular_variance) {
  double step = 1.0, last_move = 1e300;
  for (int i = 0; i < kMaxSteps; ++i) {
    linearise(irregular_variance);
    factorise();
    Eigen::VectorXd next = kernel_sums_ * solved_;
    next.array() += mean_;
    next -= x_;
    const double move = next.cwiseAbs().maxCoeff();
    if (move > 0.9 * last_move) step = std::max(0.1, 0.5 * step);  // not contracting: take shorter steps
    last_move = move;
    x_ += std::min(step, 3.0 / std::max(move, 1e-300)) * next;  // never more than a factor of 20 at once
    if (move < kConverged) break;
  }
}

double SpanSystem::solve(const GridPoint& point) {
  base_.covariance(point, kernel_);
  const double irregular_variance = point.irregular_sd * point.irregular_sd;
  if (sums_.single_months) {
    linearise_months(irregular_variance);
    factorise();
  } else {
    move_to_mode(irregular_variance);
  }
  return student_log_density(half_log_det(factor_), residual_.dot(solved_), sums_.observations());
}

double SpanSystem::log_likelihood_of(const Eigen::VectorXd& log_usd) const {
  Eigen::VectorXd whitened = log_usd.array() - log_usd.mean();
  factor_.matrixL().solveInPlace(whitened);
  return student_log_density(half_log_det(factor_), whitened.squaredNorm(), sums_.observations());
}

double SpanSystem::gaussian_log_likelihood() const {
  return -half_log_det(factor_) - 0.5 * residual_.dot(solved_) -
         0.5 * sums_.observations() * std::log(2.0 * std::numbers::pi);
}

Eigen::VectorXd SpanSystem::mode() const {
  Eigen::VectorXd x = kernel_sums_ * solved_;
  x.array() += mean_;
  return x;
}

SmoothPosterior SpanSystem::posterior(std::span<const int> months) const {
  const auto count = static_cast<Eigen::Index>(months.size());
  Eigen::MatrixXd cross(sums_.observations(), count);
  SmoothPosterior at{Eigen::VectorXd(count), Eigen::MatrixXd(count, count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const int month = months[static_cast<std::size_t>(i)];
    cross.col(i) = kernel_sums_.row(month).transpose();
    for (Eigen::Index k = 0; k < count; ++k) at.covariance(k, i) = kernel_(months[static_cast<std::size_t>(k)], month);
  }
  at.mean = cross.transpose() * solved_;
  at.mean.array() += mean_;
  factor_.matrixL().solveInPlace(cross);
  at.covariance.noalias() -= cross.transpose() * cross;
  return at;
}

SpanFit fit_grid(SpanSystem& system, const std::vector<GridPoint>& grid, const std::vector<double>& prior_weight) {
  const auto points = static_cast<Eigen::Index>(grid.size());
  SpanFit fit{Eigen::VectorXd(points), Eigen::VectorXd(points)};
  for (Eigen::Index g = 0; g < points; ++g) {
    const auto i = static_cast<std::size_t>(g);
    fit.log_likelihood[g] = system.solve(grid[i]);
    fit.weight[g] = fit.log_likelihood[g] + std::log(prior_weight[i]);
  }
  fit.weight = (fit.weight.array() - fit.weight.maxCoeff()).exp();
  fit.weight /= fit.weight.sum();
  return fit;
}

}  // namespace tradewatch::growth
