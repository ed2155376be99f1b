#include "models/growth/log_sums.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::growth {
namespace {

// Dollars and months of the pieces (observations where there are none) that lie between two months.
struct Covered {
  double usd = 0.0;
  double months = 0.0;
  [[nodiscard]] double mean() const { return months > 0.0 ? usd / months : 0.0; }
};

template <typename Sums>
Covered covered(const Sums& sums, const trade::MonthSpan& within) {
  Covered c;
  for (const auto& sum : sums) {
    if (!sum.span.overlaps(within)) continue;
    const int shared = std::min(sum.span.last, within.last) - std::max(sum.span.first, within.first) + 1;
    c.usd += sum.value_usd * shared / sum.span.months();
    c.months += shared;
  }
  return c;
}

Covered covered(const trade::Series& series, const trade::MonthSpan& within) {
  return series.pieces.empty() ? covered(series.observations, within) : covered(series.pieces, within);
}

trade::Month last_observed(const trade::Series& series) {
  trade::Month last = series.observations.front().span.last;
  for (const auto& o : series.observations) last = std::max(last, o.span.last);
  return last;
}

double offset_of(const trade::Series& series, double share) {
  const trade::Month last = last_observed(series);
  const double all = covered(series, {series.observations.front().span.first, last}).mean();
  const double c = share * std::max(recent_monthly_mean(series), 0.05 * all);
  return c > 0.0 ? c : 1.0;  // all zero: any scale does, the fit is not used
}

}  // namespace

int LogSums::months_covered() const {
  std::vector<bool> seen(static_cast<std::size_t>(months));
  for (const MonthRange& r : spans)
    for (int t = r.begin; t < r.end(); ++t) seen[static_cast<std::size_t>(t)] = true;
  return static_cast<int>(std::count(seen.begin(), seen.end(), true));
}

Eigen::VectorXd LogSums::revision_variance(double sd_where_unsaid) const {
  Eigen::VectorXd variance = Eigen::VectorXd::Constant(observations(), sd_where_unsaid * sd_where_unsaid);
  for (std::size_t j = 0; j < revision_sd.size(); ++j)
    if (const auto& sd = revision_sd[j]) variance[static_cast<Eigen::Index>(j)] = *sd * *sd;
  return variance;
}

double recent_monthly_mean(const trade::Series& series) {
  const trade::Month last = last_observed(series);
  return covered(series, {last - (kRecentMonths - 1), last}).mean();
}

LogSums make_log_sums(const trade::Series& series, const trade::MonthSpan& request, double offset_share,
                      std::optional<double> offset_usd) {
  const trade::Month last = last_observed(series);
  std::vector<const trade::ObservedSum*> kept;
  for (const auto& o : series.observations)
    if (last - o.span.first < kMaxHistoryMonths || o.span.last == last) kept.push_back(&o);

  LogSums sums;
  sums.first = request.first;
  for (const auto* o : kept) sums.first = std::min(sums.first, o->span.first);
  for (const auto& p : series.pieces)
    if (p.span.overlaps(request)) sums.first = std::min(sums.first, p.span.first);
  sums.months = std::max(request.last, last) - sums.first + 1;
  sums.end = sums.index_of(last) + 1;
  sums.offset_usd = offset_usd ? *offset_usd : offset_of(series, offset_share);
  sums.all_zero = true;
  sums.log_usd.resize(static_cast<Eigen::Index>(kept.size()));
  for (std::size_t j = 0; j < kept.size(); ++j) {
    const int n = kept[j]->span.months();
    sums.spans.push_back({sums.index_of(kept[j]->span.first), n});
    sums.revision_sd.push_back(kept[j]->revision_sd);
    sums.log_usd[static_cast<Eigen::Index>(j)] = std::log(kept[j]->value_usd + n * sums.offset_usd);
    sums.single_months = sums.single_months && n == 1;
    sums.all_zero = sums.all_zero && kept[j]->value_usd == 0.0;
  }
  return sums;
}

std::string_view stratum_of(const trade::Series& series) {
  const trade::Month last = last_observed(series);
  const double mean = recent_monthly_mean(series);
  int recent = 0, low = 0;
  for (const auto& o : series.observations) {
    if (last - o.span.first >= kRecentMonths) continue;
    ++recent;
    if (o.value_usd < 0.1 * mean * o.span.months()) ++low;
  }
  if (10 * low >= std::max(recent, 1) || mean == 0.0) return "intermittent";
  if (mean < kMediumFromUsd) return "small";
  return mean < kLargeFromUsd ? "medium" : "large";
}

double largest_month(const trade::Series& series) {
  double highest = 0.0;
  for (const auto& o : series.observations) highest = std::max(highest, o.value_usd / o.span.months());
  return highest;
}

double largest_year(const trade::Series& series) {
  const trade::Month first = series.observations.front().span.first;
  const trade::Month last = last_observed(series);
  double highest = 0.0;
  for (trade::Month m = first; m + 11 <= last; m = m + 1) {
    const Covered year = covered(series, {m, m + 11});
    if (year.months >= 12.0) highest = std::max(highest, year.usd);
  }
  return highest > 0.0 ? highest : 12.0 * largest_month(series);
}

}  // namespace tradewatch::growth
