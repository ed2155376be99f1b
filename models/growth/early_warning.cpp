#include "models/growth/early_warning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tradewatch::growth {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::array kRatioFrom = {1, 6};  // months of the window known before the plain rule says anything

// One synthetic target as a rule sees it: a value with j months known, a call when it is under the threshold.
struct Watched {
  bool met = false;
  std::array<double, kWindowMonths> value{};  // infinite where the rule says nothing
};

double least(const Watched& target) { return *std::ranges::min_element(target.value); }

int lead_of(const Watched& target, double threshold) {
  const auto first = std::ranges::find_if(target.value, [&](double v) { return v < threshold; });
  return kWindowMonths - static_cast<int>(first - target.value.begin());
}

double median_of(std::vector<double> values) {
  Eigen::Map<Eigen::ArrayXd> map(values.data(), static_cast<Eigen::Index>(values.size()));
  Eigen::ArrayXd copy = map;
  return quantile(copy, 0.5);
}

// Both kinds of targets are there.
CallRate rate_of(const std::vector<Watched>& targets, std::optional<double> threshold) {
  CallRate rate;
  rate.threshold = threshold;
  const double under = threshold.value_or(-kNever);
  std::vector<double> leads;
  double met = 0.0, called = 0.0, never = 0.0;
  for (const Watched& target : targets) {
    if (target.met) {
      met += 1.0;
      called += least(target) < under ? 1.0 : 0.0;
      continue;
    }
    const int lead = lead_of(target, under);
    leads.push_back(lead);
    rate.mean_lead_months += lead;
    never += lead == 0 ? 1.0 : 0.0;
  }
  const auto missed = static_cast<double>(leads.size());
  rate.mean_lead_months /= missed;
  rate.median_lead_months = median_of(leads);
  rate.never_called = never / missed;
  rate.false_call_rate = called / met;
  return rate;
}

// The greatest threshold at which no more than `allowed` met targets are called: their least values in order, and the
// first that may no longer be called stands at the threshold itself, which does not call it.
std::optional<double> matched_threshold(const std::vector<Watched>& targets, int allowed) {
  std::vector<double> least_of_met;
  for (const Watched& target : targets) {
    if (target.met) least_of_met.push_back(least(target));
  }
  std::ranges::sort(least_of_met);
  const auto place = static_cast<std::size_t>(allowed);
  if (place >= least_of_met.size()) return kNever;
  return least_of_met[place];
}

std::vector<Watched> watched_by_forecast(std::span<const WindowWalk* const> walks, std::span<const std::size_t> which) {
  std::vector<Watched> out;
  for (const WindowWalk* walk : walks) {
    for (const std::size_t k : which) {
      Watched target;
      target.met = walk->outcome_usd >= kTargetMultiples[k] * walk->before_usd;
      for (std::size_t j = 0; j < kWindowMonths; ++j) target.value[j] = walk->probability[j][k];
      out.push_back(target);
    }
  }
  return out;
}

std::vector<Watched> watched_by_ratio(std::span<const WindowWalk* const> walks, std::span<const std::size_t> which,
                                      int from_month) {
  std::vector<Watched> out;
  for (const WindowWalk* walk : walks) {
    for (const std::size_t k : which) {
      Watched target;
      target.met = walk->outcome_usd >= kTargetMultiples[k] * walk->before_usd;
      target.value.fill(kNever);
      for (int j = from_month; j < kWindowMonths; ++j) {
        const auto at = static_cast<std::size_t>(j);
        target.value[at] = eurostat_ratio(walk->trailing_usd[at], walk->before_usd, j, kTargetMultiples[k]);
      }
      out.push_back(target);
    }
  }
  return out;
}

// The forecast, then the plain rule from each of two months on.
struct Contest {
  std::vector<Watched> by_forecast;
  std::array<std::vector<Watched>, kRatioFrom.size()> by_ratio;
  int met = 0;
  int missed = 0;
  [[nodiscard]] bool is_one() const { return met > 0 && missed > 0; }
};

Contest contest_of(std::span<const WindowWalk* const> walks, std::span<const std::size_t> which) {
  Contest contest;
  contest.by_forecast = watched_by_forecast(walks, which);
  for (std::size_t i = 0; i < kRatioFrom.size(); ++i)
    contest.by_ratio[i] = watched_by_ratio(walks, which, kRatioFrom[i]);
  contest.met = static_cast<int>(std::ranges::count(contest.by_forecast, true, &Watched::met));
  contest.missed = static_cast<int>(contest.by_forecast.size()) - contest.met;
  return contest;
}

CallRate forecast_rate(const Contest& contest, std::optional<double> threshold) {
  CallRate rate = rate_of(contest.by_forecast, threshold);
  rate.rule = "forecast";
  return rate;
}

// Each with the threshold that calls no more met targets than allowed.
std::vector<CallRate> ratio_rates(const Contest& contest, int allowed) {
  std::vector<CallRate> rates;
  for (std::size_t i = 0; i < kRatioFrom.size(); ++i) {
    const std::vector<Watched>& seen = contest.by_ratio[i];
    CallRate& plain = rates.emplace_back(rate_of(seen, matched_threshold(seen, allowed)));
    plain.rule = "eurostat_ratio";
    plain.from_month = kRatioFrom[i];
  }
  return rates;
}

WarningRow row_of(std::span<const WindowWalk* const> walks, std::span<const std::size_t> which) {
  WarningRow row;
  if (which.size() == 1) row.multiple = kTargetMultiples[which.front()];
  const Contest contest = contest_of(walks, which);
  row.met = contest.met;
  row.missed = contest.missed;
  if (!contest.is_one()) return row;
  row.rules.push_back(forecast_rate(contest, kOffTrackBelow));
  const int allowed = static_cast<int>(std::lround(row.rules.front().false_call_rate * row.met));
  for (CallRate& plain : ratio_rates(contest, allowed)) row.rules.push_back(std::move(plain));
  return row;
}

std::vector<WarningPrice> prices_of(const Contest& contest) {
  std::vector<WarningPrice> prices;
  if (!contest.is_one()) return prices;
  for (const double rate : kFalseCallRates) {
    const int allowed = static_cast<int>(std::floor(rate * contest.met));
    WarningPrice& price = prices.emplace_back();
    price.most_false_calls = rate;
    price.rules = ratio_rates(contest, allowed);
    price.rules.insert(price.rules.begin(), forecast_rate(contest, matched_threshold(contest.by_forecast, allowed)));
  }
  return prices;
}

}  // namespace

double eurostat_ratio(double trailing_usd, double before_usd, int known, double multiple) {
  const double actual = std::pow(trailing_usd / before_usd, 12.0 / known) - 1.0;
  return actual / (multiple - 1.0);
}

WindowWalk walk_window(const Subject& subject, trade::Month origin, const PanelPrior& prior,
                       const BacktestChoices& choices) {
  WindowWalk walk;
  walk.subject = subject.name;
  walk.origin = origin;
  const auto fail = [&](NotScored why) {
    walk.not_walked = why;
    return walk;
  };
  const trade::MonthSpan window{origin + 1, origin + kWindowMonths};
  const std::vector<trade::Series> whole = known_at(subject, window.last, choices.known_by);
  const auto outcome = total_of_all(whole, window);
  const auto before = total_of_all(whole, {origin - 11, origin});
  if (!outcome || !before || !(*before > 0.0)) return fail(NotScored::outcome_missing);
  walk.outcome_usd = *outcome;
  walk.before_usd = *before;
  for (int j = 0; j < kWindowMonths; ++j) {
    ForecastRequest request;
    request.components = known_at(subject, origin + j, choices.known_by);
    request.months = window;
    request.paths = choices.paths;
    request.seed = subject.seed;
    request.choices = choices.choices;
    const auto trailing = total_of_all(request.components, {origin + j - 11, origin + j});
    if (!trailing) return fail(NotScored::outcome_missing);
    const auto forecast = forecast_target(request, prior);
    if (!forecast) return fail(NotScored::no_forecast);
    Eigen::ArrayXd sorted = totals(forecast->total, window);
    std::sort(sorted.begin(), sorted.end());
    const auto at = static_cast<std::size_t>(j);
    walk.trailing_usd[at] = *trailing;
    for (std::size_t k = 0; k < kTargetMultiples.size(); ++k)
      walk.probability[at][k] = share_at_least(sorted, kTargetMultiples[k] * walk.before_usd);
  }
  return walk;
}

WarningSummary summarise(std::span<const WindowWalk> walks) {
  WarningSummary out;
  out.walks = static_cast<int>(walks.size());
  std::vector<const WindowWalk*> walked;
  for (const WindowWalk& walk : walks) {
    if (!walk.not_walked) walked.push_back(&walk);
  }
  out.walked = static_cast<int>(walked.size());
  std::vector<std::size_t> all;
  for (std::size_t k = 0; k < kTargetMultiples.size(); ++k) all.push_back(k);
  out.rows.push_back(row_of(walked, all));
  out.prices = prices_of(contest_of(walked, all));
  for (const std::size_t k : all) out.rows.push_back(row_of(walked, std::span(&k, 1)));
  return out;
}

}  // namespace tradewatch::growth
