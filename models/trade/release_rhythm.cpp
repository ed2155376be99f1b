#include "models/trade/release_rhythm.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace tradewatch::trade {
namespace {

double quantile(std::vector<int> values, double p) {
  std::ranges::sort(values);
  const double at = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace

std::optional<ReleaseRhythm> release_rhythm(std::span<const KeptFigure> vintages) {
  std::map<Date, Month> newest_of;  // of each published date
  for (const KeptFigure& v : vintages) {
    if (!v.figure.value_usd || !v.figure.published_stated) continue;
    const auto [it, first] = newest_of.emplace(v.figure.published, v.figure.period.last);
    if (!first) it->second = std::max(it->second, v.figure.period.last);
  }
  if (newest_of.empty()) return std::nullopt;
  Month newest = newest_of.begin()->second;
  std::vector<int> delays;
  std::vector<int> steps;
  for (const auto& [published, month] : newest_of) {
    if (month <= newest) continue;
    delays.push_back(static_cast<int>((published - last_day(month)).count()));
    steps.push_back(month - newest);
    newest = month;
  }
  // A figure without a stated date still shows how far the series is.
  for (const KeptFigure& v : vintages)
    if (v.figure.value_usd) newest = std::max(newest, v.figure.period.last);
  if (std::ssize(delays) < kMinReleases) return std::nullopt;
  ReleaseRhythm rhythm;
  rhythm.releases = static_cast<int>(delays.size());
  rhythm.step_months = std::max(1, static_cast<int>(std::lround(quantile(steps, 0.5))));
  rhythm.delay_days = static_cast<int>(std::ceil(quantile(delays, kLateQuantile)));
  rhythm.newest = newest;
  rhythm.due = last_day(newest + rhythm.step_months) + std::chrono::days(rhythm.delay_days + kGraceDays);
  return rhythm;
}

}  // namespace tradewatch::trade
