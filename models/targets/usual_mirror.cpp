#include "models/targets/usual_mirror.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/trade/mirror.h"

namespace tradewatch::targets {
namespace {

constexpr double kSdOfMedianDistance = 1.4826;  // of a normal distribution

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

}  // namespace

std::optional<UsualMirror> usual_mirror(std::span<const CombinedSum> own, std::span<const CombinedSum> theirs,
                                        trade::Month before) {
  if (own.empty() || theirs.empty()) return std::nullopt;
  std::vector<double> logs;
  for (int year = own.front().span.first.year(); year < before.year(); ++year) {
    const trade::MonthSpan months{trade::Month(year, 1), trade::Month(year, 12)};
    const auto ours = total_of(own, months);
    const auto partner = total_of(theirs, months);
    if (ours && partner && *ours > 0.0 && *partner > 0.0) logs.push_back(std::log(*partner / *ours));
  }
  if (logs.size() < trade::kUsualSpans) return std::nullopt;
  const double middle = median(logs);
  std::vector<double> distances;
  for (const double log : logs) distances.push_back(std::abs(log - middle));
  const double reach = std::max(kUsualMirrorSd * kSdOfMedianDistance * median(distances), std::log(kUsualMirrorLeast));
  return UsualMirror{std::exp(middle), std::exp(middle - reach), std::exp(middle + reach),
                     static_cast<int>(logs.size())};
}

}  // namespace tradewatch::targets
