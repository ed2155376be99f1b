// What a model sees of one flow: observed sums, not months.
//
// A source prints months, quarters, years and fiscal-year-to-date sums, in vintages. From the figures in force at
// one moment this header makes
//   - observations: within one vintage nested sums are differenced (July-October, then July-December gives
//     November-December); across vintages they stay as published, because each was counted at another time;
//   - pieces: disjoint spans whose totals the published figures determine by addition and subtraction alone, with
//     the signed figures each is made of. Totals are read off pieces; nothing is estimated here.
//
// Sums are edges of a graph whose nodes are month boundaries: a figure for [a, b) says P(b) - P(a) = value. The
// total of [p, q) is determined exactly when p and q are connected. Where figures close a cycle, newer ones win and
// the older is left out, with its reason. A difference that would be negative is never shown: the older of the two
// figures is set aside, or within one vintage the finer, and the coarser span is kept.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/trade/figure.h"

namespace tradewatch::trade {

// A published figure's signed share in a derived amount; `figure` indexes the figures that were given.
struct Term {
  int figure = 0;
  int sign = 1;  // +1 or -1

  bool operator==(const Term&) const = default;
};

// The total of a span as one vintage tells it.
struct ObservedSum {
  MonthSpan span;
  double value_usd = 0.0;  // finite, >= 0
  Status status = Status::final;
  Date published{};
  std::vector<Term> terms;                 // one for a figure as published, more after differencing
  std::optional<double> revision_sd = {};  // of ln(final / this), where sum_noise.h has put it
};

// What one older vintage's revision since then would change in a piece: one standard deviation, US dollars, signed, so
// that it cancels in the sum of pieces that a newer vintage counts whole. See sum_noise.h.
struct SharedRevision {
  int vintage = 0;
  double usd = 0.0;
};

// Disjoint spans in order of time, each the signed sum of published figures.
struct Piece {
  MonthSpan span;
  double value_usd = 0.0;
  std::vector<Term> terms;
  std::optional<double> revision_sd = {};   // of ln(final / this), its own; where sum_noise.h has put it
  std::vector<SharedRevision> shared = {};  // with other pieces of the series
};

// Why a figure takes no part.
struct SetAside {
  enum class Why {
    negative_difference,  // `against` covers more months and is smaller, so the months between are not derivable
    superseded,           // `against` says the same span in a newer vintage
    redundant,            // the total of its span already follows from newer figures, and differs
  };
  int figure = 0;
  int against = -1;  // the figure it disagrees with, or -1 when several do
  Why why = Why::redundant;
  double difference_usd = 0.0;  // what `figure` says less what the others say
};

// Invariant: `pieces` are disjoint and sorted; no value is negative.
struct Series {
  FlowKey key;
  std::vector<ObservedSum> observations;  // sorted by span
  std::vector<Piece> pieces;
  std::vector<SetAside> set_aside;

  [[nodiscard]] bool empty() const { return observations.empty(); }
  [[nodiscard]] std::optional<Month> first_month() const;
  [[nodiscard]] std::optional<Month> last_month() const;
};

// Figures of one key, the vintages in force at one moment, none withdrawn. Any order.
// Vintages are told apart by `published`, and by document where nobody stated a date.
[[nodiscard]] Series make_series(const FlowKey& key, std::span<const KeptFigure> in_force);

// The total of `span` where figures determine it, with the terms it is made of; nothing otherwise.
struct Total {
  double value_usd = 0.0;
  std::vector<Term> terms;
};
[[nodiscard]] std::optional<Total> total_of(const Series& series, const MonthSpan& span);

}  // namespace tradewatch::trade
