// What ln of the mean of n independent log-normal months is: ln((exp e_1 + ... + exp e_n) / n), e_t ~ N(0, s^2).
//
// Matching a Gaussian to it (Fenton 1960) puts the mean too low and the variance too high once s exceeds 0.7, and has
// neither the thin left tail (all months must be low) nor the fat right one (one month is enough) of the true law. Both
// matter: a sum that is high because of one shipment says little of the level, a low sum says much. Here the law is
//
//   f(x) = N(x; location, s^2) Phi(threshold + slope (x - location)) / Phi(tau),
//
// an extended skew-normal (Azzalini 1985) whose right tail is that of a single month; its other three parameters give
// the mean, variance and third cumulant of numerical integration (log_mean_table.h). ln f is then within 0.1 of
// integration three standard deviations either way up to twelve months of sd 2.2, 0.3 at four. One month is Gaussian.
//
// Times a Gaussian such an f has moments in closed form, those of probit regression; so the Gaussian that stands for
// it beside everything else that is known can be had by expectation propagation (Minka 2001) without quadrature.

#pragma once

namespace tradewatch::growth {

class LogMean {
 public:
  LogMean() = default;
  // `months` > 0 may be the effective number 1 / sum w^2 of months with unequal weights w; `sd` >= 0 of one month.
  LogMean(double months, double sd);

  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double variance() const { return variance_; }
  [[nodiscard]] bool gaussian() const { return slope_ == 0.0; }
  [[nodiscard]] double log_density(double x) const;
  void shift(double by);

  // The Gaussian that has, times N(x; mean, variance), the mean and variance of f times that; and by how much the
  // integral of the latter is more than that of the former, in logs.
  struct Stand {
    double mean = 0.0, variance = 0.0;
    double log_gain = 0.0;
  };
  [[nodiscard]] Stand stand_in(double mean, double variance) const;

 private:
  double mean_ = 0.0, variance_ = 0.0;
  double location_ = 0.0, scale_ = 0.0;  // of the Gaussian factor
  double threshold_ = 0.0, slope_ = 0.0, log_share_ = 0.0;
};

}  // namespace tradewatch::growth
