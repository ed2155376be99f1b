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

std::vector<int> deal_rows(const std::vector<double>& weight, int rows, NormalDraws& draws) {
  std::vector<int> point_of_row(static_cast<std::size_t>(rows));
  std::size_t point = 0;
  double reached = weight[0];
  for (int r = 0; r < rows; ++r) {
    while ((r + 0.5) / rows > reached && point + 1 < weight.size()) reached += weight[++point];
    point_of_row[static_cast<std::size_t>(r)] = static_cast<int>(point);
  }
  draws.shuffle(point_of_row);
  return point_of_row;
}

}  // namespace tradewatch::growth
