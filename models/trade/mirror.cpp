#include "models/trade/mirror.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tradewatch::trade {
namespace {

MirrorMargin margin_of(const FlowKey& exports, const FlowKey& imports) {
  if ((exports.basis == Basis::payments) != (imports.basis == Basis::payments)) return MirrorMargin::other_measure;
  if (exports.valuation == Valuation::unstated || imports.valuation == Valuation::unstated) {
    return MirrorMargin::unstated;
  }
  if (exports.valuation == imports.valuation) return MirrorMargin::same;
  return imports.valuation == Valuation::cif ? MirrorMargin::cif_over_fob : MirrorMargin::unstated;
}

bool mirrors(const FlowKey& exports, const FlowKey& imports) {
  return exports.flow == Flow::export_ && imports.flow == Flow::import_ && exports.reporter == imports.partner &&
         exports.partner == imports.reporter && exports.commodity == imports.commodity;
}

// Spans that either side publishes, and the calendar years between.
std::set<MonthSpan> spans_of(const Series& a, const Series& b) {
  std::set<MonthSpan> spans;
  for (const Series* side : {&a, &b}) {
    for (const ObservedSum& sum : side->observations) spans.insert(sum.span);
    if (side->empty()) continue;
    for (int year = side->first_month()->year(); year <= side->last_month()->year(); ++year) {
      spans.insert({Month(year, 1), Month(year, 12)});
    }
  }
  return spans;
}

MirrorSpan compare(const MonthSpan& span, double exports_usd, double imports_usd) {
  MirrorSpan both{span, exports_usd, imports_usd, {}, {}};
  if (exports_usd > 0.0) both.ratio = imports_usd / exports_usd;
  const double mean = (exports_usd + imports_usd) / 2.0;
  if (mean > 0.0) both.difference = (imports_usd - exports_usd) / mean;
  return both;
}

// The median ratio of spans taken by time so that none overlaps another, whole years before months.
std::optional<double> usual_ratio(const std::vector<MirrorSpan>& spans) {
  std::vector<const MirrorSpan*> by_length;
  for (const MirrorSpan& span : spans) {
    if (span.ratio && *span.ratio > 0.0) by_length.push_back(&span);
  }
  std::stable_sort(by_length.begin(), by_length.end(),
                   [](const auto* a, const auto* b) { return a->span.months() > b->span.months(); });
  std::vector<const MirrorSpan*> taken;
  for (const MirrorSpan* span : by_length) {
    const bool free = std::none_of(taken.begin(), taken.end(),
                                   [&](const MirrorSpan* other) { return other->span.overlaps(span->span); });
    if (free) taken.push_back(span);
  }
  if (taken.size() < kUsualSpans) return std::nullopt;
  std::vector<double> ratios;
  for (const MirrorSpan* span : taken) ratios.push_back(*span->ratio);
  std::sort(ratios.begin(), ratios.end());
  const std::size_t half = ratios.size() / 2;
  return ratios.size() % 2 == 1 ? ratios[half] : (ratios[half - 1] + ratios[half]) / 2.0;
}

}  // namespace

std::string_view name_of(MirrorMargin margin) {
  switch (margin) {
    case MirrorMargin::cif_over_fob:
      return "cif over fob";
    case MirrorMargin::same:
      return "same valuation";
    case MirrorMargin::unstated:
      return "valuation not stated";
    case MirrorMargin::other_measure:
      return "payments beside goods";
  }
  return {};
}

std::vector<MirrorPair> mirror_pairs(std::span<const Series> series) {
  std::vector<MirrorPair> pairs;
  for (const Series& exports : series) {
    for (const Series& imports : series) {
      if (!mirrors(exports.key, imports.key)) continue;
      MirrorPair pair{exports.key, imports.key, margin_of(exports.key, imports.key), {}, {}};
      for (const MonthSpan& span : spans_of(exports, imports)) {
        const auto out = total_of(exports, span);
        const auto in = total_of(imports, span);
        if (out && in) pair.spans.push_back(compare(span, out->value_usd, in->value_usd));
      }
      std::stable_sort(pair.spans.begin(), pair.spans.end(), [](const MirrorSpan& a, const MirrorSpan& b) {
        return a.span.first != b.span.first ? a.span.first < b.span.first : a.span.months() > b.span.months();
      });
      if (pair.spans.empty()) continue;
      pair.usual_ratio = usual_ratio(pair.spans);
      pairs.push_back(std::move(pair));
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const MirrorPair& a, const MirrorPair& b) {
    return std::pair(a.exports, a.imports) < std::pair(b.exports, b.imports);
  });
  return pairs;
}

}  // namespace tradewatch::trade
