#include "models/growth/paths.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {

Eigen::ArrayXd totals(const Paths& paths, const trade::MonthSpan& span) {
  return paths.usd.middleCols(span.first - paths.first, span.months()).rowwise().sum();
}

namespace {

// Puts the order statistics at `places`, which increase, where they belong among values[from] to values[to - 1]; the
// middle one first, so that the others are looked for in what it leaves on each side.
void partition(double* values, Eigen::Index from, Eigen::Index to, std::span<const Eigen::Index> places) {
  if (places.empty()) return;
  const Eigen::Index middle = places[places.size() / 2];
  std::nth_element(values + from, values + middle, values + to);
  const auto same = std::ranges::equal_range(places, middle);
  partition(values, from, middle, {places.begin(), same.begin()});
  partition(values, middle + 1, to, {same.end(), places.end()});
}

}  // namespace

double quantile(Eigen::ArrayXd& values, double p) { return quantiles(values, {&p, 1}).front(); }

std::vector<double> quantiles(Eigen::ArrayXd& values, std::span<const double> probabilities) {
  std::vector<Eigen::Index> places;
  for (const double p : probabilities)
    places.push_back(static_cast<Eigen::Index>(std::floor(p * static_cast<double>(values.size() - 1))));
  partition(values.data(), 0, values.size(), places);
  std::vector<double> found;
  for (std::size_t i = 0; i < places.size(); ++i) {
    // Nothing between two places is below the first or above the second.
    const double* const place = values.data() + places[i];
    const auto later = std::ranges::upper_bound(places, places[i]);
    const double* const end = values.data() + (later == places.end() ? values.size() : *later + 1);
    const double high = place + 1 < end ? *std::min_element(place + 1, end) : *place;
    const double beyond = probabilities[i] * static_cast<double>(values.size() - 1) - static_cast<double>(places[i]);
    found.push_back(*place + beyond * (high - *place));
  }
  return found;
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
