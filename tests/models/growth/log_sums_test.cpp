// What a series says of itself before a model sees it: its stratum and its largest year.

#include "models/growth/log_sums.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

// `months` of 5 million from January 2015, of which the first `low` are `low_usd`.
std::vector<double> with_low(int months, int low, double low_usd = 0.0) {
  std::vector<double> usd(static_cast<std::size_t>(months), 5e6);
  std::fill_n(usd.begin(), low, low_usd);
  return usd;
}

std::string_view stratum(const std::vector<double>& usd) { return stratum_of(monthly(trade::Month(2015, 1), usd)); }

TEST(Stratum, IsIntermittentFromATenthOfLowMonthsOn) {
  EXPECT_EQ(stratum(with_low(60, 6)), "intermittent");
  EXPECT_EQ(stratum(with_low(60, 5)), "medium");
  EXPECT_EQ(stratum(with_low(55, 5)), "medium");
  EXPECT_EQ(stratum(with_low(50, 5)), "intermittent");
}

TEST(Stratum, CountsAMonthAsLowUnderATenthOfTheMean) {
  EXPECT_EQ(stratum(with_low(60, 6, 0.07 * 5e6)), "intermittent");  // the mean is a tenth less, 4.5 million
  EXPECT_EQ(stratum(with_low(60, 6, 0.12 * 5e6)), "medium");
  std::vector<double> usd(60, 4.4e6);  // a mean of 4 million
  std::fill_n(usd.begin(), 6, 4e5);
  EXPECT_EQ(stratum(usd), "medium") << "a tenth is not under a tenth";
}

TEST(Stratum, LooksAtTheLastSixtyMonthsOnly) {
  EXPECT_EQ(stratum(with_low(120, 60)), "medium");
  EXPECT_EQ(stratum(with_low(60, 6)), "intermittent") << "the sixth is 59 months before the last";
  std::vector<double> usd = with_low(61, 6);  // one of them 60 months before the last, and a month without a figure
  usd[30] = -1.0;
  EXPECT_EQ(stratum(usd), "medium");
}

TEST(Stratum, HoldsASumAgainstTheMeanOfAsManyMonths) {
  std::vector<trade::KeptFigure> figures;
  for (int q = 0; q < 20; ++q) {
    const trade::Month first = trade::Month(2015, 1) + 3 * q;
    figures.push_back(figure({first, first + 2}, q < 2 ? 0.05 * 15e6 : 15e6));
  }
  EXPECT_EQ(stratum_of(from_figures(figures)), "intermittent");
}

TEST(Stratum, IsOfTheMeanAlsoWhereTheOnlySumBeganLongBefore) {
  const trade::Series decade = from_figures({figure({trade::Month(2010, 1), trade::Month(2019, 12)}, 120 * 5e6)});
  EXPECT_EQ(stratum_of(decade), "medium");
}

TEST(Stratum, FollowsTheRecentMonthlyMeanAtItsBounds) {
  EXPECT_EQ(stratum(std::vector<double>(60, 0.0)), "intermittent");
  EXPECT_EQ(stratum(std::vector<double>(60, 0.99e6)), "small");
  EXPECT_EQ(stratum(std::vector<double>(60, 1e6)), "medium");
  EXPECT_EQ(stratum(std::vector<double>(60, 1.99e7)), "medium");
  EXPECT_EQ(stratum(std::vector<double>(60, 2e7)), "large");
}

double year(const std::vector<double>& usd) { return largest_year(monthly(trade::Month(2015, 1), usd)); }

TEST(LargestYear, MayBeginWithAnyMonthUpToTheLastTwelve) {
  std::vector<double> usd(25, 1.0);
  usd.back() = 3.0;
  EXPECT_DOUBLE_EQ(year(usd), 14.0);
  usd = std::vector<double>(25, 1.0);
  usd[3] = usd[14] = 3.0;  // in the twelve months from the fourth on, and in no others
  EXPECT_DOUBLE_EQ(year(usd), 16.0);
}

TEST(LargestYear, HasAFigureForEachOfItsMonths) {
  std::vector<double> usd(24, 10.0);
  std::fill_n(usd.begin(), 12, 1.0);
  usd[12] = -1.0;
  EXPECT_DOUBLE_EQ(year(usd), 12.0) << "not the last eleven months, which are more";
}

TEST(LargestYear, IsTwelveTimesTheHighestAverageWhereNoneIsWhole) {
  EXPECT_DOUBLE_EQ(year({1.0, 4.0, 2.0}), 48.0);
  EXPECT_DOUBLE_EQ(largest_year(from_figures({figure({trade::Month(2015, 1), trade::Month(2015, 6)}, 12.0)})), 24.0);
  EXPECT_DOUBLE_EQ(year(std::vector<double>(24, 0.0)), 0.0);
}

}  // namespace
}  // namespace tradewatch::growth
