#include "models/growth/log_mean.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/growth/log_mean_table.h"

namespace tradewatch::growth {
namespace {

constexpr double kLeastSd = 0.02;           // below it a sum is Gaussian in logs for every purpose
constexpr double kLeastRoom = 1e-6;         // of 1 - delta^2
constexpr double kFarLeft = -30.0;          // where erfc gives way to its asymptotic series
constexpr double kLeastLawVariance = 1e-9;  // of a Gaussian that stands for a law
constexpr double kLargestVariance = 1e6;

double left_series(double t) {
  const double u = 1.0 / (t * t);
  return 1.0 - u * (1.0 - u * (3.0 - u * (15.0 - 105.0 * u)));
}

double log_normal_below(double t) {  // ln Phi(t)
  if (t > kFarLeft) return std::log(0.5 * std::erfc(-t * std::numbers::sqrt2 / 2.0));
  return -0.5 * t * t - std::log(-t) - 0.5 * std::log(2.0 * std::numbers::pi) + std::log(left_series(t));
}

double hazard(double t) {  // phi(t) / Phi(t), the derivative of ln Phi
  if (t <= kFarLeft) return -t / left_series(t);
  return std::exp(-0.5 * t * t) / std::sqrt(2.0 * std::numbers::pi) / (0.5 * std::erfc(-t * std::numbers::sqrt2 / 2.0));
}

double log_normal_density(double x, double variance) {
  return -0.5 * (x * x / variance + std::log(2.0 * std::numbers::pi * variance));
}

// A place between rows and columns of the tables, which hold on at their edges.
class Place {
 public:
  Place(double months, double sd) {
    const auto above = std::ranges::upper_bound(kLogMeanMonths, months);
    row_ = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(above - kLogMeanMonths.begin() - 1, 0,
                                                               static_cast<std::ptrdiff_t>(kLogMeanMonths.size()) - 2));
    down_ = std::clamp(
        std::log(months / kLogMeanMonths[row_]) / std::log(kLogMeanMonths[row_ + 1] / kLogMeanMonths[row_]), 0.0, 1.0);
    const double column = std::clamp(sd / kLogMeanSdStep - 1.0, 0.0, static_cast<double>(kLogMeanSds - 1));
    column_ = std::min(static_cast<std::size_t>(column), kLogMeanSds - 2);
    right_ = column - static_cast<double>(column_);
  }
  [[nodiscard]] double in(const LogMeanTable& table) const {
    const auto along = [&](const auto& row) { return row[column_] + right_ * (row[column_ + 1] - row[column_]); };
    const double upper = along(table[row_]);
    return upper + down_ * (along(table[row_ + 1]) - upper);
  }

 private:
  std::size_t row_ = 0, column_ = 0;
  double down_ = 0.0, right_ = 0.0;
};

}  // namespace

LogMean::LogMean(double months, double sd) {
  const double month_variance = sd * sd;
  const double fenton = std::log1p(std::expm1(month_variance) / months);
  mean_ = (month_variance - fenton) / 2.0;
  variance_ = fenton;
  if (months < 1.0 + 1e-6 || sd < kLeastSd) return;
  const Place place(months, sd);
  mean_ *= place.in(kLogMeanMean);
  variance_ *= place.in(kLogMeanVariance);
  const double tau = -place.in(kLogMeanThreshold)*std::sqrt(months) / sd;
  const double first = hazard(tau), second = -first * (tau + first);
  const double delta2 = std::clamp((variance_ / month_variance - 1.0) / second, kLeastRoom, 1.0 - kLeastRoom);
  const double steepness = 1.0 / std::sqrt(1.0 - delta2);
  location_ = mean_ - sd * std::sqrt(delta2) * first;
  scale_ = sd;
  threshold_ = tau * steepness;
  slope_ = std::sqrt(delta2) * steepness / sd;
  log_share_ = log_normal_below(tau);
}

double LogMean::log_density(double x) const {
  if (gaussian()) return log_normal_density(x - mean_, variance_);
  return log_normal_density(x - location_, scale_ * scale_) + log_normal_below(threshold_ + slope_ * (x - location_)) -
         log_share_;
}

void LogMean::shift(double by) {
  mean_ += by;
  location_ += by;
}

LogMean::Stand LogMean::stand_in(double mean, double variance) const {
  if (gaussian()) return {mean_, variance_, 0.0};
  const double all = scale_ * scale_ + variance;
  const double narrowed = scale_ * scale_ * variance / all;
  const double middle = (location_ * variance + mean * scale_ * scale_) / all;
  const double steepness = std::sqrt(1.0 + slope_ * slope_ * narrowed), pull = slope_ * narrowed / steepness;
  const double z = (threshold_ + slope_ * (middle - location_)) / steepness;
  const double first = hazard(z);
  const double log_integral = log_normal_density(location_ - mean, all) + log_normal_below(z) - log_share_;
  const double found_mean = middle + pull * first;
  const double found_variance = narrowed - pull * pull * first * (z + first);
  Stand stand;
  // The law is log-concave, so its product with a Gaussian is narrower than that, but for rounding.
  stand.variance =
      found_variance < variance * (1.0 - 1e-12)
          ? std::clamp(found_variance * variance / (variance - found_variance), kLeastLawVariance, kLargestVariance)
          : kLargestVariance;
  stand.mean = found_mean + (found_mean - mean) * stand.variance / variance;
  stand.log_gain = log_integral - log_normal_density(stand.mean - mean, stand.variance + variance);
  return stand;
}

}  // namespace tradewatch::growth
