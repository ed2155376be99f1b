#include "service/charts/axis.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::charts {

std::vector<double> Ticks::values() const {
  std::vector<double> values;
  const int count = static_cast<int>(std::lround(top / step));
  for (int i = 0; i <= count; ++i) values.push_back(i * step);
  return values;
}

Ticks nice_ticks(double highest, int wanted) {
  if (!std::isfinite(highest) || highest <= 0) highest = 1.0;
  const double rough = highest / std::max(wanted, 1);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double multiple : {5.0, 2.5, 2.0, 1.0}) {
    if (multiple * power >= rough * (1 - 1e-9)) step = multiple * power;
  }
  // The small allowance keeps a value that is on a step by intent on it in spite of rounding.
  return {.step = step, .top = step * std::max(1.0, std::ceil(highest / step - 1e-9))};
}

Ticks millions_ticks(double highest_usd, int wanted) {
  const Ticks in_millions = nice_ticks(highest_usd / 1e6, wanted);
  return {.step = in_millions.step * 1e6, .top = in_millions.top * 1e6};
}

std::vector<trade::Month> month_ticks(const trade::MonthSpan& span, int most) {
  int every = 1;
  for (const int candidate : {1, 2, 3, 6, 12}) {
    every = candidate;
    if (span.months() <= candidate * most) break;
  }
  while (span.months() > every * most) every += 12;
  std::vector<trade::Month> months;
  for (trade::Month m = span.first; m <= span.last; m = m + 1) {
    if (m.index() % every == 0) months.push_back(m);
  }
  return months;
}

}  // namespace tradewatch::charts
