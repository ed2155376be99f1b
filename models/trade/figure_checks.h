// What every list of figures of one document must satisfy before it is kept, whatever format it came in.
//
// Pure: `today` is handed in. A list is taken whole or not at all, so all faults are told, not the first alone.
// The answer does not depend on the order of the figures.

#pragma once

#include <span>
#include <vector>

#include "models/trade/figure.h"

namespace tradewatch::trade {

inline constexpr Month kFirstMonth{1900, 1};
inline constexpr int kYearsAhead = 10;             // periods end at most this long after `today`
inline constexpr int kPublishedToleranceDays = 1;  // the source's day may have begun before ours

struct FigureFault {
  enum class Why {
    value_not_finite,
    value_negative,
    value_above_limit,  // over kMaxValueUsd
    value_missing,      // only a withdrawn figure has no value
    value_when_withdrawn,
    period_before_1900,
    period_too_far_ahead,
    published_in_future,
    partner_is_reporter,
    two_values,    // `other` gives the same figure, published the same day, another value
    two_statuses,  // the same value, but another status: the order would decide
  };
  int figure = 0;  // index of the figure in the list
  int other = -1;  // the figure it contradicts, an earlier one in the list, or -1
  Why why = Why::value_not_finite;

  bool operator==(const FigureFault&) const = default;
};

struct FigureChecks {
  std::vector<FigureFault> faults;  // by figure, then by kind
  int duplicates = 0;               // figures that repeat an earlier one of the list word for word
};

[[nodiscard]] FigureChecks check_figures(std::span<const Figure> figures, Date today);

}  // namespace tradewatch::trade
