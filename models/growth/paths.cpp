#include "models/growth/paths.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {

Eigen::ArrayXd totals(const Paths& paths, const trade::MonthSpan& span) {
  return paths.usd.middleCols(span.first - paths.first, span.months()).rowwise().sum();
}

double quantile(Eigen::ArrayXd& values, double p) { return quantiles(values, {&p, 1}).front(); }

std::vector<double> quantiles(Eigen::ArrayXd& values, std::span<const double> probabilities) {
  std::vector<double> found;
  double* from = values.data();  // everything before is at most everything from here on
  double* const end = from + values.size();
  for (const double p : probabilities) {
    const double at = p * static_cast<double>(values.size() - 1);
    const double below = std::floor(at);
    double* const place = values.data() + static_cast<Eigen::Index>(below);
    std::nth_element(from, place, end);
    from = place;
    const double low = *place;
    const double high = place + 1 < end ? *std::min_element(place + 1, end) : low;
    found.push_back(low + (at - below) * (high - low));
  }
  return found;
}

}  // namespace tradewatch::growth
