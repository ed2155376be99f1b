// Rows of a forecast file for flows at which forecasting programs are known to fail. The shapes are those of public
// bug reports, named beside each test.

#include "models/growth/panel_forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2022, 1);

ForecastRow row_of(const trade::Series& series, trade::Month origin, int horizon = 12) {
  return forecast_row(series, origin, horizon, shipped_prior()).value();
}

ForecastRow row_of(const std::vector<double>& usd) {
  return row_of(monthly(kFirst, usd), kFirst + (static_cast<int>(usd.size()) - 1));
}

void expect_sound(const ForecastRow& row) {
  EXPECT_TRUE(std::isfinite(row.mean_usd));
  EXPECT_TRUE(std::ranges::is_sorted(row.quantile_usd));
  for (const double q : row.quantile_usd) EXPECT_TRUE(std::isfinite(q) && q >= 0.0 && !std::signbit(q)) << q;
  for (const MonthBand& m : row.months) {
    EXPECT_TRUE(std::isfinite(m.high_usd) && m.low_usd >= 0.0 && !std::signbit(m.low_usd));
    EXPECT_LE(m.low_usd, m.median_usd);
    EXPECT_LE(m.median_usd, m.high_usd);
    EXPECT_LT(m.high_usd, 1e15);
  }
}

// Nixtla/statsforecast#182, #870; alkaline-ml/pmdarima#572.
TEST(ForecastRow, OfAConstantFlowIsAboutTheConstant) {
  const ForecastRow row = row_of(std::vector<double>(36, 7e6));
  expect_sound(row);
  EXPECT_NEAR(row.quantile_usd[3], 12 * 7e6, 0.02 * 12 * 7e6);
  EXPECT_LT(row.quantile_usd[6], 1.5 * 12 * 7e6);
  for (const MonthBand& m : row.months) EXPECT_NEAR(m.median_usd, 7e6, 0.02 * 7e6);
}

TEST(ForecastRow, OfAThousandDollarsAMonthKeepsItsSize) {
  std::vector<double> usd;
  for (int t = 0; t < 36; ++t) usd.push_back(t % 2 == 0 ? 1e3 : 2e3);
  const ForecastRow row = row_of(usd);
  expect_sound(row);
  EXPECT_NEAR(row.quantile_usd[3], 12 * 1.5e3, 0.1 * 12 * 1.5e3);
  EXPECT_LT(row.quantile_usd[6], 2.5 * 12 * 1.5e3);
}

TEST(ForecastRow, OfZerosIsZeroAndSaysSo) {
  const ForecastRow row = row_of(std::vector<double>(36, 0.0));
  expect_sound(row);
  EXPECT_EQ(row.quantile_usd[6], 0.0);
  EXPECT_EQ(row.mean_usd, 0.0);
  EXPECT_EQ(row.note, RowNote::all_zero);
}

TEST(ForecastRow, ExistsForOneMonthThreeMonthsAndZerosThenSomething) {
  std::vector<double> restart(35, 0.0);
  restart.push_back(5e6);
  expect_sound(row_of(restart));
  for (const std::vector<double>& usd : {std::vector<double>{3e6}, {1e3, 2e3}, {4e6, 5e6, 6e6}}) {
    const ForecastRow row = row_of(usd);
    expect_sound(row);
    EXPECT_EQ(row.note, RowNote::few_figures);
    EXPECT_GT(row.quantile_usd[6], 1.5 * row.quantile_usd[0]);
  }
}

// robjhyndman/forecast#97, #129; statsmodels/statsmodels#8551.
TEST(ForecastRow, StaysWithinTenTimesTheLargestYearWhateverHappened) {
  std::vector<double> sparse(48, 0.0), collapse, wild;
  for (std::size_t t = 2; t < sparse.size(); t += 4) sparse[t] = 1e6 * static_cast<double>(1 + (t * 7) % 14);
  for (int t = 0; t < 48; ++t)
    collapse.push_back(t < 44 ? std::max(1e5, 2.1e9 * std::exp(-0.25 * t)) : 2.75e9 / (48 - t));
  for (int t = 0; t < 24; ++t) wild.push_back(1e6 * std::exp(4.0 * std::sin(2.3 * t * t)));
  for (const std::vector<double>& usd : {sparse, collapse, wild}) {
    const ForecastRow row = row_of(usd);
    expect_sound(row);
    double largest = 0.0;
    for (std::size_t t = 0; t + 12 <= usd.size(); ++t) {
      double year = 0.0;
      for (std::size_t i = 0; i < 12; ++i) year += usd[t + i];
      largest = std::max(largest, year);
    }
    EXPECT_LE(row.quantile_usd[6], 10.0 * largest);
  }
}

// facebook/prophet#524, #1214, #1668.
TEST(ForecastRow, OfAFlowNearZeroIsNeverNegativeAndItsMeanIsInsideItsBand) {
  std::vector<double> usd;
  for (int t = 0; t < 48; ++t) usd.push_back(t % 9 == 4 ? 0.0 : 1e5 * (5.0 + 4.0 * std::sin(1.7 * t * t)));
  const ForecastRow row = row_of(usd);
  expect_sound(row);
  EXPECT_GE(row.mean_usd, row.quantile_usd[1]);
  EXPECT_LE(row.mean_usd, row.quantile_usd[5]);
}

// DataZooDE/anofox-forecast#155; tidyverts/tsibble#307.
TEST(ForecastRow, CountsMonthsThroughGapsAndFillsNone) {
  const trade::Month late(2023, 12);
  const std::vector<trade::KeptFigure> early = {figure({kFirst, kFirst}, 10e6), figure({kFirst + 5, kFirst + 5}, 11e6)};
  std::vector<trade::KeptFigure> all = early;
  for (int t = 0; t < 15; ++t) all.push_back(figure({late + t, late + t}, 1e6 * std::min(12 + t, 15)));
  const ForecastRow thin = row_of(from_figures(early), trade::Month(2023, 2));
  const ForecastRow full = row_of(from_figures(all), trade::Month(2025, 2));
  expect_sound(thin);
  expect_sound(full);
  EXPECT_EQ(full.months.size(), 12u);
  EXPECT_EQ(thin.note, RowNote::few_figures);
  EXPECT_NEAR(full.quantile_usd[3], 12 * 15e6, 0.1 * 12 * 15e6);
  const auto width = [](const ForecastRow& r) { return r.quantile_usd[5] / r.quantile_usd[1]; };
  EXPECT_GT(width(thin), width(full));
}

TEST(ForecastRow, LooksPastMonthsWithoutFiguresBeforeTheOrigin) {
  const trade::Series series = monthly(kFirst, wavy(36));
  const ForecastRow row = row_of(series, kFirst + 45);
  const ForecastRow fresh = row_of(series, kFirst + 35);
  expect_sound(row);
  EXPECT_EQ(row.note, RowNote::figures_stale);
  EXPECT_GT(row.quantile_usd[6] / row.quantile_usd[0], fresh.quantile_usd[6] / fresh.quantile_usd[0]);
}

TEST(ForecastRow, SeedComesFromTheKeyAlone) {
  const std::vector<double> usd = wavy(40);
  const ForecastRow a = row_of(monthly(kFirst, usd, "a"), kFirst + 39);
  const ForecastRow again = row_of(monthly(kFirst, usd, "a"), kFirst + 39);
  const ForecastRow b = row_of(monthly(kFirst, usd, "b"), kFirst + 39);
  EXPECT_EQ(a.quantile_usd, again.quantile_usd);
  EXPECT_NE(a.quantile_usd, b.quantile_usd);
}

TEST(ForecastRow, HasTotalsOfTheSameShapeInAnyUnit) {
  // The same flow a thousand times larger, inside one stratum of the prior.
  std::vector<double> usd = wavy(60, 3e7), larger = usd;
  for (double& v : larger) v *= 1000.0;
  const ForecastRow a = row_of(usd), b = row_of(larger);
  for (std::size_t i = 0; i < a.quantile_usd.size(); ++i)
    EXPECT_NEAR(b.quantile_usd[i] / a.quantile_usd[i], 1000.0, 1e-6);
}

}  // namespace
}  // namespace tradewatch::growth
