// Learning how much wider or narrower forecasts must be than their models say.
//
// Flows are forecast from the last seven Decembers before the learning's end, uncorrected, and the totals of the twelve
// months that followed are looked up. For each stratum and kind of history (months, three years of months, sums over
// years, quarters and fiscal-year-to-date spans) the factor is the one of a fixed list with the least mean loss: the
// quantile score of the total (scores.h) over the flow's mean absolute yearly change, a flow counting 5 at most, as
// backtests have it. A loss in logs instead widened flows with near-empty years and made their totals in dollars worse
// in later years (origins 2012-12 to 2015-12).
//
// Errors share the year, so seven Decembers are seven pieces of evidence and not thousands: a factor counts only if the
// one chosen without a year also helped in that year, in at least five of the seven; otherwise it is 1.

#pragma once

#include <vector>

#include "models/growth/panel_prior.h"
#include "models/trade/series.h"

namespace tradewatch::growth {

inline constexpr int kSpreadOrigins = 7;
inline constexpr int kSpreadOriginsThatMustGain = 5;
inline constexpr int kShortHistoryMonths = 36;

// `flows` hold no figure after `figures_until`; `prior` has its weights already. Fills `spread` of every stratum.
void learn_spread(const std::vector<trade::Series>& flows, trade::Month figures_until, PanelPrior& prior);

// The months of `flow` up to `last` as an office that prints no months would give them: calendar years, then three
// years of quarters, then July-to-August, -December, -February and -June sums of the last three fiscal years. `last` is
// a December. Sums with a missing month are left out.
[[nodiscard]] trade::Series as_sums(const trade::Series& flow, trade::Month last);

// The figures of `flow` that lie inside `span`.
[[nodiscard]] trade::Series cut(const trade::Series& flow, const trade::MonthSpan& span);

}  // namespace tradewatch::growth
