#include "models/growth/reliability.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace tradewatch::growth {
namespace {

std::size_t bin_of(double probability) {
  const int bin = static_cast<int>(std::floor(probability * kReliabilityBins));
  return static_cast<std::size_t>(std::clamp(bin, 0, kReliabilityBins - 1));
}

double deviation(const Call& call) { return (call.happened ? 1.0 : 0.0) - call.probability; }

void fill(ReliabilityBin& bin, const std::vector<Call>& calls) {
  if (calls.empty()) return;
  const auto n = static_cast<double>(calls.size());
  double probability = 0.0, happened = 0.0;
  for (const Call& call : calls) {
    probability += call.probability;
    happened += call.happened ? 1.0 : 0.0;
  }
  bin.calls = static_cast<int>(calls.size());
  bin.mean_probability = probability / n;
  bin.happened_share = happened / n;
  const double gap = bin.happened_share - bin.mean_probability;
  std::map<int, double> by_year;
  for (const Call& call : calls) by_year[call.year] += deviation(call) - gap;
  bin.years = static_cast<int>(by_year.size());
  if (bin.years < 2) return;
  double squares = 0.0;
  for (const auto& [year, sum] : by_year) squares += sum * sum;
  bin.gap_error = std::sqrt(squares * bin.years / (bin.years - 1.0)) / n;
}

}  // namespace

std::vector<ReliabilityBin> reliability_of(std::span<const Call> calls) {
  std::vector<std::vector<Call>> by_bin(kReliabilityBins);
  for (const Call& call : calls) by_bin[bin_of(call.probability)].push_back(call);
  std::vector<ReliabilityBin> bins(kReliabilityBins);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].from = static_cast<double>(i) / kReliabilityBins;
    bins[i].to = static_cast<double>(i + 1) / kReliabilityBins;
    fill(bins[i], by_bin[i]);
  }
  return bins;
}

std::optional<double> reliability_gap(std::span<const ReliabilityBin> bins) {
  double sum = 0.0;
  int calls = 0;
  for (const ReliabilityBin& bin : bins) {
    sum += bin.calls * std::abs(bin.happened_share - bin.mean_probability);
    calls += bin.calls;
  }
  if (calls == 0) return std::nullopt;
  return sum / calls;
}

}  // namespace tradewatch::growth
