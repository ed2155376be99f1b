#include "models/targets/window_known.h"

#include <cmath>

#include "models/trade/sum_noise.h"

namespace tradewatch::targets {
namespace {

// Of independent components.
double revision_sd_of(std::span<const trade::Series> components, std::span<const trade::MonthSpan> spans) {
  double variance = 0.0;
  for (const trade::Series& series : components) {
    const double sd = trade::revision_sd_usd(series, spans);
    variance += sd * sd;
  }
  return std::sqrt(variance);
}

}  // namespace

WindowKnown window_known(std::span<const CombinedSum> total, std::span<const trade::Series> components,
                         const trade::MonthSpan& window) {
  WindowKnown w;
  for (const CombinedSum& sum : total) {
    if (!window.contains(sum.span)) continue;
    w.usd += sum.value_usd;
    w.months += sum.span.months();
    if (!w.known.empty() && w.known.back().last + 1 == sum.span.first) {
      w.known.back().last = sum.span.last;
    } else {
      w.known.push_back(sum.span);
    }
  }
  trade::Month next = window.first;
  for (const trade::MonthSpan& span : w.known) {
    if (next < span.first) w.unknown.push_back({next, span.first - 1});
    next = span.last + 1;
  }
  if (next <= window.last) w.unknown.push_back({next, window.last});
  w.revision_sd_usd = revision_sd_of(components, w.known);
  return w;
}

}  // namespace tradewatch::targets
