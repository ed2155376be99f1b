// The quoted growth rate: exact trends, an independent regression by statsmodels, and what it says when it cannot.

#include "models/growth/log_linear.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iomanip>
#include <optional>

#include "tests/models/growth/growth_series.h"
#include "tests/models/growth/oracle.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2012, 4);

// ln usd = 15 + 0.01 t + a season that depends on the calendar month.
std::vector<double> exact(int months) {
  std::vector<double> usd;
  for (int t = 0; t < months; ++t) usd.push_back(std::exp(15.0 + 0.01 * t + 0.3 * std::cos(0.5236 * (t % 12))));
  return usd;
}

// Why there is no trend, or nothing where there is one.
std::optional<TrendError> refused(const trade::Series& series) {
  const auto trend = fit_trend(series);
  return trend ? std::nullopt : std::optional(trend.error());
}

TEST(LogLinear, FindsAnExactTrendUnderASeasonWithGaps) {
  std::vector<double> usd = exact(60);
  for (const std::size_t gap : {3U, 4U, 5U, 17U, 40U}) usd[gap] = -1.0;
  const auto trend = fit_trend(monthly(kFirst, usd));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->values, TrendValues::months);
  EXPECT_EQ(trend->values_used, 55);
  EXPECT_NEAR(trend->annual_growth, std::expm1(0.12), 1e-12);  // compound: 12.75 %, not 12 %
  EXPECT_NEAR(trend->high - trend->low, 0.0, 1e-9);
  EXPECT_EQ(trend->span, (trade::MonthSpan{kFirst, kFirst + 59}));
}

TEST(LogLinear, UsesTheLastTenYearsOnly) {
  std::vector<double> usd = exact(150);
  for (std::size_t i = 0; i < 30; ++i) usd[i] = 1e9;
  const auto trend = fit_trend(monthly(kFirst, usd));
  EXPECT_EQ(trend->values_used, 120);
  EXPECT_EQ(trend->lags, 14);  // ceil(1.3 sqrt(120)) - 1
  EXPECT_NEAR(trend->annual_growth, std::expm1(0.12), 1e-12);
}

// The same regression by statsmodels: level, slope a year and eleven months, Newey-West at the stated lags.
TEST(LogLinear, HasTheSlopeAndStandardErrorOfAnIndependentRegression) {
  const std::vector<double> usd = wavy(60);
  const auto trend = fit_trend(monthly(kFirst, usd));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->lags, 10);  // ceil(1.3 sqrt(60)) - 1
  const std::string file = testing::TempDir() + "log_linear.txt";
  std::ofstream out(file);
  out << std::setprecision(17) << 10 << ' ' << 13 << '\n';
  for (int t = 0; t < 60; ++t) {
    out << std::log(usd[static_cast<std::size_t>(t)]) << " 1 " << t / 12.0;
    for (int m = 1; m < 12; ++m) out << ' ' << (t % 12 == m ? 1 : 0);
    out << '\n';
  }
  out.close();
  const auto reference = oracle_numbers("oracle_newey_west.py", file);
  ASSERT_EQ(reference.size(), 26u);
  EXPECT_NEAR(trend->log_slope, reference[2], 1e-8);
  EXPECT_NEAR(trend->log_slope_sd, reference[3] * std::sqrt(60.0 / 47.0), 1e-8);
  const double reach = critical_value(60, 10, 47) * trend->log_slope_sd;
  EXPECT_NEAR(trend->low, std::expm1(trend->log_slope - reach), 1e-12);
  EXPECT_NEAR(trend->high, std::expm1(trend->log_slope + reach), 1e-12);
}

// Fiscal sums from July in one vintage: no single month anywhere, six fiscal years.
TEST(LogLinear, TakesYearlyTotalsThatFiguresDetermine) {
  std::vector<trade::KeptFigure> figures;
  for (int y = 0; y < 6; ++y) {
    const trade::Month july(2015 + y, 7);
    const double year = 1e8 * std::pow(1.05, y);
    figures.push_back(figure({july, july + 3}, 0.3 * year));
    figures.push_back(figure({july, july + 11}, year));
  }
  const auto trend = fit_trend(from_figures(figures));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->values, TrendValues::years);
  EXPECT_EQ(trend->values_used, 6);
  EXPECT_EQ(trend->span, (trade::MonthSpan{trade::Month(2015, 7), trade::Month(2021, 6)}));
  EXPECT_NEAR(trend->annual_growth, 0.05, 1e-12);
}

// A figure for each calendar year from 2010 on, five per cent more each time.
std::vector<trade::KeptFigure> calendar_years(int years) {
  std::vector<trade::KeptFigure> figures;
  for (int y = 0; y < years; ++y)
    figures.push_back(figure({trade::Month(2010 + y, 1), trade::Month(2010 + y, 12)}, 1e8 * std::pow(1.05, y)));
  return figures;
}

TEST(LogLinear, NeedsFiveYearsAndUsesTheLastTenOnly) {
  EXPECT_EQ(refused(from_figures(calendar_years(4))), TrendError::too_few_months);
  const auto five = fit_trend(from_figures(calendar_years(5)));
  ASSERT_TRUE(five);
  EXPECT_EQ(five->values_used, 5);
  std::vector<trade::KeptFigure> figures = calendar_years(12);
  figures[0].figure.value_usd = figures[1].figure.value_usd = 1e12;
  const auto ten = fit_trend(from_figures(figures));
  ASSERT_TRUE(ten);
  EXPECT_EQ(ten->values_used, 10);
  EXPECT_NEAR(ten->annual_growth, 0.05, 1e-12);
}

// Lags of yearly totals are years. The same regression by statsmodels, on level and slope.
TEST(LogLinear, HasTheStandardErrorOfAnIndependentRegressionOnYears) {
  std::vector<trade::KeptFigure> figures = calendar_years(9);
  for (std::size_t y = 0; y < figures.size(); ++y)
    *figures[y].figure.value_usd *= std::exp(0.2 * std::sin(1.3 * static_cast<double>(y * y)));
  const auto trend = fit_trend(from_figures(figures));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->values, TrendValues::years);
  EXPECT_EQ(trend->lags, 3);  // ceil(1.3 sqrt(9)) - 1
  const std::string file = testing::TempDir() + "log_linear_years.txt";
  std::ofstream out(file);
  out << std::setprecision(17) << 3 << ' ' << 2 << '\n';
  for (std::size_t y = 0; y < figures.size(); ++y) out << std::log(*figures[y].figure.value_usd) << " 1 " << y << '\n';
  out.close();
  const auto reference = oracle_numbers("oracle_newey_west.py", file);
  ASSERT_EQ(reference.size(), 4u);
  EXPECT_NEAR(trend->log_slope, reference[2], 1e-10);
  EXPECT_NEAR(trend->log_slope_sd, reference[3] * std::sqrt(9.0 / 7.0), 1e-10);
}

TEST(LogLinear, FallsBackToYearsWhenAMonthIsZero) {
  std::vector<double> usd = exact(72);
  usd[10] = 0.0;
  const auto trend = fit_trend(monthly(kFirst, usd));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->values, TrendValues::years);
}

TEST(LogLinear, SaysWhyThereIsNoRate) {
  EXPECT_EQ(refused(monthly(kFirst, exact(36))), std::nullopt);
  EXPECT_EQ(refused(monthly(kFirst, exact(35))), TrendError::too_few_months);
  EXPECT_EQ(refused(trade::Series{}), TrendError::too_few_months);
  EXPECT_EQ(refused(monthly(kFirst, std::vector<double>(60, 0.0))), TrendError::value_not_positive);
  std::vector<double> zero = exact(40);
  zero[20] = 0.0;
  EXPECT_EQ(refused(monthly(kFirst, zero)), TrendError::value_not_positive);
}

TEST(CriticalValue, IsNormalWithoutLagsInLongSeries) {
  EXPECT_NEAR(critical_value(100000000, 0, 100000000), 1.96, 1e-4);
}

TEST(CriticalValue, IsStudentsForFewYears) {
  // Tables of Student's t at 0.975: 2.776 for four degrees of freedom, 2.228 for ten.
  EXPECT_NEAR(critical_value(1000000000, 0, 4), 2.776, 0.01);
  EXPECT_NEAR(critical_value(1000000000, 0, 10), 2.228, 0.001);
}

TEST(CriticalValue, IsThatOfKieferAndVogelsangForAllLags) {
  // With all lags their statistic is that of Kiefer, Vogelsang and Bunzel (2000, Econometrica 68) over the square root
  // of two, whose table has 6.811 at 0.975.
  EXPECT_NEAR(critical_value(50, 49, 100000000), 6.811 / std::sqrt(2.0), 0.005);
}

}  // namespace
}  // namespace tradewatch::growth
