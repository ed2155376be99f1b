#include "models/growth/calibration.h"

#include <algorithm>
#include <cmath>

#include "models/growth/log_sums.h"

namespace tradewatch::growth {

double spread_factor(const trade::Series& series, const PriorStratum& stratum) {
  const trade::Month last = *series.last_month();
  int months = 0;
  for (const trade::ObservedSum& o : series.observations) {
    if (last - o.span.last >= kRecentMonths) continue;
    if (o.span.months() != 1) return stratum.spread.sums;
    ++months;
  }
  // A gap or two in five years make no short history.
  return months >= kRecentMonths - kRecentMonths / 10 ? stratum.spread.months : stratum.spread.short_months;
}

void spread(const trade::Series& series, double factor, ComponentPaths& component) {
  component.fit.spread = factor;
  component.frozen.spread = factor;
  if (factor == 1.0 || component.frozen.month_cap_usd == 0.0) return;
  Paths& paths = component.paths;
  const double offset_usd = component.fit.offset_usd;
  const double log_cap = std::log(component.frozen.month_cap_usd + offset_usd);
  for (int column = std::max(0, *series.last_month() + 1 - paths.first); column < paths.usd.cols(); ++column) {
    Eigen::ArrayXd log_usd = (paths.usd.col(column) + offset_usd).log();
    Eigen::ArrayXd ordered = log_usd;
    const double median = quantile(ordered, 0.5);
    log_usd = (median + factor * (log_usd - median)).min(log_cap);
    paths.usd.col(column) = (log_usd.exp() - offset_usd).max(0.0);
  }
}

}  // namespace tradewatch::growth
