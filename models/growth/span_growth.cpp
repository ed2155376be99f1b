#include "models/growth/span_growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/growth/span_filter.h"

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

SpanModel::SpanModel(const LogSums& sums, double revision_sd, std::optional<double> mean)
    : sums_(sums),
      revision_variance_(sums.revision_variance(revision_sd)),
      mean_(mean ? *mean : mean_log_month(sums)),
      x_(Eigen::VectorXd::Constant(sums.months, mean_)),
      share_(static_cast<std::size_t>(sums.observations()), Eigen::VectorXd::Ones(1)),
      noise_variance_(sums.observations()),
      residual_(sums.observations()) {}

void SpanModel::linearise_months(double irregular_variance) {
  noise_variance_ = revision_variance_.array() + irregular_variance;
  residual_ = sums_.log_usd.array() - mean_;
}

void SpanModel::linearise(double irregular_variance) {
  const double spread = std::expm1(irregular_variance);
  for (int j = 0; j < sums_.observations(); ++j) {
    const MonthRange& span = sums_.spans[static_cast<std::size_t>(j)];
    Eigen::VectorXd& w = share_[static_cast<std::size_t>(j)];
    const auto smooth = x_.segment(span.begin, span.count);
    const double log_sum = softmax(smooth, w);
    const double variance = std::log1p(spread * w.squaredNorm());
    noise_variance_[j] = variance + revision_variance_[j];
    residual_[j] = sums_.log_usd[j] - log_sum - (irregular_variance - variance) / 2.0 + w.dot(smooth) - mean_;
  }
}

void SpanModel::move_to_mode(double irregular_variance) {
  double step = 1.0, last_move = 1e300;
  for (int i = 0; i < kMaxSteps; ++i) {
    linearise(irregular_variance);
    fit_ = fit(irregular_variance);
    smooth(next_);
    next_.array() += mean_;
    next_ -= x_;
    const double move = next_.cwiseAbs().maxCoeff();
    if (move > 0.9 * last_move) step = std::max(0.1, 0.5 * step);  // not contracting: take shorter steps
    last_move = move;
    x_ += std::min(step, 3.0 / std::max(move, 1e-300)) * next_;  // never more than a factor of 20 at once
    if (move < kConverged) break;
  }
}

double SpanModel::solve(const GridPoint& point) {
  take(point);
  const double irregular_variance = point.irregular_sd * point.irregular_sd;
  if (sums_.single_months) {
    linearise_months(irregular_variance);
    fit_ = fit(irregular_variance);
  } else {
    move_to_mode(irregular_variance);
  }
  return student_log_density(fit_.half_log_det, fit_.squared_residuals, sums_.observations());
}

double SpanModel::gaussian_log_likelihood() const {
  return -fit_.half_log_det - 0.5 * fit_.squared_residuals -
         0.5 * sums_.observations() * std::log(2.0 * std::numbers::pi);
}

void SpanModel::spread(const Eigen::VectorXd& x, Eigen::VectorXd& y) const {
  y.setZero(sums_.months);
  for (Eigen::Index j = 0; j < x.size(); ++j) {
    const MonthRange& span = sums_.spans[static_cast<std::size_t>(j)];
    y.segment(span.begin, span.count) += x[j] * share_[static_cast<std::size_t>(j)];
  }
}

void SpanModel::covariance_with(const SmoothKernel& kernel, int month, Eigen::Ref<Eigen::VectorXd> out) const {
  for (Eigen::Index j = 0; j < out.size(); ++j) {
    const MonthRange& span = sums_.spans[static_cast<std::size_t>(j)];
    const Eigen::VectorXd& w = share_[static_cast<std::size_t>(j)];
    out[j] = 0.0;
    for (int i = 0; i < span.count; ++i) out[j] += w[i] * kernel(span.begin + i, month);
  }
}

Eigen::VectorXd SpanModel::mode() const {
  Eigen::VectorXd x;
  smooth(x);
  x.array() += mean_;
  return x;
}

SpanSystem::SpanSystem(const LogSums& sums, double revision_sd, std::optional<double> mean)
    : SpanModel(sums, revision_sd, mean), kernel_(sums.months) {
  const int n = sums.observations();
  for (int k = 0; k < n; ++k)
    for (int j = k + 1; j < n; ++j)
      if (sums.spans[static_cast<std::size_t>(k)].overlaps(sums.spans[static_cast<std::size_t>(j)]))
        overlapping_.emplace_back(k, j);
  observed_.resize(sums.end, sums.end);
  kernel_sums_.resize(sums.end, n);
  sigma_.resize(n, n);
}

void SpanSystem::take(const GridPoint& point) {
  kernel_.take(point);
  kernel_.fill(observed_);
}

void SpanSystem::fill_months() {
  const int n = sums().observations();
  for (int k = 0; k < n; ++k) kernel_sums_.col(k) = observed_.col(sums().spans[static_cast<std::size_t>(k)].begin);
  for (int k = 0; k < n; ++k)
    for (int j = k; j < n; ++j) sigma_(j, k) = kernel_sums_(sums().spans[static_cast<std::size_t>(j)].begin, k);
}

void SpanSystem::fill_sums() {
  for (int j = 0; j < sums().observations(); ++j) {
    const MonthRange& span = sums().spans[static_cast<std::size_t>(j)];
    const Eigen::VectorXd& w = share()[static_cast<std::size_t>(j)];
    kernel_sums_.col(j).noalias() = observed_.middleCols(span.begin, span.count) * w;
    for (int k = 0; k <= j; ++k) sigma_(j, k) = w.dot(kernel_sums_.col(k).segment(span.begin, span.count));
  }
}

void SpanSystem::add_shared_months(double irregular_variance) {
  const double spread = std::expm1(irregular_variance);
  for (const auto& [k, j] : overlapping_) {
    const auto a = static_cast<std::size_t>(k), b = static_cast<std::size_t>(j);
    const double shared = shared_weight(sums().spans[a], share()[a], sums().spans[b], share()[b]);
    const double cosine = shared / (share()[a].norm() * share()[b].norm());
    sigma_(j, k) += std::log1p(spread * shared) + cosine * std::min(revision_variance()[k], revision_variance()[j]);
  }
}

SpanModel::Fit SpanSystem::fit(double irregular_variance) {
  sums().single_months ? fill_months() : fill_sums();
  sigma_.diagonal() += noise_variance();
  add_shared_months(irregular_variance);
  factor_.compute(sigma_);
  // Matched covariances of overlapping sums are positive definite only up to the matching: lift the diagonal.
  for (double lift = 1e-8; factor_.info() != Eigen::Success && lift < 10.0; lift *= 10.0) {
    sigma_.diagonal() *= 1.0 + lift;
    factor_.compute(sigma_);
  }
  solved_ = factor_.solve(residual());
  return {half_log_det(factor_), residual().dot(solved_)};
}

void SpanSystem::smooth(Eigen::VectorXd& x) const {
  Eigen::VectorXd on_months;
  spread(solved_, on_months);
  kernel_.apply(on_months, x);
}

double SpanSystem::log_likelihood_of(const Eigen::VectorXd& log_usd) const {
  Eigen::VectorXd whitened = log_usd.array() - log_usd.mean();
  factor_.matrixL().solveInPlace(whitened);
  return student_log_density(half_log_det(factor_), whitened.squaredNorm(), sums().observations());
}

SmoothPosterior SpanSystem::posterior(std::span<const int> months) const {
  const auto count = static_cast<Eigen::Index>(months.size());
  Eigen::MatrixXd cross(sums().observations(), count);
  SmoothPosterior at{Eigen::VectorXd(count), Eigen::MatrixXd(count, count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const int month = months[static_cast<std::size_t>(i)];
    covariance_with(kernel_, month, cross.col(i));
    for (Eigen::Index k = 0; k < count; ++k) at.covariance(k, i) = kernel_(months[static_cast<std::size_t>(k)], month);
  }
  at.mean = cross.transpose() * solved_;
  at.mean.array() += mean();
  factor_.matrixL().solveInPlace(cross);
  at.covariance.noalias() -= cross.transpose() * cross;
  return at;
}

std::unique_ptr<SpanModel> span_model(const LogSums& sums, double revision_sd, std::optional<double> mean) {
  if (SpanFilter::takes(sums)) return std::make_unique<SpanFilter>(sums, revision_sd, mean);
  return std::make_unique<SpanSystem>(sums, revision_sd, mean);
}

SpanFit fit_grid(SpanModel& model, const std::vector<GridPoint>& grid, const std::vector<double>& prior_weight) {
  const auto points = static_cast<Eigen::Index>(grid.size());
  SpanFit fit{Eigen::VectorXd(points), Eigen::VectorXd(points)};
  for (Eigen::Index g = 0; g < points; ++g) {
    const auto i = static_cast<std::size_t>(g);
    fit.log_likelihood[g] = model.solve(grid[i]);
    fit.weight[g] = fit.log_likelihood[g] + std::log(prior_weight[i]);
  }
  fit.weight = (fit.weight.array() - fit.weight.maxCoeff()).exp();
  fit.weight /= fit.weight.sum();
  return fit;
}

}  // namespace tradewatch::growth
