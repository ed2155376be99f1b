#include "models/targets/component_series.h"

#include <algorithm>
#include <set>

#include "models/trade/sum_noise.h"

namespace tradewatch::targets {
namespace {

using trade::Month;

int months_covered(const trade::Series& series) {
  std::set<int> months;
  for (const trade::ObservedSum& o : series.observations) {
    for (Month m = o.span.first; m <= o.span.last; m = m + 1) months.insert(m.index());
  }
  return static_cast<int>(months.size());
}

}  // namespace

bool ComponentSeries::complete() const {
  return !series.empty() && std::ranges::none_of(series, &trade::Series::empty);
}

ComponentSeries series_of(std::span<const ComponentFigures> components) {
  ComponentSeries out;
  for (const ComponentFigures& c : components) {
    std::set<trade::FlowKey> keys;
    for (const trade::KeptFigure& f : c.in_force) keys.insert(f.figure.key);
    out.used.push_back(c.in_force);
    if (keys.size() == 1) {
      out.series.push_back(trade::make_series(*keys.begin(), c.in_force));
      trade::put_noise(out.series.back(), c.in_force, c.revision_noise);
      continue;
    }
    out.series.emplace_back();
    if (keys.empty()) {
      out.obstacles.push_back({"no_figures", {{"component", describe(c.component)}}});
    } else {
      std::string list;
      for (const trade::FlowKey& key : keys) list += (list.empty() ? "" : "; ") + trade::describe(key);
      out.obstacles.push_back({"component_matches_several", {{"component", describe(c.component)}, {"series", list}}});
    }
  }
  return out;
}

std::vector<Reason> too_little(const Target& target, std::span<const trade::Series> series) {
  std::vector<Reason> obstacles;
  for (const trade::Series& s : series) {
    const auto observations = static_cast<int>(s.observations.size());
    const int months = months_covered(s);
    if (observations < kMinObservations || months < kMinMonthsCovered) {
      obstacles.push_back({"too_few_figures",
                           {{"component", trade::describe(s.key)},
                            {"observations", static_cast<double>(observations)},
                            {"observations_needed", static_cast<double>(kMinObservations)},
                            {"months", static_cast<double>(months)},
                            {"months_needed", static_cast<double>(kMinMonthsCovered)}}});
    }
  }
  const Month latest = latest_month(series);
  if (latest < baseline_months(target).first) {
    obstacles.push_back({"figures_end_before_baseline",
                         {{"latest_month", trade::format_month(latest)},
                          {"baseline_from", trade::format_month(baseline_months(target).first)}}});
  }
  return obstacles;
}

Month latest_month(std::span<const trade::Series> series) {
  Month latest = *series.front().last_month();
  for (const trade::Series& s : series) latest = std::min(latest, *s.last_month());
  return latest;
}

Month earliest_common_month(std::span<const trade::Series> series) {
  Month first = *series.front().first_month();
  for (const trade::Series& s : series) first = std::max(first, *s.first_month());
  return first;
}

growth::ForecastRequest window_request(const Target& target, const std::vector<trade::Series>& series, int paths) {
  growth::ForecastRequest r;
  r.components = series;
  r.months = {std::min(target.window.first, latest_month(series)), target.window.last};
  r.paths = paths;
  r.seed = seed_of(target);
  return r;
}

}  // namespace tradewatch::targets
