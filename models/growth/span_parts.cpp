#include "models/growth/span_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/growth/smooth_kernel.h"

namespace tradewatch::growth {
namespace {

constexpr double kLeastPart = 1e-3;  // of the sum it is in, to start from

// The mean over the part of the variance of a month less that of the mean of the months, for n - 1 of n.
double spread(const std::vector<int>& months, auto covariance) {
  const auto n = static_cast<double>(months.size());
  if (months.size() == 1) return 0.0;
  double own = 0.0, all = 0.0;
  for (const int s : months) {
    own += covariance(s, s);
    for (const int t : months) all += covariance(s, t);
  }
  return (own / n - all / (n * n)) / (1.0 - 1.0 / n);
}

}  // namespace

SpanParts::SpanParts(const LogSums& sums) : sums_(sums) {
  std::vector<std::vector<std::size_t>> covering(static_cast<std::size_t>(sums.end));
  for (std::size_t j = 0; j < sums.spans.size(); ++j)
    for (int t = sums.spans[j].begin; t < sums.spans[j].end(); ++t) covering[static_cast<std::size_t>(t)].push_back(j);
  std::map<std::vector<std::size_t>, std::size_t> known;
  for (int t = 0; t < sums.end; ++t) {
    const auto& by = covering[static_cast<std::size_t>(t)];
    if (by.empty()) continue;
    const auto [it, is_new] = known.try_emplace(by, parts_.size());
    if (is_new) {
      parts_.emplace_back();
      for (const std::size_t j : by) membership_.push_back({j, it->second});
    }
    parts_[it->second].months.push_back(t);
  }
  std::ranges::sort(membership_, {}, [](const PartOfSum& m) { return std::pair(m.sum, m.part); });
  for (SumPart& part : parts_) {
    part.walk_spread = spread(part.months, [](int s, int t) { return static_cast<double>(std::min(s, t)); });
    part.returning_spread = spread(
        part.months, [](int s, int t) { return kReturnMonths / 2.0 * std::exp(-std::abs(s - t) / kReturnMonths); });
    weight_.emplace_back(static_cast<Eigen::Index>(part.months.size()));
  }
  const auto count = static_cast<Eigen::Index>(parts_.size());
  law_.resize(parts_.size());
  for (auto* v : {&log_part_, &constant_, &mean_, &variance_, &next_log_part_, &next_mean_, &next_variance_, &pull_})
    v->setZero(count);
  unknown_.setZero(sums.observations());
  start_from_differences();
}

// Shorter sums first: what a sum has more than its known parts goes to the others, by months.
void SpanParts::start_from_differences() {
  std::vector<double> usd(parts_.size(), 0.0);
  std::vector<std::size_t> order(sums_.spans.size());
  for (std::size_t j = 0; j < order.size(); ++j) order[j] = j;
  std::ranges::stable_sort(order, {}, [&](std::size_t j) { return sums_.spans[j].count; });
  for (const std::size_t j : order) {
    const auto inside = std::ranges::equal_range(membership_, j, {}, &PartOfSum::sum);
    const double sum = std::exp(sums_.log_usd[static_cast<Eigen::Index>(j)]);
    double left = sum, months = 0.0;
    for (const PartOfSum& m : inside) {
      left -= usd[m.part];
      if (usd[m.part] == 0.0) months += static_cast<double>(parts_[m.part].months.size());
    }
    left = std::max(left, kLeastPart * sum);
    for (const PartOfSum& m : inside)
      if (usd[m.part] == 0.0) usd[m.part] = left * static_cast<double>(parts_[m.part].months.size()) / months;
  }
  for (std::size_t k = 0; k < usd.size(); ++k) log_part_[static_cast<Eigen::Index>(k)] = std::log(usd[k]);
}

void SpanParts::take(const GridPoint& point, Irregular as) {
  point_ = point;
  as_ = as;
  fresh_ = true;
  unknown_.setZero();
}

void SpanParts::linearise(const Eigen::VectorXd& x, std::vector<Eigen::VectorXd>& share, Eigen::VectorXd& residual) {
  const double walk = point_.level_sd * point_.level_sd;
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const SumPart& part = parts_[k];
    const auto i = static_cast<Eigen::Index>(k);
    Eigen::VectorXd& w = weight_[k];
    double top = x[part.months.front()], sum = 0.0, linear = 0.0;
    for (const int t : part.months) top = std::max(top, x[t]);
    for (Eigen::Index n = 0; n < w.size(); ++n)
      sum += w[n] = std::exp(x[part.months[static_cast<std::size_t>(n)]] - top);
    w /= sum;
    for (Eigen::Index n = 0; n < w.size(); ++n) linear += w[n] * x[part.months[static_cast<std::size_t>(n)]];
    const double months = 1.0 / w.squaredNorm();
    law_[k] = LogMean(months, point_.irregular_sd);
    const double apart =
        walk * (point_.walk_share * part.walk_spread + (1.0 - point_.walk_share) * part.returning_spread);
    if (part.months.size() > 1)
      law_[k].shift(LogMean(months, std::sqrt(point_.irregular_sd * point_.irregular_sd + apart)).mean() -
                    law_[k].mean());
    constant_[i] = top + std::log(sum) - linear;
    if (fresh_ || !by_law() || law_[k].gaussian()) {
      mean_[i] = law_[k].mean();
      variance_[i] = law_[k].variance();
    }
  }
  fresh_ = false;
  auto m = membership_.begin();
  for (std::size_t j = 0; j < sums_.spans.size(); ++j) {
    const auto first = m;
    double top = -1e300, sum = 0.0;
    for (; m != membership_.end() && m->sum == j; ++m)
      top = std::max(top, log_part_[static_cast<Eigen::Index>(m->part)]);
    for (auto p = first; p != m; ++p) sum += p->share = std::exp(log_part_[static_cast<Eigen::Index>(p->part)] - top);
    const auto y = static_cast<Eigen::Index>(j);
    const int begin = sums_.spans[j].begin;
    share[j].setZero(sums_.spans[j].count);
    residual[y] = sums_.log_usd[y] - top - std::log(sum);
    double squares = 0.0;
    for (auto p = first; p != m; ++p) {
      p->share /= sum;
      squares += p->share * p->share;
      const auto k = static_cast<Eigen::Index>(p->part);
      residual[y] += p->share * (log_part_[k] - constant_[k] - mean_[k]);
      const std::vector<int>& months = parts_[p->part].months;
      for (std::size_t n = 0; n < months.size(); ++n)
        share[j][months[n] - begin] = p->share * weight_[p->part][static_cast<Eigen::Index>(n)];
    }
    if (unknown_[y] > 0.0) residual[y] -= LogMean(1.0 / squares, std::sqrt(unknown_[y])).mean();
  }
}

void SpanParts::add_variance(Eigen::VectorXd& noise_variance) const {
  for (const PartOfSum& m : membership_)
    noise_variance[static_cast<Eigen::Index>(m.sum)] +=
        m.share * m.share * variance_[static_cast<Eigen::Index>(m.part)];
}

void SpanParts::learn(const Eigen::VectorXd& x, const Eigen::VectorXd& solved, const Eigen::VectorXd& precision) {
  pull_.setZero();
  for (const PartOfSum& m : membership_)
    pull_[static_cast<Eigen::Index>(m.part)] += m.share * solved[static_cast<Eigen::Index>(m.sum)];
  move_ = log_gain_ = 0.0;
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    const auto i = static_cast<Eigen::Index>(k);
    next_log_part_[i] = constant_[i] + mean_[i] + variance_[i] * pull_[i];
    for (Eigen::Index n = 0; n < weight_[k].size(); ++n)
      next_log_part_[i] += weight_[k][n] * x[parts_[k].months[static_cast<std::size_t>(n)]];
    if (parts_.size() < membership_.size()) move_ = std::max(move_, std::abs(next_log_part_[i] - log_part_[i]));
    if (!by_law() || law_[k].gaussian()) {
      next_mean_[i] = mean_[i];
      next_variance_[i] = variance_[i];
      continue;
    }
    const double without = std::max(1.0 / precision[i] - variance_[i], 1e-9);  // of d, by all but its own law
    const LogMean::Stand stand = law_[k].stand_in(mean_[i] + pull_[i] / precision[i], without);
    next_mean_[i] = stand.mean;
    next_variance_[i] = stand.variance;
    log_gain_ += stand.log_gain;
    move_ = std::max({move_, std::abs(stand.mean - mean_[i]), std::abs(std::log(stand.variance / variance_[i]))});
  }
}

void SpanParts::step(double fraction) {
  log_part_ += fraction * (next_log_part_ - log_part_);
  mean_ += fraction * (next_mean_ - mean_);
  variance_ += fraction * (next_variance_ - variance_);
}

}  // namespace tradewatch::growth
