#include "models/growth/span_growth.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/growth/span_filter.h"

namespace tradewatch::growth {
namespace {

constexpr double kDegreesOfFreedom = 30.0;
constexpr int kMaxSteps = 40;
constexpr double kConverged = 1e-6;

double mean_log_month(const LogSums& sums) {
  double total = 0.0;
  for (int j = 0; j < sums.observations(); ++j)
    total += sums.log_usd[j] - std::log(sums.spans[static_cast<std::size_t>(j)].count);
  return total / sums.observations();
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
      residual_(sums.observations()) {
  if (!sums.single_months) parts_.emplace(sums);
}

void SpanModel::linearise_months(double irregular_variance) {
  noise_variance_ = revision_variance_.array() + irregular_variance;
  residual_ = sums_.log_usd.array() - mean_;
}

void SpanModel::linearise() {
  parts_->linearise(x_, share_, residual_);
  residual_.array() -= mean_;
  noise_variance_ = revision_variance_;
  parts_->add_variance(noise_variance_);
}

void SpanModel::move_to_mode() {
  double step = 1.0, last_move = 1e300;
  for (int i = 0; i < kMaxSteps; ++i) {
    linearise();
    fit_ = fit();
    smooth(next_);
    next_.array() += mean_;
    learn(*parts_, next_);
    next_ -= x_;
    const double move = std::max(next_.cwiseAbs().maxCoeff(), parts_->move());
    if (move > 0.9 * last_move) step = std::max(0.1, 0.5 * step);  // not contracting: take shorter steps
    last_move = move;
    const double fraction = std::min(step, 3.0 / std::max(move, 1e-300));  // never more than a factor of 20 at once
    x_ += fraction * next_;
    parts_->step(fraction);
    if (move < kConverged) break;
  }
}

double SpanModel::solve(const GridPoint& point) { return solve(point, SpanParts::Irregular::by_law); }

double SpanModel::weigh(const GridPoint& point) { return solve(point, SpanParts::Irregular::gaussian); }

double SpanModel::solve(const GridPoint& point, SpanParts::Irregular as) {
  take(point);
  const double irregular_variance = point.irregular_sd * point.irregular_sd;
  if (sums_.single_months) {
    linearise_months(irregular_variance);
    fit_ = fit();
  } else {
    parts_->take(point, as);
    move_to_mode();
  }
  return student_log_density(fit_.half_log_det, fit_.squared_residuals, sums_.observations()) + log_gain();
}

double SpanModel::log_gain() const { return parts_ ? parts_->log_gain() : 0.0; }

double SpanModel::gaussian_log_likelihood() const {
  return -fit_.half_log_det - 0.5 * fit_.squared_residuals -
         0.5 * sums_.observations() * std::log(2.0 * std::numbers::pi) + log_gain();
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
  const Eigen::Index columns = parts() ? static_cast<Eigen::Index>(parts()->parts().size()) : n;
  kernel_sums_.resize(sums.end, columns);
  sigma_.resize(n, n);
  if (parts()) {
    part_covariance_.resize(columns, columns);
    in_parts_.resize(n, columns);
  }
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

// A sum has few parts, so its products go through its parts and not through all of them.
void SpanSystem::fill_sums() {
  const std::vector<SumPart>& all = parts()->parts();
  for (std::size_t k = 0; k < all.size(); ++k) {
    auto column = kernel_sums_.col(static_cast<Eigen::Index>(k));
    const Eigen::VectorXd& weight = parts()->weight(k);
    column = weight[0] * observed_.col(all[k].months[0]);
    for (Eigen::Index i = 1; i < weight.size(); ++i)
      column += weight[i] * observed_.col(all[k].months[static_cast<std::size_t>(i)]);
  }
  reached_.setZero(sigma_.rows(), part_covariance_.cols());
  for (Eigen::Index c = 0; c < part_covariance_.cols(); ++c) {
    const auto of_months = kernel_sums_.col(c);
    auto of_parts = part_covariance_.col(c);
    for (std::size_t k = 0; k < all.size(); ++k) {
      double covariance = 0.0;
      const Eigen::VectorXd& weight = parts()->weight(k);
      for (Eigen::Index i = 0; i < weight.size(); ++i)
        covariance += weight[i] * of_months[all[k].months[static_cast<std::size_t>(i)]];
      of_parts[static_cast<Eigen::Index>(k)] = covariance;
    }
    of_parts[c] += parts()->variance()[c];
    for (const PartOfSum& m : parts()->membership())
      reached_(static_cast<Eigen::Index>(m.sum), c) += m.share * of_parts[static_cast<Eigen::Index>(m.part)];
  }
  in_parts_.setZero();
  sigma_.setZero();
  for (const PartOfSum& m : parts()->membership()) {
    const auto sum = static_cast<Eigen::Index>(m.sum), part = static_cast<Eigen::Index>(m.part);
    in_parts_(sum, part) = m.share;
    sigma_.col(sum) += m.share * reached_.col(part);
  }
  sigma_.diagonal() += revision_variance();
}

// What revisions have in common; and, where sums are single months, the irregular of the same month.
void SpanSystem::add_shared_months() {
  for (const auto& [k, j] : overlapping_) {
    const auto a = static_cast<std::size_t>(k), b = static_cast<std::size_t>(j);
    const double shared = shared_weight(sums().spans[a], share()[a], sums().spans[b], share()[b]);
    const double cosine = shared / (share()[a].norm() * share()[b].norm());
    sigma_(j, k) += cosine * std::min(revision_variance()[k], revision_variance()[j]);
    if (!parts()) sigma_(j, k) += noise_variance()[j] - revision_variance()[j];
  }
}

SpanModel::Fit SpanSystem::fit() {
  if (parts()) {
    fill_sums();
  } else {
    fill_months();
    sigma_.diagonal() += noise_variance();
  }
  add_shared_months();
  factor_.compute(sigma_);
  // Revisions that sums share may make it singular: lift the diagonal.
  for (double lift = 1e-8; factor_.info() != Eigen::Success && lift < 10.0; lift *= 10.0) {
    sigma_.diagonal() *= 1.0 + lift;
    factor_.compute(sigma_);
  }
  solved_ = factor_.solve(residual());
  return {half_log_det(factor_), residual().dot(solved_)};
}

void SpanSystem::learn(SpanParts& parts, const Eigen::VectorXd& x) {
  whitened_ = in_parts_;
  factor_.matrixL().solveInPlace(whitened_);
  precision_ = whitened_.colwise().squaredNorm();
  parts.learn(x, solved_, precision_);
  if (!parts.nested()) return;
  // The covariance of the parts given the figures is part_covariance_ - known_' known_.
  known_.noalias() = whitened_ * part_covariance_;
  for (Eigen::Index j = 0; j < in_parts_.rows(); ++j) {
    const double squares = in_parts_.row(j).squaredNorm();
    if (squares > 1.0 - 1e-9) continue;
    double apart = 0.0;
    for (Eigen::Index k = 0; k < in_parts_.cols(); ++k)
      if (in_parts_(j, k) > 0.0) apart += in_parts_(j, k) * (part_covariance_(k, k) - known_.col(k).squaredNorm());
    of_sum_.noalias() = known_ * in_parts_.row(j).transpose();
    apart -= reached_.row(j).dot(in_parts_.row(j)) - of_sum_.squaredNorm();
    parts.set_unknown(static_cast<std::size_t>(j), std::max(0.0, apart / (1.0 - squares)));
  }
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
    fit.log_likelihood[g] = model.weigh(grid[i]);
    fit.weight[g] = fit.log_likelihood[g] + std::log(prior_weight[i]);
  }
  fit.weight = (fit.weight.array() - fit.weight.maxCoeff()).exp();
  fit.weight /= fit.weight.sum();
  return fit;
}

}  // namespace tradewatch::growth
