#include "models/growth/backtest.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace tradewatch::growth {
namespace {

std::optional<trade::Month> first_month_of_all(std::span<const trade::Series> series) {
  std::optional<trade::Month> first;
  for (const trade::Series& s : series) {
    const auto mine = s.first_month();
    if (!mine) return std::nullopt;
    first = std::max(first.value_or(*mine), *mine);
  }
  return first;
}

int months_covered(const trade::Series& series) {
  std::set<int> months;
  for (const trade::ObservedSum& o : series.observations) {
    for (trade::Month m = o.span.first; m <= o.span.last; m = m + 1) months.insert(m.index());
  }
  return static_cast<int>(months.size());
}

bool enough(const trade::Series& series, const BacktestChoices& choices) {
  return static_cast<int>(series.observations.size()) >= choices.least_observations &&
         months_covered(series) >= choices.least_months;
}

CentralBand band_of(Eigen::ArrayXd& totals, double coverage) {
  const double tail = (1.0 - coverage) / 2.0;
  return {coverage, quantile(totals, tail), quantile(totals, 1.0 - tail)};
}

ModelScores score(Eigen::ArrayXd totals, double outcome, std::optional<double> trailing) {
  ModelScores s;
  std::array<double, kScoredProbabilities.size()> quantiles{};
  std::ranges::copy(growth::quantiles(totals, kScoredProbabilities), quantiles.begin());
  s.quantile_score_usd = quantile_score(quantiles, outcome);
  s.median_usd = quantile(totals, 0.5);
  for (std::size_t i = 0; i < kBandCoverages.size(); ++i) {
    const CentralBand band = band_of(totals, kBandCoverages[i]);
    s.inside[i] = band.holds(outcome);
    s.interval_score_usd[i] = interval_score(band, outcome);
  }
  std::sort(totals.begin(), totals.end());
  s.crps_usd = crps(totals, outcome);
  s.pit = pit(totals, outcome);
  for (std::size_t i = 0; trailing && i < kAmountMultiples.size(); ++i)
    s.probability[i] = share_at_least(totals, kAmountMultiples[i] * *trailing);
  return s;
}

// The outcome, or why there is none.
std::optional<NotScored> take_outcome(OriginScores& out, const Subject& subject, const trade::MonthSpan& span,
                                      const BacktestChoices& choices) {
  const bool dated = choices.known_by == KnownBy::publication;
  const trade::Date after = dated ? trade::last_day(out.origin) : trade::Date::min();
  const auto vintages = outcome_vintages(subject, span, after);
  if (vintages.empty()) return NotScored::outcome_missing;
  const auto outcome = outcome_of(vintages, choices.truth);
  if (!outcome) return NotScored::vintage_to_come;
  out.outcome_usd = *outcome;
  return std::nullopt;
}

}  // namespace

std::string scored_model_name(std::size_t model) {
  return model == 0 ? "pool" : std::string(name_of(kMemberModels[model - 1]));
}

std::optional<double> mean_absolute_change(std::span<const trade::Series> known, trade::Month origin) {
  const auto first = first_month_of_all(known);
  if (!first) return std::nullopt;
  std::vector<std::optional<double>> year;  // the twelve months to first + 11, first + 12, ...
  double sum = 0.0;
  int changes = 0;
  for (trade::Month last = *first + 11; last <= origin; last = last + 1) {
    year.push_back(total_of_all(known, {last - 11, last}));
    if (year.size() <= 12 || !year.back() || !year[year.size() - 13]) continue;
    sum += std::abs(*year.back() - *year[year.size() - 13]);
    ++changes;
  }
  if (changes == 0 || !(sum > 0.0)) return std::nullopt;
  return sum / changes;
}

std::optional<double> trailing_twelve(std::span<const trade::Series> known, trade::Month origin) {
  const auto first = first_month_of_all(known);
  for (trade::Month last = origin; first && last - 11 >= *first; last = last - 1) {
    if (const auto total = total_of_all(known, {last - 11, last})) return total;
  }
  return std::nullopt;
}

OriginScores score_origin(const Subject& subject, trade::Month origin, const PanelPrior& prior,
                          const BacktestChoices& choices) {
  OriginScores out{subject.name, origin, std::nullopt, 0.0, std::nullopt, std::nullopt, {}};
  const auto fail = [&](NotScored why) {
    out.not_scored = why;
    return out;
  };
  ForecastRequest request;
  request.components = known_at(subject, origin, choices.known_by);
  if (request.components.empty() || std::ranges::any_of(request.components, &trade::Series::empty))
    return fail(NotScored::nothing_known);
  if (!std::ranges::all_of(request.components, [&](const trade::Series& s) { return enough(s, choices); }))
    return fail(NotScored::too_few_figures);
  request.months = {origin + 1, origin + choices.horizon};
  request.paths = choices.paths;
  request.seed = subject.seed;
  if (const auto why = take_outcome(out, subject, request.months, choices)) return fail(*why);
  out.scale_usd = mean_absolute_change(request.components, origin);
  out.trailing_usd = trailing_twelve(request.components, origin);
  for (std::size_t m = 0; m < kScoredModels; ++m) {
    request.choices = choices.choices;
    if (m > 0) request.choices.member_shares = only(kMemberModels[m - 1]);
    const auto forecast = forecast_target(request, prior);
    if (!forecast) return fail(NotScored::no_forecast);
    out.models.push_back(score(totals(forecast->total, request.months), out.outcome_usd, out.trailing_usd));
  }
  return out;
}

}  // namespace tradewatch::growth
