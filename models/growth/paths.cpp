#include "models/growth/paths.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {

Eigen::ArrayXd totals(const Paths& paths, const trade::MonthSpan& span) {
  return paths.usd.middleCols(span.first - paths.first, span.months()).rowwise().sum();
}

double quantile(Eigen::ArrayXd& values, double p) {
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<Eigen::Index>(std::floor(at));
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double low = values[below];
  if (below + 1 >= values.size()) return low;
  const double high = *std::min_element(values.begin() + below + 1, values.end());
  return low + (at - static_cast<double>(below)) * (high - low);
}

}  // namespace tradewatch::growth
