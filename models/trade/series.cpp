#include "models/trade/series.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "models/trade/sum_graph.h"

namespace tradewatch::trade {
namespace {

// Figures that were counted together: the same published date, or one document where nobody stated a date.
std::vector<std::vector<int>> vintages_of(std::span<const KeptFigure> figures, const std::vector<int>& use) {
  std::map<std::pair<Date, std::string>, std::vector<int>> groups;
  for (const int i : use) {
    const KeptFigure& f = figures[static_cast<std::size_t>(i)];
    groups[{f.figure.published, f.figure.published_stated ? std::string() : f.document}].push_back(i);
  }
  std::vector<std::vector<int>> out;
  out.reserve(groups.size());
  for (auto& [key, members] : groups) out.push_back(std::move(members));
  return out;
}

ObservedSum observed(std::span<const KeptFigure> figures, const Piece& piece) {
  ObservedSum sum{piece.span, piece.value_usd, Status::final, Date::min(), piece.terms};
  for (const Term& term : piece.terms) {
    const Figure& f = figures[static_cast<std::size_t>(term.figure)].figure;
    sum.published = std::max(sum.published, f.published);
    if (f.status == Status::estimated) sum.status = Status::estimated;
    if (f.status == Status::provisional && sum.status == Status::final) sum.status = Status::provisional;
  }
  return sum;
}

// One observation a span: of several vintages that tell the same span, the newest.
void keep_newest_of_each_span(std::vector<ObservedSum>& sums, std::vector<SetAside>& set_aside) {
  std::ranges::stable_sort(sums, [](const ObservedSum& a, const ObservedSum& b) {
    return std::tuple(a.span, b.published) < std::tuple(b.span, a.published);
  });
  std::vector<ObservedSum> kept;
  for (ObservedSum& sum : sums) {
    if (kept.empty() || kept.back().span != sum.span) {
      kept.push_back(std::move(sum));
    } else if (sum.terms.size() == 1) {
      const int against = kept.back().terms.size() == 1 ? kept.back().terms.front().figure : -1;
      set_aside.push_back(
          {sum.terms.front().figure, against, SetAside::Why::superseded, sum.value_usd - kept.back().value_usd});
    }
  }
  sums = std::move(kept);
}

}  // namespace

std::optional<Month> Series::first_month() const {
  if (observations.empty()) return std::nullopt;
  return observations.front().span.first;
}

std::optional<Month> Series::last_month() const {
  if (observations.empty()) return std::nullopt;
  return std::ranges::max_element(observations, {}, [](const ObservedSum& s) { return s.span.last; })->span.last;
}

Series make_series(const FlowKey& key, std::span<const KeptFigure> in_force) {
  Series series;
  series.key = key;
  std::vector<int> all(in_force.size());
  std::iota(all.begin(), all.end(), 0);
  std::erase_if(all, [&](int i) { return !in_force[static_cast<std::size_t>(i)].figure.value_usd; });

  SumGraph whole = solve_sums(in_force, all);
  series.pieces = std::move(whole.pieces);
  series.set_aside = std::move(whole.set_aside);
  std::erase_if(all, [&](int i) {
    return std::ranges::any_of(series.set_aside, [&](const SetAside& s) {
      return s.figure == i && s.why == SetAside::Why::negative_difference;
    });
  });

  for (const std::vector<int>& vintage : vintages_of(in_force, all)) {
    SumGraph part = solve_sums(in_force, vintage);
    for (const Piece& piece : part.all_pieces) series.observations.push_back(observed(in_force, piece));
    for (const SetAside& s : part.set_aside) {
      if (s.why == SetAside::Why::negative_difference) series.set_aside.push_back(s);
    }
  }
  keep_newest_of_each_span(series.observations, series.set_aside);
  // A figure is named once: the first reason is the one that took it out.
  std::ranges::stable_sort(series.set_aside, {}, &SetAside::figure);
  const auto twice = std::ranges::unique(series.set_aside, {}, &SetAside::figure);
  series.set_aside.erase(twice.begin(), twice.end());
  return series;
}

std::optional<Total> total_of(const Series& series, const MonthSpan& span) {
  Month next = span.first;
  std::map<int, int> coefficients;
  double value = 0.0;
  for (const Piece& piece : series.pieces) {
    if (piece.span.last < span.first) continue;
    if (next > span.last) break;
    if (piece.span.first != next || piece.span.last > span.last) return std::nullopt;
    for (const Term& term : piece.terms) coefficients[term.figure] += term.sign;
    value += piece.value_usd;
    next = piece.span.last + 1;
  }
  if (next != span.last + 1) return std::nullopt;
  Total total{value, {}};
  for (const auto& [figure, sign] : coefficients) {
    if (sign != 0) total.terms.push_back({figure, sign});
  }
  return total;
}

}  // namespace tradewatch::trade
