// How good a forecast was once the outcome is known: scores of samples, quantiles, bands and probabilities.
//
// All are proper (Gneiting and Raftery 2007): the forecaster who says what they believe scores best on average. Lower
// is better. With y the outcome and x a sample of the forecast:
// - CRPS: E|X - y| - E|X - X'| / 2, in the unit of y; |x - y| when the forecast is one number.
// - Pinball loss of the p-quantile q: p (y - q) above it, (1 - p)(q - y) below; twice its mean over p is the CRPS.
// - Interval score of a central 1 - a band: (high - low) + 2/a (low - y)+ + 2/a (y - high)+.
// - Brier score: (P - 1{it happened})^2.
// - PIT: P(X < y) + P(X = y) / 2, uniform on 0 to 1 when forecasts know the truth's distribution. Half of a tie is the
//   expectation of the randomised transform, so a flow of zeros is 0.5 and no dice are thrown (Czado, Gneiting and Held
//   2009).
//
// Totals of flows of all sizes are compared on the scale of their own moves: `quantile_score` over the mean absolute
// change of the twelve-month total from one year to the next (see backtest.h).

#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

namespace tradewatch::growth {

// The quantiles of a forecast file (panel_forecast.h), over which quantile_score is the mean.
inline constexpr std::array kScoredProbabilities = {0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};

// `sorted`: ascending, at least one value, taken as the whole forecast (n^2 pairs, not n (n - 1)).
[[nodiscard]] double crps(const Eigen::ArrayXd& sorted, double outcome);
[[nodiscard]] double pit(const Eigen::ArrayXd& sorted, double outcome);

// The share of the sample that is at least `amount`.
[[nodiscard]] double share_at_least(const Eigen::ArrayXd& sorted, double amount);

// 0 < p < 1.
[[nodiscard]] double pinball_loss(double p, double quantile, double outcome);

// Twice the mean pinball loss of the quantiles at kScoredProbabilities, in the unit of the outcome.
[[nodiscard]] double quantile_score(std::span<const double, kScoredProbabilities.size()> quantiles, double outcome);

struct CentralBand {
  double coverage = 0.8;  // the share that it is to hold, inside (0, 1)
  double low = 0.0;
  double high = 0.0;  // >= low

  [[nodiscard]] bool holds(double outcome) const { return low <= outcome && outcome <= high; }
};
[[nodiscard]] double interval_score(const CentralBand& band, double outcome);

[[nodiscard]] double brier_score(double probability, bool happened);

}  // namespace tradewatch::growth
