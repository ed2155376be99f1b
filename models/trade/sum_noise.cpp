#include "models/trade/sum_noise.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace tradewatch::trade {
namespace {

// When the months of `span`, as said on `published`, were newest counted again inside a sum of another span.
std::optional<Date> counted_again(const Series& series, const MonthSpan& span, Date published) {
  std::optional<Date> again;
  for (const ObservedSum& o : series.observations)
    if (o.published > published && o.span != span && o.span.overlaps(span))
      again = std::max(again.value_or(o.published), o.published);
  return again;
}

// sd of ln(these months as the newest vintage counts them / as `published` did); 0 when nobody counted them again.
double sd_behind(const Series& series, const MonthSpan& span, Date published, const RevisionNoise& noise) {
  const auto again = counted_again(series, span, published);
  return again ? noise.sd_between(age_months(span, published), age_months(span, *again)) : 0.0;
}

// Numbers the vintages as make_series tells them apart.
class VintageNumbers {
 public:
  int of(const KeptFigure& f) {
    const auto key = std::pair(f.figure.published, f.figure.published_stated ? std::string() : f.document);
    return numbers_.emplace(key, static_cast<int>(numbers_.size())).first->second;
  }

 private:
  std::map<std::pair<Date, std::string>, int> numbers_;
};

}  // namespace

void put_noise(Series& series, std::span<const KeptFigure> figures, const RevisionNoise& noise) {
  Date newest = noise.newest;
  for (const KeptFigure& f : figures) newest = std::max(newest, f.figure.published);
  for (ObservedSum& o : series.observations) {
    const double left = noise.sd_left(age_months(o.span, newest));
    o.revision_sd = std::hypot(left, sd_behind(series, o.span, o.published, noise));
  }
  VintageNumbers vintages;
  for (Piece& piece : series.pieces) {
    piece.revision_sd = noise.sd_left(age_months(piece.span, newest));
    std::map<int, double> shared;
    for (const Term& term : piece.terms) {
      const KeptFigure& f = figures[static_cast<std::size_t>(term.figure)];
      const double behind = sd_behind(series, f.figure.period, f.figure.published, noise);
      if (behind > 0.0) shared[vintages.of(f)] += term.sign * behind * *f.figure.value_usd;
    }
    piece.shared.clear();
    for (const auto& [vintage, usd] : shared) piece.shared.push_back({vintage, usd});
  }
}

double revision_sd_usd(const Series& series, std::span<const MonthSpan> spans) {
  double variance = 0.0;
  std::map<int, double> shared;
  for (const Piece& piece : series.pieces) {
    if (std::ranges::none_of(spans, [&](const MonthSpan& s) { return s.contains(piece.span); })) continue;
    const double own = piece.revision_sd.value_or(0.0) * piece.value_usd;
    variance += own * own;
    for (const SharedRevision& s : piece.shared) shared[s.vintage] += s.usd;
  }
  for (const auto& [vintage, usd] : shared) variance += usd * usd;
  return std::sqrt(variance);
}

}  // namespace tradewatch::trade
