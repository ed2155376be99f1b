#include "models/growth/span_filter.h"

#include <algorithm>

namespace tradewatch::growth {

bool SpanFilter::takes(const LogSums& sums) {
  return std::ranges::adjacent_find(sums.spans, [](const MonthRange& a, const MonthRange& b) {
           return b.begin < a.end();
         }) == sums.spans.end();
}

SpanFilter::SpanFilter(const LogSums& sums, double revision_sd, std::optional<double> mean)
    : SpanModel(sums, revision_sd, mean), innovations_(sums.spans, sums.months) {}

SpanModel::Fit SpanFilter::fit() {
  innovations_.factorise(point_, share(), noise_variance());
  whitened_ = residual();
  innovations_.whiten(whitened_, &last_);
  return {innovations_.half_log_det(), (whitened_.array().square() / innovations_.variance().array()).sum()};
}

void SpanFilter::smooth(Eigen::VectorXd& x) const {
  solved_ = whitened_.array() / innovations_.variance().array();
  innovations_.unwhiten(solved_);
  spread(solved_, on_months_);
  innovations_.kernel().apply(on_months_, x);
}

void SpanFilter::learn(SpanParts& parts, const Eigen::VectorXd& x) {
  if (parts.by_law()) innovations_.inverse_diagonal(precision_);
  parts.learn(x, solved_, precision_);  // a part for each sum; solved_ is of the last smooth
}

SmoothPosterior SpanFilter::ahead(std::span<const int> months) const {
  const auto count = static_cast<Eigen::Index>(months.size());
  SmoothPosterior at{Eigen::VectorXd(count), Eigen::MatrixXd(count, count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const int month = months[static_cast<std::size_t>(i)];
    at.mean[i] = mean() + innovations_.mean_ahead(month, last_);
    for (Eigen::Index k = 0; k <= i; ++k)
      at.covariance(k, i) = at.covariance(i, k) =
          innovations_.covariance_ahead(months[static_cast<std::size_t>(k)], month);
  }
  return at;
}

SmoothPosterior SpanFilter::posterior(std::span<const int> months) const {
  if (std::ranges::all_of(months, [&](int month) { return month >= innovations_.end(); })) return ahead(months);
  const auto count = static_cast<Eigen::Index>(months.size());
  SmoothPosterior at{Eigen::VectorXd(count), Eigen::MatrixXd(count, count)};
  Eigen::MatrixXd cross(sums().observations(), count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const int month = months[static_cast<std::size_t>(i)];
    covariance_with(innovations_.kernel(), month, cross.col(i));
    innovations_.whiten(cross.col(i));
    for (Eigen::Index k = 0; k < count; ++k)
      at.covariance(k, i) = innovations_.kernel()(months[static_cast<std::size_t>(k)], month);
  }
  const auto precision = innovations_.variance().cwiseInverse().asDiagonal();
  const Eigen::MatrixXd scaled = precision * cross;
  at.mean = scaled.transpose() * whitened_;
  at.mean.array() += mean();
  at.covariance.noalias() -= scaled.transpose() * cross;
  return at;
}

}  // namespace tradewatch::growth
