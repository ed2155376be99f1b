#include "models/growth/trailing_growth.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace tradewatch::growth {
namespace {

constexpr double kPanelWeight = 5.0;  // in ratios

trade::Month last_determined(const trade::Series& series) {
  return series.pieces.empty() ? series.observations.back().span.last : series.pieces.back().span.last;
}

std::optional<double> determined_total(const std::vector<trade::Series>& components, const trade::MonthSpan& span) {
  double usd = 0.0;
  for (const trade::Series& series : components) {
    const auto total = trade::total_of(series, span);
    if (!total) return std::nullopt;
    usd += total->value_usd;
  }
  return usd;
}

// The i-th of n sorted values stands at (i + 1/2) / n; linear between, flat beyond.
double empirical_quantile(const std::vector<double>& sorted, double p) {
  const double at =
      std::clamp(p * static_cast<double>(sorted.size()) - 0.5, 0.0, static_cast<double>(sorted.size() - 1));
  const auto below = static_cast<std::size_t>(at);
  const double high = sorted[std::min(below + 1, sorted.size() - 1)];
  return sorted[below] + (at - static_cast<double>(below)) * (high - sorted[below]);
}

// The last twelve months of a component: figures where one tells the month, else the posterior median.
std::vector<double> last_twelve(const trade::Series& series, const ComponentFit& fit, trade::Month last) {
  std::vector<double> usd(12, 0.0);
  for (int i = 0; i < 12; ++i) {
    const trade::Month month = last - (11 - i);
    const int at = month - fit.months.front();
    if (at >= 0) usd[static_cast<std::size_t>(i)] = fit.median_usd[static_cast<std::size_t>(at)];
    if (at < 0) usd[static_cast<std::size_t>(i)] = fit.median_usd.front();  // shorter than a year: its first month
  }
  for (const trade::Piece& piece : series.pieces) {
    double inside = 0.0;
    for (int i = 0; i < 12; ++i)
      if (piece.span.contains(last - (11 - i))) inside += usd[static_cast<std::size_t>(i)];
    const bool whole = piece.span.first >= last - 11 && piece.span.last <= last;
    for (int i = 0; whole && i < 12; ++i) {
      if (!piece.span.contains(last - (11 - i))) continue;
      double& month = usd[static_cast<std::size_t>(i)];
      month = inside > 0.0 ? month * piece.value_usd / inside : piece.value_usd / piece.span.months();
    }
  }
  return usd;
}

// Standard normal scores at the middle of equal slices of the probability, in random order.
std::vector<double> stratified_scores(std::size_t count, NormalDraws& draws) {
  std::vector<int> slice(count);
  std::iota(slice.begin(), slice.end(), 0);
  draws.shuffle(slice);
  std::vector<double> scores(count);
  for (std::size_t i = 0; i < count; ++i) scores[i] = inverse_normal((slice[i] + 0.5) / static_cast<double>(count));
  return scores;
}

}  // namespace

GrowthCurve::GrowthCurve(const GrowthQuantiles& quantiles) : log_ratio_(quantiles.log_ratio) {
  for (const double p : quantiles.probability) score_.push_back(inverse_normal(p));
}

double GrowthCurve::at(double score) const {
  const auto above = std::ranges::upper_bound(score_, score);
  if (above == score_.begin()) return log_ratio_.front();
  if (above == score_.end()) return log_ratio_.back();
  const auto i = static_cast<std::size_t>(above - score_.begin());
  const double share = (score - score_[i - 1]) / (score_[i] - score_[i - 1]);
  return log_ratio_[i - 1] + share * (log_ratio_[i] - log_ratio_[i - 1]);
}

std::vector<double> own_log_ratios(const std::vector<trade::Series>& components) {
  trade::Month last = last_determined(components.front());
  for (const trade::Series& series : components) last = std::min(last, last_determined(series));
  std::vector<double> ratios;
  auto newer = determined_total(components, {last - 11, last});
  while (newer && *newer > 0.0) {
    last = last - 12;
    const auto older = determined_total(components, {last - 11, last});
    if (!older || *older <= 0.0) break;
    ratios.push_back(std::log(*newer / *older));
    newer = older;
  }
  return ratios;
}

GrowthQuantiles growth_quantiles(const GrowthQuantiles& panel, std::vector<double> own) {
  if (static_cast<int>(own.size()) < kMinOwnRatios) return panel;
  std::ranges::sort(own);
  GrowthQuantiles mixed = panel;
  const double share = static_cast<double>(own.size()) / (static_cast<double>(own.size()) + kPanelWeight);
  for (std::size_t i = 0; i < mixed.probability.size(); ++i)
    mixed.log_ratio[i] += share * (empirical_quantile(own, mixed.probability[i]) - mixed.log_ratio[i]);
  return mixed;
}

void trail(const std::vector<trade::Series>& series, const GrowthCurve& curve, const std::vector<int>& rows,
           NormalDraws& draws, std::vector<ComponentPaths>& components) {
  const std::vector<double> scores = stratified_scores(rows.size(), draws);
  const double median = curve.at(0.0);
  std::vector<double> apart(scores.size());  // of each row's yearly growth from the median's
  for (std::size_t i = 0; i < scores.size(); ++i) apart[i] = curve.at(scores[i]) - median;
  std::vector<double> times(scores.size());  // the year before, on each row
  for (std::size_t k = 0; k < components.size(); ++k) {
    Paths& paths = components[k].paths;
    if (components[k].frozen.month_cap_usd == 0.0) continue;  // all zero
    const trade::Month last = last_determined(series[k]);
    const std::vector<double> base = last_twelve(series[k], components[k].fit, last);
    const int first = std::max(0, last + 1 - paths.first);
    for (int column = first; column < paths.usd.cols(); ++column) {
      const int lead = paths.first + column - last;  // 1 is the month after the last figure
      const int years = (lead + 11) / 12;
      const double month = base[static_cast<std::size_t>((lead - 1) % 12)];
      if ((lead - 1) % 12 == 0 || column == first) {
        for (std::size_t i = 0; i < rows.size(); ++i)
          times[i] = std::exp(years * median + std::sqrt(years) * apart[i]);  // the same in each month of a year
      }
      for (std::size_t i = 0; i < rows.size(); ++i)
        paths.usd(rows[i], column) = std::min(month * times[i], components[k].frozen.month_cap_usd);
    }
  }
}

}  // namespace tradewatch::growth
