// Whether probabilities mean what they say: of what was given 30 %, did 30 % happen?
//
// Probabilities are put into ten bins of equal width. Forecast errors share the year, so the unit of evidence is the
// origin's year and not the single call: the standard error of a bin's gap is the cluster-robust one,
//   sqrt( Y / (Y - 1) * sum over years ( sum of (d - mean d) in that year )^2 ) / n,   d = 1{happened} - probability,
// with Y years in the bin (Liang and Zeger 1986). One year alone has no error that could be told.

#pragma once

#include <optional>
#include <span>
#include <vector>

namespace tradewatch::growth {

inline constexpr int kReliabilityBins = 10;

struct Call {
  double probability = 0.0;  // 0 to 1
  bool happened = false;
  int year = 0;  // of the origin
};

struct ReliabilityBin {
  double from = 0.0;  // the bin holds from <= probability < to, the last one 1 too
  double to = 1.0;
  int calls = 0;
  int years = 0;
  double mean_probability = 0.0;    // 0 without a call, as the two below
  double happened_share = 0.0;      //
  std::optional<double> gap_error;  // standard error of happened_share - mean_probability
};

// Always kReliabilityBins of them, ascending.
[[nodiscard]] std::vector<ReliabilityBin> reliability_of(std::span<const Call> calls);

// The mean of |happened_share - mean_probability| over the bins, weighted by their calls; absent without a call.
[[nodiscard]] std::optional<double> reliability_gap(std::span<const ReliabilityBin> bins);

}  // namespace tradewatch::growth
