// How early a target that will be missed is called off track, and how often one that is met is.
//
// Synthetic targets: the twelve months after an origin are to total k times the twelve months before, k in
// kTargetMultiples: targets of growth, as announced ones are. The window is walked month by month. With j of its
// months published the lead is 12 - j, the months before the window's end, and
//   the forecast calls it off track   when the share of sample paths that reach the amount falls under 0.33
//   the plain rule calls it off track when Eurostat's ratio on the trailing total falls under a threshold:
//     R = actual / required growth a year = ( (T / B)^(12 / j) - 1 ) / (k - 1), T the trailing twelve months, B the
//     twelve before the window; nothing is said before `from_month` months are known.
// A missed target's lead is that of the first call, and 0 where only its complete and short window told. A met target
// that was ever called is a false call. The plain rule's threshold is the greatest whose false-call rate does not
// exceed the forecast's, so both pay the same price and only the leads differ.
//
// How careful a rule should be is its reader's choice, so both are also compared at set prices: with the greatest
// threshold of each at which no more than 5, 10, 20 or 30 % of the met targets are ever called.
//
// Walks with a month missing before or inside the window are not made, and counted.

#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/growth/backtest.h"

namespace tradewatch::growth {

inline constexpr std::array kTargetMultiples = {1.1, 1.25, 1.5};
inline constexpr std::array kFalseCallRates = {0.05, 0.1, 0.2, 0.3};
inline constexpr int kWindowMonths = 12;
inline constexpr double kOffTrackBelow = 0.33;  // of the probability; targets/verdict.h holds the same bound

// Of one subject and origin, whatever the multiple.
struct WindowWalk {
  std::string subject;
  trade::Month origin;
  std::optional<NotScored> not_walked;  // else everything below is filled
  double before_usd = 0.0;              // the twelve months to the origin
  double outcome_usd = 0.0;             // of the window
  // With j = 0, 1, ..., 11 months of the window known: the twelve months to then, and the probability to reach each
  // multiple of `before_usd`.
  std::array<double, kWindowMonths> trailing_usd{};
  std::array<std::array<double, kTargetMultiples.size()>, kWindowMonths> probability{};
};

[[nodiscard]] WindowWalk walk_window(const Subject& subject, trade::Month origin, const PanelPrior& prior,
                                     const BacktestChoices& choices = {});

struct CallRate {
  std::string rule;                 // "forecast", "eurostat_ratio"
  int from_month = 0;               // months of the window known before it says anything
  std::optional<double> threshold;  // of the probability or the ratio; absent: it never calls
  double median_lead_months = 0.0;  // over missed targets
  double mean_lead_months = 0.0;    //
  double never_called = 0.0;        // share of missed targets that only the complete window told
  double false_call_rate = 0.0;     // share of met targets that were ever called
};

struct WarningRow {
  std::optional<double> multiple;  // absent: all of them together
  int missed = 0;
  int met = 0;
  std::vector<CallRate> rules;  // forecast, then the plain rule from month 1 and from month 6; none without both kinds
};

// All targets together, every rule with a threshold of its own.
struct WarningPrice {
  double most_false_calls = 0.0;  // share of met targets
  std::vector<CallRate> rules;    // as in WarningRow
};

struct WarningSummary {
  int walks = 0;                     // asked for
  int walked = 0;                    // of these
  std::vector<WarningRow> rows;      // all together, then each multiple
  std::vector<WarningPrice> prices;  // by kFalseCallRates; empty without both kinds of targets
};

[[nodiscard]] WarningSummary summarise(std::span<const WindowWalk> walks);

// The ratio of the plain rule: 1 is the growth required, under 0 the trade falls. `known` >= 1, `multiple` > 1.
[[nodiscard]] double eurostat_ratio(double trailing_usd, double before_usd, int known, double multiple);

}  // namespace tradewatch::growth
