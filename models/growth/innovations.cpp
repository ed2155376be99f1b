#include "models/growth/innovations.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradewatch::growth {
namespace {

using Effects = Eigen::Matrix<double, 12, 1>;

// A sum of several months as a linear form: the weights of the states before it, and what moved since.
struct SumForm {
  double returning = 0.0;  // weights of the states at the end of the sum before; the level's is 1
  Effects season = Effects::Zero();
  double walk_variance = 0.0, returning_variance = 0.0, season_variance = 0.0;  // of what moved since, per unit
  double walk_covariance = 0.0, returning_covariance = 0.0;                     // of that with the new states
  Effects season_covariance = Effects::Zero();
};

// x'Px for P_st = phi^|s - t|, one weight after the other.
class DecayedSquare {
 public:
  explicit DecayedSquare(double phi) : phi_(phi) {}
  void add(double weight) {
    sum_ += weight * (weight + 2.0 * carried_);
    carried_ = phi_ * (carried_ + weight);
  }
  [[nodiscard]] double sum() const { return sum_; }

 private:
  double phi_, carried_ = 0.0, sum_ = 0.0;
};

using EffectSquare = Eigen::Matrix<double, 12, 12>;

// Adds v v' to the lower half of `square`, two columns at a time.
template <int kFrom = 0>
void add_square(const Effects& v, EffectSquare& square) {
  constexpr int kRows = 12 - kFrom;
  square.block<kRows, 1>(kFrom, kFrom) += v[kFrom] * v.tail<kRows>();
  square.block<kRows, 1>(kFrom, kFrom + 1) += v[kFrom + 1] * v.tail<kRows>();
  if constexpr (kFrom + 2 < 12) add_square<kFrom + 2>(v, square);
}

SumForm form_of(const MonthRange& span, int steps, const Eigen::VectorXd& share, const SmoothKernel& kernel) {
  SumForm form;
  DecayedSquare returning(kernel.returning_left(1)), season(kernel.season_left(1));
  const double year = kernel.season_left(12);
  Effects carried = Effects::Zero(), decayed = Effects::Zero();
  double same_month = 0.0, walked = 0.0, returning_decayed = 0.0;
  for (int i = 0; i < span.count; ++i) {
    const double w = share[i];
    const int since = steps - span.count + 1 + i, left = span.count - 1 - i, effect = (span.begin + i) % 12;
    form.walk_variance += w * (w * since + 2.0 * walked);
    walked += w * since;
    returning.add(w);
    season.add(w);
    same_month += w * (w + 2.0 * carried[effect]);
    carried[effect] = year * (carried[effect] + w);
    form.returning += w * kernel.returning_left(since);
    form.season[effect] += w * kernel.season_left(since);
    returning_decayed += w * kernel.returning_left(left);
    decayed[effect] += w * kernel.season_left(left);
  }
  form.walk_covariance = walked;
  form.returning_variance = returning.sum() - form.returning * form.returning;
  form.returning_covariance = returning_decayed - kernel.returning_left(steps) * form.returning;
  const double season_sum = form.season.sum();
  form.season_variance =
      kSameMonth * (same_month - form.season.squaredNorm()) - kEveryMonth * (season.sum() - season_sum * season_sum);
  decayed -= kernel.season_left(steps) * form.season;
  form.season_covariance = kSameMonth * decayed.array() - kEveryMonth * decayed.sum();
  return form;
}

}  // namespace

Innovations::Innovations(std::vector<MonthRange> spans, int months)
    : spans_(std::move(spans)),
      kernel_(months),
      variance_(static_cast<Eigen::Index>(spans_.size())),
      gain_(kStates, static_cast<Eigen::Index>(spans_.size())),
      row_(kStates, 0) {
  int at = -1;
  for (const MonthRange& span : spans_) {
    steps_.push_back(span.end() - 1 - at);
    at = span.end() - 1;
  }
  if (std::ranges::any_of(spans_, [](const MonthRange& span) { return span.count > 1; }))
    row_.resize(kStates, observations());
}

void Innovations::start(const GridPoint& point) {
  kernel_.take(point);
  p_.level_level = kVagueLevelVariance;
  p_.level_returning = 0.0;
  p_.returning_returning = kernel_.returning();
  p_.level_season.setZero();
  p_.returning_season.setZero();
  p_.season_scale = 1.0;
  p_.season_taken.setZero();
}

double Innovations::season_covariance(int m, int n) const {
  const double at_start = kernel_.season() * ((m == n ? kSameMonth : 0.0) - kEveryMonth);
  return at_start - p_.season_scale * p_.season_taken(std::max(m, n), std::min(m, n));
}

void Innovations::factorise(const GridPoint& point, const std::vector<Eigen::VectorXd>& share,
                            const Eigen::VectorXd& noise_variance) {
  start(point);
  for (Eigen::Index j = 0; j < observations(); ++j) {
    const auto i = static_cast<std::size_t>(j);
    spans_[i].count == 1 ? see_month(j, noise_variance[j]) : see_sum(j, share[i], noise_variance[j]);
    move_and_learn(j);
  }
}

void Innovations::see_month(Eigen::Index j, double noise_variance) {
  const auto i = static_cast<std::size_t>(j);
  const int steps = steps_[i], effect = spans_[i].begin % 12;
  const double r = kernel_.returning_left(steps), s = kernel_.season_left(steps);
  with_level_ = p_.level_level + kernel_.walk() * steps + r * p_.level_returning + s * p_.level_season[effect];
  with_returning_ = r * p_.level_returning + r * r * p_.returning_returning + kernel_.returning() * (1.0 - r * r) +
                    r * s * p_.returning_season[effect];
  with_season_ = s * p_.level_season + r * s * p_.returning_season;
  const double taken = s * s * p_.season_scale;
  for (int m = 0; m < effect; ++m) with_season_[m] -= taken * p_.season_taken(effect, m);
  for (int m = effect; m < 12; ++m) with_season_[m] -= taken * p_.season_taken(m, effect);
  with_season_.array() -= kEveryMonth * kernel_.season();
  with_season_[effect] += kSameMonth * kernel_.season();
  variance_[j] = with_level_ + with_returning_ + with_season_[effect] + noise_variance;
}

void Innovations::see_sum(Eigen::Index j, const Eigen::VectorXd& share, double noise_variance) {
  const auto i = static_cast<std::size_t>(j);
  const int steps = steps_[i];
  const SumForm form = form_of(spans_[i], steps, share, kernel_);
  const double level = p_.level_level + form.returning * p_.level_returning + form.season.dot(p_.level_season);
  const double returning =
      p_.level_returning + form.returning * p_.returning_returning + form.season.dot(p_.returning_season);
  Effects season = p_.level_season + form.returning * p_.returning_season;
  season -= p_.season_scale * (p_.season_taken.selfadjointView<Eigen::Lower>() * form.season);
  season += kernel_.season() * kSameMonth * form.season;
  season.array() -= kernel_.season() * kEveryMonth * form.season.sum();
  variance_[j] = noise_variance + level + form.returning * returning + form.season.dot(season) +
                 kernel_.walk() * form.walk_variance + kernel_.returning() * form.returning_variance +
                 kernel_.season() * form.season_variance;
  with_level_ = level + kernel_.walk() * form.walk_covariance;
  with_returning_ = kernel_.returning_left(steps) * returning + kernel_.returning() * form.returning_covariance;
  with_season_ = kernel_.season_left(steps) * season + kernel_.season() * form.season_covariance;
  row_.col(j) << 1.0, form.returning, form.season;
}

void Innovations::move_and_learn(Eigen::Index j) {
  const int steps = steps_[static_cast<std::size_t>(j)];
  const double r = kernel_.returning_left(steps), s = kernel_.season_left(steps);
  const double precision = 1.0 / variance_[j];
  const double level = with_level_ * precision, returning = with_returning_ * precision;
  const Effects season = with_season_ * precision;
  gain_.col(j) << level, returning, season;

  p_.level_level += kernel_.walk() * steps - level * with_level_;
  p_.level_returning = r * p_.level_returning - level * with_returning_;
  p_.returning_returning =
      r * r * p_.returning_returning + kernel_.returning() * (1.0 - r * r) - returning * with_returning_;
  p_.level_season = s * p_.level_season - level * with_season_;
  p_.returning_season = r * s * p_.returning_season - returning * with_season_;
  p_.season_scale *= s * s;
  add_square(with_season_ * std::sqrt(precision / p_.season_scale), p_.season_taken);
}

double Innovations::half_log_det() const { return 0.5 * variance_.array().log().sum(); }

void Innovations::whiten(Eigen::Ref<Eigen::VectorXd> x, State* last) const {
  State state = State::Zero();
  for (Eigen::Index j = 0; j < observations(); ++j) {
    const MonthRange& span = spans_[static_cast<std::size_t>(j)];
    const int steps = steps_[static_cast<std::size_t>(j)];
    if (span.count > 1) x[j] -= row_.col(j).dot(state);
    state[1] *= kernel_.returning_left(steps);
    state.tail<12>() *= kernel_.season_left(steps);
    if (span.count == 1) x[j] -= state[0] + state[1] + state[2 + span.begin % 12];
    state += x[j] * gain_.col(j);
  }
  if (last != nullptr) *last = state;
}

void Innovations::unwhiten(Eigen::Ref<Eigen::VectorXd> x) const {
  State state = State::Zero();
  for (Eigen::Index j = observations() - 1; j >= 0; --j) {
    const MonthRange& span = spans_[static_cast<std::size_t>(j)];
    const int steps = steps_[static_cast<std::size_t>(j)];
    x[j] -= gain_.col(j).dot(state);
    if (span.count == 1) {
      state[0] += x[j];
      state[1] += x[j];
      state[2 + span.begin % 12] += x[j];
    }
    state[1] *= kernel_.returning_left(steps);
    state.tail<12>() *= kernel_.season_left(steps);
    if (span.count > 1) state += x[j] * row_.col(j);
  }
}

void Innovations::solve(Eigen::Ref<Eigen::VectorXd> x) const {
  whiten(x);
  x.array() /= variance_.array();
  unwhiten(x);
}

Eigen::VectorXd Innovations::inverse_diagonal() const {
  Eigen::VectorXd diagonal;
  inverse_diagonal(diagonal);
  return diagonal;
}

void Innovations::inverse_diagonal(Eigen::VectorXd& diagonal) const {
  diagonal.resize(observations());
  Eigen::Matrix<double, kStates, kStates> n = Eigen::Matrix<double, kStates, kStates>::Zero();
  State decay = State::Ones(), row = State::Zero();
  for (Eigen::Index j = observations() - 1; j >= 0; --j) {
    const MonthRange& span = spans_[static_cast<std::size_t>(j)];
    const int steps = steps_[static_cast<std::size_t>(j)];
    decay[1] = kernel_.returning_left(steps);
    decay.tail<12>().setConstant(kernel_.season_left(steps));
    if (span.count > 1) {
      row = row_.col(j);
    } else {
      row.setZero();
      for (const int state : {0, 1, 2 + span.begin % 12}) row[state] = decay[state];
    }
    const State known = n * gain_.col(j);
    diagonal[j] = 1.0 / variance_[j] + gain_.col(j).dot(known);
    const State moved = decay.cwiseProduct(known);
    n = (decay.asDiagonal() * n * decay.asDiagonal()).eval();
    n += diagonal[j] * row * row.transpose() - moved * row.transpose() - row * moved.transpose();
  }
}

double Innovations::covariance_ahead(int s, int t) const {
  const int a = s - end() + 1, b = t - end() + 1, lag = std::abs(s - t), m = s % 12, n = t % 12;
  const double ra = kernel_.returning_left(a), rb = kernel_.returning_left(b), sa = kernel_.season_left(a),
               sb = kernel_.season_left(b);
  const double known = p_.level_level + (ra + rb) * p_.level_returning + ra * rb * p_.returning_returning +
                       sa * (p_.level_season[m] + rb * p_.returning_season[m]) +
                       sb * (p_.level_season[n] + ra * p_.returning_season[n]) + sa * sb * season_covariance(m, n);
  return known + kernel_.walk() * std::min(a, b) + kernel_.returning() * (kernel_.returning_left(lag) - ra * rb) +
         kernel_.season() * (lag % 12 == 0 ? 1.0 : -kEveryMonth) * (kernel_.season_left(lag) - sa * sb);
}

double Innovations::mean_ahead(int t, const State& last) const {
  const int steps = t - end() + 1;
  return last[0] + kernel_.returning_left(steps) * last[1] + kernel_.season_left(steps) * last[2 + t % 12];
}

}  // namespace tradewatch::growth
