// The same trade as both sides count it: what one country says it exported beside what the other says it imported.
//
// Exports are usually valued free on board, imports with cost, insurance and freight, so imports ought to be larger by
// a margin: 6 % in the IMF's estimates (Direction of Trade Statistics, CIF/FOB factor 1.06). The two sides are
// compared, never spliced or averaged: they differ by valuation, by the day of counting, by who is taken for the
// partner, and a central bank's payments are no customs figures at all.
//
//   ratio       imports / exports of the same span
//   difference  (imports - exports) / ((imports + exports) / 2), from -2 to 2: "symmetric"

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::trade {

inline constexpr double kCifOverFob = 1.06;
inline constexpr std::size_t kUsualSpans = 5;  // so many spans must be known before a pair has a usual ratio

// One span that figures of both sides determine.
struct MirrorSpan {
  MonthSpan span;
  double exports_usd = 0.0;
  double imports_usd = 0.0;
  std::optional<double> ratio;       // absent when exports are 0
  std::optional<double> difference;  // absent when both are 0
};

// What is expected of the ratio before anything is known of the pair.
enum class MirrorMargin {
  cif_over_fob,   // kCifOverFob
  same,           // both sides value alike: 1
  unstated,       // a side does not say how it values
  other_measure,  // one side counts payments, the other goods: no ratio is expected
};

[[nodiscard]] std::string_view name_of(MirrorMargin margin);

// Invariant: exports.reporter is imports.partner and the other way round, and the commodity is the same.
struct MirrorPair {
  FlowKey exports;  // the exporter's own figures
  FlowKey imports;  // the importer's own
  MirrorMargin margin = MirrorMargin::unstated;
  std::vector<MirrorSpan> spans;      // whole years, then what is published by either side; by time, longer first
  std::optional<double> usual_ratio;  // median over spans that do not overlap, when there are kUsualSpans of them
};

// Every pair of an export series and an import series of the same trade that has a span in common, in order of keys.
[[nodiscard]] std::vector<MirrorPair> mirror_pairs(std::span<const Series> series);

}  // namespace tradewatch::trade
