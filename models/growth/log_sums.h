// Observed sums on the scale of the models: ln(value + n c) for a sum over n months.
//
// c keeps zeros finite and small months from ruling the fit. It is a share of the recent monthly mean (pieces of the
// last five years), and at least a twentieth of that share of the mean of all figures, so it scales with the flow.
// It is fixed before anything is fitted: likelihoods under different c cannot be compared.
//
// Only observations that begin within 240 months of the last one take part: older levels say nothing that twenty
// years of figures do not, and the cost of a fit stays bounded. Gaps are absent observations; nothing is filled.

#pragma once

#include <Eigen/Core>
#include <optional>
#include <string_view>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::growth {

inline constexpr int kMaxHistoryMonths = 240;
inline constexpr int kRecentMonths = 60;

// Months `begin` to `begin + count - 1` of a timeline.
struct MonthRange {
  int begin = 0;
  int count = 1;

  bool operator==(const MonthRange&) const = default;
  [[nodiscard]] int end() const { return begin + count; }
  [[nodiscard]] bool overlaps(const MonthRange& r) const { return begin < r.end() && r.begin < end(); }
};

struct LogSums {
  trade::Month first;             // month 0 of the timeline
  int months = 0;                 // length of the timeline: every observation and every requested month
  int end = 0;                    // one past the last month that an observation covers
  double offset_usd = 1.0;        // c; positive
  std::vector<MonthRange> spans;  // of the observations, sorted
  Eigen::VectorXd log_usd;        // ln(value + n c), one an observation
  bool single_months = true;      // every span is one month
  bool all_zero = false;          // every figure is zero
  // sd of ln(final / this) of each observation, where the series says (trade/sum_noise.h); empty: none does.
  std::vector<std::optional<double>> revision_sd;

  [[nodiscard]] int observations() const { return static_cast<int>(spans.size()); }
  [[nodiscard]] int index_of(trade::Month month) const { return month - first; }
  [[nodiscard]] int months_covered() const;
  // Variance of the revisions to come of each observation. Two that share months share what both have still to come:
  // the smaller variance times the cosine of their weights on the months (1 for the same months, 0 for none in common).
  [[nodiscard]] Eigen::VectorXd revision_variance(double sd_where_unsaid) const;
};

// `series` has an observation. The timeline covers `request` too, and pieces that reach into it. `offset_usd`: c where
// it is fixed already, instead of `offset_share` of the recent monthly mean.
[[nodiscard]] LogSums make_log_sums(const trade::Series& series, const trade::MonthSpan& request, double offset_share,
                                    std::optional<double> offset_usd = {});

// US dollars a month over the last five years that figures cover.
[[nodiscard]] double recent_monthly_mean(const trade::Series& series);

// Which rows of the panel prior speak for this series: "intermittent" when a tenth of the recent sums are less than a
// tenth of the recent mean a month, otherwise "small", "medium" or "large" by the recent mean.
[[nodiscard]] std::string_view stratum_of(const trade::Series& series);
inline constexpr double kMediumFromUsd = 1e6;  // a month
inline constexpr double kLargeFromUsd = 2e7;   // a month

// The highest twelve-month total that figures show, or twelve times the highest monthly average of the sums of
// fewer months; the highest average of longer sums where there is nothing shorter. 0 when all is zero.
[[nodiscard]] double largest_year(const trade::Series& series);
[[nodiscard]] double largest_month(const trade::Series& series);

}  // namespace tradewatch::growth
