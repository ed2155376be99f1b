#include "models/targets/combined_sums.h"

#include <algorithm>
#include <map>

namespace tradewatch::targets {
namespace {

// Month boundaries of one component, each with its unbroken run of pieces and the running total there.
struct Boundary {
  int run = 0;
  double sum = 0.0;
};

std::multimap<int, Boundary> boundaries(const trade::Series& series) {
  std::multimap<int, Boundary> out;
  int run = -1;
  double sum = 0.0;
  int next = -1;
  for (const trade::Piece& piece : series.pieces) {
    const int first = piece.span.first.index();
    if (first != next) {
      sum = 0.0;
      out.emplace(first, Boundary{++run, sum});
    }
    sum += piece.value_usd;
    next = first + piece.span.months();
    out.emplace(next, Boundary{run, sum});
  }
  return out;
}

// What lies between `a` and `b` in one component, when one run reaches from one to the other.
std::optional<double> between(const std::multimap<int, Boundary>& component, int a, int b) {
  const auto [from, from_end] = component.equal_range(a);
  const auto [to, to_end] = component.equal_range(b);
  for (auto i = from; i != from_end; ++i) {
    for (auto j = to; j != to_end; ++j) {
      if (i->second.run == j->second.run) return j->second.sum - i->second.sum;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<CombinedSum> combine(std::span<const trade::Series> components) {
  std::vector<std::multimap<int, Boundary>> all;
  for (const trade::Series& series : components) all.push_back(boundaries(series));
  std::vector<CombinedSum> out;
  if (all.empty()) return out;
  std::optional<int> last;
  for (auto it = all.front().begin(); it != all.front().end(); it = all.front().upper_bound(it->first)) {
    const int here = it->first;
    if (!std::ranges::all_of(all, [&](const auto& c) { return c.contains(here); })) continue;
    if (last) {
      double sum = 0.0;
      bool known = true;
      for (const auto& component : all) {
        const auto part = between(component, *last, here);
        known = known && part.has_value();
        sum += part.value_or(0.0);
      }
      if (known) {
        out.push_back({{trade::Month::from_index(*last), trade::Month::from_index(here - 1)}, std::max(sum, 0.0)});
      }
    }
    last = here;
  }
  return out;
}

std::optional<double> total_of(std::span<const CombinedSum> sums, const trade::MonthSpan& span) {
  trade::Month next = span.first;
  double total = 0.0;
  for (const CombinedSum& sum : sums) {
    if (sum.span.last < span.first) continue;
    if (next > span.last) break;
    if (sum.span.first != next || sum.span.last > span.last) return std::nullopt;
    total += sum.value_usd;
    next = sum.span.last + 1;
  }
  if (next != span.last + 1) return std::nullopt;
  return total;
}

std::optional<CombinedSum> best_twelve_months(std::span<const CombinedSum> sums) {
  std::optional<CombinedSum> best;
  for (const CombinedSum& end : sums) {
    const trade::MonthSpan span{end.span.last - 11, end.span.last};
    const auto total = total_of(sums, span);
    if (total && (!best || *total > best->value_usd)) best = CombinedSum{span, *total};
  }
  return best;
}

std::optional<CombinedSum> best_monthly_average(std::span<const CombinedSum> sums) {
  const auto average = [](const CombinedSum& s) { return s.value_usd / s.span.months(); };
  const auto best = std::ranges::max_element(sums, {}, average);
  if (best == sums.end()) return std::nullopt;
  return *best;
}

}  // namespace tradewatch::targets
