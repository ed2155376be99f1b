#include "models/targets/corrections.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/targets/combined_sums.h"
#include "models/trade/revision.h"

namespace tradewatch::targets {
namespace {

using trade::KeptFigure;
using trade::MonthSpan;

std::string name_of_figure(const trade::Figure& f) {
  return trade::describe(f.key) + " " + trade::format_period(f.period);
}

void add_revised(const std::vector<KeptFigure>& then, const std::vector<KeptFigure>& now, const MonthSpan& trailing,
                 std::vector<Correction>& out) {
  std::map<MonthSpan, const trade::Figure*> newest;
  for (const KeptFigure& f : now) newest.emplace(f.figure.period, &f.figure);
  for (const KeptFigure& f : then) {
    if (!trailing.contains(f.figure.period) || !f.figure.value_usd) continue;
    const auto found = newest.find(f.figure.period);
    if (found == newest.end()) {
      out.push_back({name_of_figure(f.figure), f.figure.period, *f.figure.value_usd, 0.0, true, ""});
      continue;
    }
    const trade::Figure& figure = *found->second;
    if (trade::classify(&f.figure, figure) != trade::Change::revision || !figure.value_usd) continue;
    if (*figure.value_usd == *f.figure.value_usd) continue;  // another status only
    out.push_back({name_of_figure(figure), figure.period, *f.figure.value_usd, *figure.value_usd, false, ""});
  }
}

// Sums that were sound before, and that a newer, longer and smaller one sets aside.
void add_contradicted(const ComponentSeries& then, const ComponentSeries& now, std::size_t c, const MonthSpan& trailing,
                      std::vector<Correction>& out) {
  for (const trade::SetAside& s : now.series[c].set_aside) {
    if (s.why != trade::SetAside::Why::negative_difference || s.against < 0) continue;
    const trade::Figure& old = now.used[c][static_cast<std::size_t>(s.figure)].figure;
    const trade::Figure& against = now.used[c][static_cast<std::size_t>(s.against)].figure;
    const bool is_news =
        std::ranges::none_of(then.used[c], [&](const KeptFigure& f) { return f.figure.period == against.period; });
    if (!is_news || !old.value_usd || !trailing.contains(old.period)) continue;
    const double after = *old.value_usd - std::abs(s.difference_usd);
    out.push_back({name_of_figure(old), old.period, *old.value_usd, std::max(after, 0.0), false,
                   trade::format_period(against.period)});
  }
}

}  // namespace

std::optional<Corrections> corrections_of(const BeforeRelease& before, const ComponentSeries& now) {
  const ComponentSeries then = series_of(before.components);
  if (!then.complete() || !now.complete() || then.series.size() != now.series.size()) return std::nullopt;
  for (std::size_t c = 0; c < then.series.size(); ++c)
    if (then.series[c].key != now.series[c].key) return std::nullopt;
  Corrections out;
  const trade::Month newest = latest_month(then.series);
  out.trailing = {newest - 11, newest};
  out.trailing_before_usd = total_of(combine(then.series), out.trailing);
  out.trailing_after_usd = total_of(combine(now.series), out.trailing);
  for (std::size_t c = 0; c < then.series.size(); ++c) {
    add_revised(then.used[c], now.used[c], out.trailing, out.figures);
    add_contradicted(then, now, c, out.trailing, out.figures);
  }
  std::ranges::stable_sort(out.figures, {}, &Correction::months);
  return out;
}

}  // namespace tradewatch::targets
