// LogSmoothing against its own closed form, at its limits, and on flows made with known rates.

#include "models/growth/log_smoothing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/growth/forecast.h"
#include "models/growth/log_sums.h"
#include "models/growth/normal_draws.h"
#include "models/growth/smoothing_paths.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2010, 1);

MonthlyLogs logs_of(const std::vector<double>& z) {
  MonthlyLogs logs;
  logs.first = kFirst;
  logs.value = Eigen::Map<const Eigen::VectorXd>(z.data(), static_cast<Eigen::Index>(z.size()));
  for (const double x : z) logs.figures += std::isnan(x) ? 0 : 1;
  return logs;
}

// Small waves without a season of twelve months, so that no error is near the bound of 2.5 sd.
std::vector<double> calm(int months) {
  std::vector<double> z;
  for (int t = 0; t < months; ++t) z.push_back(15.0 + 0.1 * std::sin(1.7 * t) + 0.05 * std::cos(0.9 * t * t));
  return z;
}

double mean_squared_change(const std::vector<double>& z) {
  double sum = 0.0;
  for (std::size_t t = 1; t < z.size(); ++t) sum += (z[t] - z[t - 1]) * (z[t] - z[t - 1]);
  return sum / static_cast<double>(z.size() - 1);
}

// With g = 0 the recursion has the solution level_n = (1 - a)^n level_0 + sum of a (1 - a)^(n - 1 - t) (z_t - season).
TEST(LogSmoothing, LevelIsTheExponentiallyWeightedMean) {
  const std::vector<double> z = calm(60);
  const SmoothedState start = smooth(logs_of(calm(60)), {1e-12, 0.0});  // the level hardly moves from its start
  for (const double a : {0.05, 0.3, 0.85}) {
    const SmoothedState state = smooth(logs_of(z), {a, 0.0});
    double level = start.level * std::pow(1.0 - a, 60);
    for (int t = 0; t < 60; ++t)
      level += a * std::pow(1.0 - a, 59 - t) *
               (z[static_cast<std::size_t>(t)] - start.season[static_cast<std::size_t>(t % 12)]);
    EXPECT_NEAR(state.level, level, 1e-9) << a;
    EXPECT_EQ(state.season, start.season) << a;
  }
}

TEST(LogSmoothing, SeasonsOfTheStartAddUpToNothing) {
  std::vector<double> z;
  for (int t = 0; t < 72; ++t) z.push_back(15.0 + 0.4 * std::cos(0.5236 * t));
  const SmoothedState state = smooth(logs_of(z), {0.02, 0.0});
  EXPECT_NEAR(std::accumulate(state.season.begin(), state.season.end(), 0.0), 0.0, 1e-12);
  EXPECT_NEAR(state.season[0], 0.4 * 5.0 / 8.0, 0.02);  // five years seen, drawn towards 0 by three
}

TEST(LogSmoothing, OneWildMonthMovesTheLevelByItsBoundOnly) {
  std::vector<double> z = calm(61);
  const SmoothedState before = smooth(logs_of({z.begin(), z.end() - 1}), {0.5, 0.0});
  z.back() += 8.0;
  const SmoothedState after = smooth(logs_of(z), {0.5, 0.0});
  EXPECT_GT(after.level, before.level);
  // Errors of these waves are about as large as their month-to-month changes, and so is the running sd.
  EXPECT_LT(after.level - before.level, 0.5 * 2.5 * 1.5 * std::sqrt(mean_squared_change(calm(60))));
}

TEST(LogSmoothing, AMonthWithoutAFigureChangesNothing) {
  std::vector<double> z = calm(60);
  const SmoothedState whole = smooth(logs_of(z), {0.3, 0.1});
  z.push_back(std::nan(""));
  const SmoothedState gap = smooth(logs_of(z), {0.3, 0.1});
  EXPECT_EQ(gap.level, whole.level);
  EXPECT_EQ(gap.season, whole.season);
}

TEST(LogSmoothing, PastErrorsHaveNoMean) {
  std::vector<double> z = calm(120);
  for (std::size_t t = 0; t < z.size(); ++t) z[t] += 0.01 * static_cast<double>(t);  // always behind a trend
  const SmoothedState state = smooth(logs_of(z), {0.2, 0.08});
  EXPECT_EQ(state.errors.size(), 96u);
  EXPECT_NEAR(std::accumulate(state.errors.begin(), state.errors.end(), 0.0), 0.0, 1e-10);
}

// A random walk seen with noise of q = (walk sd / noise sd)^2 is smoothed best at a = (sqrt(q^2 + 4 q) - q) / 2
// (Muth 1960): 0.095 for q = 0.01 and 0.62 for q = 1.
TEST(LogSmoothing, PrefersTheRateThatTheFlowWasMadeWith) {
  for (const auto& [walk_sd, best] : {std::pair{0.02, 0.1}, std::pair{0.2, 0.65}}) {
    NormalDraws draws(5);
    std::vector<double> z;
    for (double t = 0, level = 15.0; t < 240; ++t) {
      level += walk_sd * draws.next();
      z.push_back(level + 0.2 * draws.next());
    }
    const double at_best = smooth(logs_of(z), {best, 0.0}).log_likelihood;
    EXPECT_GT(at_best, smooth(logs_of(z), {0.02, 0.0}).log_likelihood + 1.0);
    EXPECT_GT(at_best, smooth(logs_of(z), {best < 0.5 ? 0.65 : 0.1, 0.0}).log_likelihood + 1.0);
  }
}

TEST(MonthlyLogs, BeginAfterTheLastSumOverSeveralMonths) {
  std::vector<trade::KeptFigure> figures = {figure({kFirst, kFirst + 11}, 1e7)};
  for (int t = 12; t < 48; ++t) figures.push_back(figure({kFirst + t, kFirst + t}, 1e6));
  const MonthlyLogs logs = monthly_logs(from_figures(figures), 5e5);
  EXPECT_EQ(logs.first, kFirst + 12);
  EXPECT_EQ(logs.figures, 36);
  EXPECT_DOUBLE_EQ(logs.value[0], std::log(1.5e6));
}

TEST(MonthlyLogs, AreEmptyForSumsAndForLessThanTwoYears) {
  EXPECT_EQ(monthly_logs(monthly(kFirst, wavy(23)), 1.0).figures, 0);
  EXPECT_EQ(monthly_logs(from_figures({figure({kFirst, kFirst + 11}, 1e7)}), 1.0).figures, 0);
}

// With all errors zero the paths are the level and the season, month for month.
TEST(SmoothingPaths, RepeatTheSeasonWhenPastErrorsAreZero) {
  SmoothedState state;
  state.level = 10.0;
  state.errors = {0.0};
  for (std::size_t m = 0; m < 12; ++m) state.season[m] = 0.1 * static_cast<double>(m);
  Eigen::VectorXd log_usd(14);
  draw_months(state, {0.3, 0.1}, trade::Month(2020, 11), Eigen::VectorXd::Constant(14, 0.5), log_usd);
  EXPECT_DOUBLE_EQ(log_usd[0], 11.0);   // November
  EXPECT_DOUBLE_EQ(log_usd[2], 10.0);   // January
  EXPECT_DOUBLE_EQ(log_usd[13], 11.1);  // December of the next year
}

TEST(SmoothingPaths, ReplaceOnlyMonthsAfterTheLastFigureAndOnlyTheirRows) {
  ForecastRequest request;
  request.components = {monthly(kFirst, wavy(60))};
  request.months = {kFirst + 54, kFirst + 71};
  request.paths = 1000;
  request.choices.calibrated = false;
  request.choices.member_shares = {0.6, 0.4, 0.0};
  const auto pooled = forecast_target(request, shipped_prior());
  request.choices.member_shares = only(MemberModel::span_growth);
  const auto alone = forecast_target(request, shipped_prior());
  for (int column = 0; column < 6; ++column)
    EXPECT_TRUE((pooled->total.usd.col(column) == alone->total.usd.col(column)).all());
  EXPECT_EQ((pooled->total.usd.col(6) != alone->total.usd.col(6)).count(), 400);
  EXPECT_DOUBLE_EQ(pooled->members[1].weight, 0.4);
  double weights = 0.0;
  for (const WeighedRates& r : pooled->fits[0].rates) weights += r.weight;
  EXPECT_NEAR(weights, 1.0, 0.04);  // rates under 0.1 % are not listed
}

TEST(SmoothingPaths, LeaveFlowsOfSumsToSpanGrowth) {
  std::vector<trade::KeptFigure> years;
  for (int y = 0; y < 8; ++y) years.push_back(figure({kFirst + 12 * y, kFirst + 12 * y + 11}, 1e7 + 1e5 * y));
  ForecastRequest request;
  request.components = {from_figures(years)};
  request.months = {kFirst + 96, kFirst + 107};
  const auto f = forecast_target(request, shipped_prior());
  EXPECT_DOUBLE_EQ(f->members[1].weight, 0.0);
  EXPECT_NEAR(f->members[0].weight, 0.9, 1e-3);
  EXPECT_TRUE(f->fits[0].rates.empty());
}

}  // namespace
}  // namespace tradewatch::growth
