#include "models/targets/bands.h"

namespace tradewatch::targets {

Band band_of(Eigen::ArrayXd& values) {
  return {growth::quantile(values, 0.5), growth::quantile(values, 0.025), growth::quantile(values, 0.1),
          growth::quantile(values, 0.9), growth::quantile(values, 0.975)};
}

double share_reaching(const Eigen::ArrayXd& totals, double amount) {
  return static_cast<double>((totals >= amount).count()) / static_cast<double>(totals.size());
}

std::vector<MonthBandOf> month_bands(const growth::Paths& paths, const trade::MonthSpan& months) {
  std::vector<MonthBandOf> out;
  for (trade::Month m = months.first; m <= months.last; m = m + 1) {
    Eigen::ArrayXd values = growth::totals(paths, {m, m});
    out.push_back({m, band_of(values)});
  }
  return out;
}

std::vector<MonthBandOf> trailing_bands(const growth::Paths& paths, const trade::MonthSpan& months) {
  std::vector<MonthBandOf> out;
  for (trade::Month m = months.first; m <= months.last; m = m + 1) {
    Eigen::ArrayXd values = growth::totals(paths, {m - 11, m});
    out.push_back({m, band_of(values)});
  }
  return out;
}

Reach reach_of(const growth::Paths& paths, trade::Month latest, trade::Month until, double amount) {
  const auto rows = paths.usd.rows();
  const int months = paths.last() - latest;
  Eigen::ArrayXd reached = Eigen::ArrayXd::Zero(months);  // paths that reach it first in each month
  Eigen::ArrayXd trailing = growth::totals(paths, {latest - 11, latest});
  Eigen::Array<bool, Eigen::Dynamic, 1> done = Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(rows, false);
  for (int k = 0; k < months; ++k) {
    const trade::Month m = latest + (k + 1);
    trailing += paths.usd.col(m - paths.first) - paths.usd.col(m - 12 - paths.first);
    const Eigen::Array<bool, Eigen::Dynamic, 1> now = trailing >= amount && !done;
    reached[k] = static_cast<double>(now.count()) / static_cast<double>(rows);
    done = done || now;
  }
  Reach reach;
  double cumulative = 0.0;
  for (int k = 0; k < months; ++k) {
    cumulative += reached[k];
    const trade::Month m = latest + (k + 1);
    if (m <= until) reach.by_month.emplace_back(m, cumulative);
    if (!reach.median && cumulative >= 0.5) reach.median = m;
  }
  reach.never_share = static_cast<double>((!done).count()) / static_cast<double>(rows);
  return reach;
}

}  // namespace tradewatch::targets
