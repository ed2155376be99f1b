// How far SpanGrowth is from the exact model when months inside sums are wild.
//
// Reference: given one grid point, the log months u = smooth + irregular inside the sums are Gaussian before the
// figures, and a figure is normal about ln sum exp(u) with the revision sd. Months are sampled from that posterior by
// Hamiltonian Monte Carlo (Neal 2011) in coordinates in which the prior is standard normal: eight chains from prior
// draws, which must agree. Months ahead follow given those by Gaussian regression. Nothing is matched or linearised.
//
// The figures have the shape of Pakistan's imports from Kazakhstan (config/figures): seven sums, four of them nested,
// 0.3 to 73 million US dollars.

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "models/growth/forecast.h"
#include "models/growth/log_sums.h"
#include "models/growth/normal_draws.h"
#include "models/growth/smooth_kernel.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

constexpr double kRevisionSd = 0.05;
const trade::Month kJuly(2022, 7);

trade::Series imports() {
  struct Sum {
    int from, months;
    double usd;
    trade::Month published;
  };
  const std::vector<Sum> sums = {{0, 3, 1.819e6, {2022, 11}},  {12, 6, 0.385e6, {2025, 2}},
                                 {12, 12, 0.677e6, {2025, 7}}, {24, 4, 0.313e6, {2025, 12}},
                                 {24, 6, 72.76e6, {2025, 2}},  {24, 12, 129.63e6, {2025, 7}},
                                 {36, 4, 0.263e6, {2025, 12}}};
  std::vector<trade::KeptFigure> figures;
  for (const Sum& s : sums) {
    figures.push_back(figure({kJuly + s.from, kJuly + (s.from + s.months - 1)}, s.usd));
    figures.back().figure.published = trade::last_day(s.published);
  }
  return from_figures(figures);
}

ForecastRequest request() {
  ForecastRequest r;
  r.components = {imports()};
  r.months = {kJuly + 40, kJuly + 51};
  r.choices.member_shares = only(MemberModel::span_growth);
  r.choices.revision_sd = kRevisionSd;
  return r;
}

class ExactSampler {
 public:
  ExactSampler(const LogSums& sums, const GridPoint& point) : sums_(sums) {
    std::vector<bool> inside(static_cast<std::size_t>(sums.months));
    for (const MonthRange& r : sums.spans)
      for (int t = r.begin; t < r.end(); ++t) inside[static_cast<std::size_t>(t)] = true;
    place_.assign(inside.size(), -1);
    for (int t = 0; t < sums.months; ++t) {
      if (inside[static_cast<std::size_t>(t)]) {
        place_[static_cast<std::size_t>(t)] = static_cast<int>(months_.size());
        months_.push_back(t);
      } else if (t >= sums.end) {
        ahead_.push_back(t);
      }
    }
    mean_ = 0.0;
    for (int j = 0; j < sums.observations(); ++j)
      mean_ += (sums.log_usd[j] - std::log(sums.spans[static_cast<std::size_t>(j)].count)) / sums.observations();
    SmoothKernel kernel(sums.months);
    kernel.take(point);
    Eigen::MatrixXd k(sums.months, sums.months);
    kernel.fill(k);
    k.diagonal().array() += point.irregular_sd * point.irregular_sd;
    const Eigen::MatrixXd prior = k(months_, months_);
    factor_ = prior.llt().matrixL();
    gain_ = prior.llt().solve(k(months_, ahead_)).transpose();
    const Eigen::MatrixXd left = k(ahead_, ahead_) - gain_ * k(months_, ahead_);
    left_ = left.llt().matrixL();
  }

  // Totals of the months ahead, US dollars, one a draw.
  Eigen::ArrayXd totals(int chains, int draws, double month_cap_usd) {
    Eigen::ArrayXd total(chains * draws);
    Eigen::VectorXd normal(static_cast<Eigen::Index>(ahead_.size()));
    for (int chain = 0; chain < chains; ++chain) {
      NormalDraws random(stream_seed(20260204, static_cast<std::uint64_t>(chain)));
      Eigen::VectorXd z(factor_.rows());
      for (double& x : z) x = random.next();
      for (int i = -draws / 4; i < draws; ++i) {  // a quarter as many first, to forget the start
        step(z, random);
        if (i < 0) continue;
        for (double& x : normal) x = random.next();
        const Eigen::VectorXd u = (gain_ * (factor_ * z) + left_ * normal).array() + mean_;
        total[chain * draws + i] = (u.array().exp() - sums_.offset_usd).max(0.0).min(month_cap_usd).sum();
      }
    }
    return total;
  }

 private:
  double potential(const Eigen::VectorXd& z, Eigen::VectorXd& slope) const {
    const Eigen::VectorXd u = (factor_ * z).array() + mean_;
    Eigen::VectorXd push = Eigen::VectorXd::Zero(u.size());
    double energy = 0.5 * z.squaredNorm();
    for (int j = 0; j < sums_.observations(); ++j) {
      const MonthRange& span = sums_.spans[static_cast<std::size_t>(j)];
      const int at = place_[static_cast<std::size_t>(span.begin)];
      const auto inside = u.segment(at, span.count).array();
      const double top = inside.maxCoeff();
      const Eigen::ArrayXd weight = (inside - top).exp();
      const double error = (sums_.log_usd[j] - top - std::log(weight.sum())) / kRevisionSd;
      energy += 0.5 * error * error;
      push.segment(at, span.count).array() += error / kRevisionSd * weight / weight.sum();
    }
    slope = z - factor_.transpose() * push;
    return energy;
  }

  void step(Eigen::VectorXd& z, NormalDraws& random) const {
    const double size = 0.02 * (0.5 + random.uniform());
    Eigen::VectorXd slope, p(z.size()), to = z;
    for (double& x : p) x = random.next();
    const double before = potential(to, slope) + 0.5 * p.squaredNorm();
    double after = 0.0;
    for (int i = 0; i < 60; ++i) {
      p -= 0.5 * size * slope;
      to += size * p;
      after = potential(to, slope);
      p -= 0.5 * size * slope;
    }
    after += 0.5 * p.squaredNorm();
    if (std::log(random.uniform()) < before - after) z = to;
  }

  const LogSums& sums_;
  std::vector<int> months_, ahead_, place_;
  double mean_ = 0.0;
  Eigen::MatrixXd factor_, gain_, left_;
};

struct Compared {
  double exact_median = 0.0, product_median = 0.0;
  double exact_tail = 0.0, product_tail = 0.0;  // P(total > 60 million)
  double chains_apart = 0.0;                    // largest difference of a chain's median from that of all, log units
};

Compared compare(const GridPoint& point) {
  const auto r = request();
  const auto product = forecast_target(r, one_point(point));
  Eigen::ArrayXd found = totals(product->total, r.months);
  const LogSums sums = make_log_sums(r.components[0], r.months, r.choices.offset_share);
  const double cap = std::max(10.0 / 12.0 * largest_year(r.components[0]), largest_month(r.components[0]));
  constexpr int kChains = 8, kDraws = 700;
  Eigen::ArrayXd exact = ExactSampler(sums, point).totals(kChains, kDraws, cap);
  Compared c;
  c.product_tail = (found > 6e7).cast<double>().mean();
  c.exact_tail = (exact > 6e7).cast<double>().mean();
  std::vector<double> medians;
  for (int chain = 0; chain < kChains; ++chain) {
    Eigen::ArrayXd part = exact.segment(chain * kDraws, kDraws);
    medians.push_back(quantile(part, 0.5));
  }
  c.exact_median = quantile(exact, 0.5);
  c.product_median = quantile(found, 0.5);
  for (const double m : medians) c.chains_apart = std::max(c.chains_apart, std::abs(std::log(m / c.exact_median)));
  return c;
}

// As measured, with longer chains too: 9, 7, 3 and 1 per cent too high.
struct Wild {
  GridPoint point;
  double median_error;  // log units
  double tail_error;
};

TEST(SpanGrowthAgainstExactSampling, IsWithinATenthHoweverWildTheMonthsOfNestedSums) {
  for (const auto& [point, median_error, tail_error] :
       std::vector<Wild>{{{.level_sd = 0.25, .irregular_sd = 0.4, .season_sd = 0.2, .walk_share = 0.2}, 0.1, 0.005},
                         {{.level_sd = 0.16, .irregular_sd = 1.0, .season_sd = 0.2, .walk_share = 1.0}, 0.1, 0.02},
                         {{.level_sd = 0.16, .irregular_sd = 1.5, .season_sd = 0.2, .walk_share = 1.0}, 0.1, 0.02},
                         {{.level_sd = 0.16, .irregular_sd = 2.2, .season_sd = 0.2, .walk_share = 1.0}, 0.1, 0.02}}) {
    const Compared c = compare(point);
    EXPECT_NEAR(std::log(c.product_median / c.exact_median), 0.0, median_error) << point.irregular_sd;
    EXPECT_NEAR(c.product_tail, c.exact_tail, tail_error) << point.irregular_sd;
  }
}

}  // namespace
}  // namespace tradewatch::growth
