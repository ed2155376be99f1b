// Forecasts with everything held that an earlier fit decided: what news is made of.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iomanip>

#include "models/growth/forecast.h"
#include "tests/models/growth/growth_series.h"
#include "tests/models/growth/oracle.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2010, 3);
constexpr GridPoint kPoint{.level_sd = 0.06, .irregular_sd = 0.25, .season_sd = 0.2, .walk_share = 0.2};

ForecastRequest request_of(const std::vector<double>& usd, const trade::MonthSpan& months, int paths) {
  ForecastRequest request;
  request.components = {monthly(kFirst, usd)};
  request.months = months;
  request.paths = paths;
  request.seed = 20260204;
  return request;
}

trade::MonthSpan ahead(int from, int to) { return {kFirst + from, kFirst + to}; }

bool same_paths(const Forecast& a, const Forecast& b) { return (a.total.usd == b.total.usd).all(); }

// An identity: what was fitted, held, gives what was fitted. Two flows, one with months beyond the bound of pulling in.
TEST(FrozenForecast, HeldFromItsOwnFitTheSameMonthsGiveTheSameBits) {
  std::vector<double> wild = wavy(60);
  wild[17] *= 40.0;
  wild[41] /= 30.0;
  ForecastRequest request = request_of(wild, ahead(58, 71), 500);
  request.components.push_back(monthly(kFirst, wavy(60, 2e7), "other"));
  const PanelPrior prior = shipped_prior();
  const Forecast fitted = forecast_target(request, prior).value();
  ASSERT_EQ(fitted.frozen.fits.size(), 2u);
  EXPECT_FALSE(fitted.frozen.fits[0].cut.empty()) << "or this tests nothing about months that were pulled in";
  request.frozen = fitted.frozen;
  const Forecast held = forecast_target(request, prior).value();
  EXPECT_TRUE(same_paths(fitted, held));
  EXPECT_EQ(held.frozen.fits[0].cut.size(), fitted.frozen.fits[0].cut.size()) << "it can be held again";
}

TEST(FrozenForecast, HoldsWeightsOffsetMeanAndBoundsWhateverFiguresCome) {
  std::vector<double> usd = wavy(60);
  const PanelPrior prior = shipped_prior();
  ForecastRequest request = request_of(usd, ahead(60, 71), 500);
  const Forecast before = forecast_target(request, prior).value();
  usd.push_back(usd.back() * 9.0);
  request.components = {monthly(kFirst, usd)};
  const Forecast anew = forecast_target(request, prior).value();
  request.frozen = before.frozen;
  const Forecast held = forecast_target(request, prior).value();
  EXPECT_NE(anew.fits[0].offset_usd, before.fits[0].offset_usd);
  EXPECT_EQ(held.fits[0].offset_usd, before.fits[0].offset_usd);
  EXPECT_EQ(held.frozen.fits[0].log_mean, before.frozen.fits[0].log_mean);
  EXPECT_NE(anew.frozen.fits[0].weight, before.frozen.fits[0].weight);
  EXPECT_EQ(held.frozen.fits[0].weight, before.frozen.fits[0].weight);
  EXPECT_EQ(held.frozen.fits[0].month_cap_usd, before.frozen.fits[0].month_cap_usd);
}

// One grid point without walk, season or level noise: months are then independent but for a level that sixty months
// pin down, so a month that becomes known leaves the others' draws what they were, to the width of the posterior.
TEST(FrozenForecast, AMonthKeepsItsDrawsWhenAnEarlierOneBecomesKnown) {
  const PanelPrior prior = one_point({.level_sd = 1e-6, .irregular_sd = 0.4, .season_sd = 1e-6, .walk_share = 1.0});
  std::vector<double> usd = wavy(60);
  ForecastRequest request = request_of(usd, ahead(60, 65), 400);
  request.choices.member_shares = only(MemberModel::span_growth);
  const Forecast before = forecast_target(request, prior).value();
  request.frozen = before.frozen;
  usd.push_back(usd[59]);
  request.components = {monthly(kFirst, usd)};
  const Forecast after = forecast_target(request, prior).value();
  const Eigen::ArrayXXd moved = (after.total.usd / before.total.usd).log().rightCols(5).abs();
  EXPECT_LT(moved.maxCoeff(), 0.2) << "fresh draws would differ by up to six times 0.4 on some of 2000";
}

// The mean of ln(usd + c) of each month of the timeline, from the forecast that news is made with.
Eigen::VectorXd log_mean(const ForecastRequest& request, const PanelPrior& prior) {
  const ComponentFit fit = forecast_target(request, prior).value().fits.front();
  Eigen::VectorXd mean(static_cast<Eigen::Index>(fit.median_usd.size()));
  for (Eigen::Index t = 0; t < mean.size(); ++t)
    mean[t] = std::log(fit.median_usd[static_cast<std::size_t>(t)] + fit.offset_usd);
  return mean;
}

// A revision, then three months told one after the other, one of them in the past.
std::vector<std::vector<double>> four_moments() {
  std::vector<double> usd = wavy(50);
  usd[20] = usd[48] = -1.0;
  std::vector<std::vector<double>> moments = {usd};
  usd[45] *= 1.3;
  moments.push_back(usd);
  usd[20] = 6e6;
  moments.push_back(usd);
  usd.push_back(9e6);
  moments.push_back(usd);
  usd.push_back(4e6);
  moments.push_back(usd);
  return moments;
}

// In the linear Gaussian case the effect of each figure on the mean of a month ahead is statsmodels' news.
void expect_news_of_statsmodels(double revision_sd) {
  const PanelPrior prior = one_point(kPoint);
  const auto moments = four_moments();
  constexpr int kMonths = 62;
  ForecastRequest request = request_of(moments[0], ahead(52, kMonths - 1), 100);
  request.choices.member_shares = only(MemberModel::span_growth);
  request.choices.revision_sd = revision_sd;
  const FrozenForecast frozen = forecast_target(request, prior).value().frozen;
  request.frozen = frozen;

  const std::string file = testing::TempDir() + "news_" + std::to_string(revision_sd) + ".txt";
  std::ofstream out(file);
  out << std::setprecision(17) << kPoint.level_sd << ' ' << kPoint.irregular_sd << ' ' << kPoint.season_sd << ' '
      << kPoint.walk_share << ' ' << revision_sd << ' ' << frozen.fits[0].log_mean << '\n'
      << kMonths << '\n';
  std::vector<Eigen::VectorXd> means;
  for (const auto& usd : moments) {
    request.components = {monthly(kFirst, usd)};
    means.push_back(log_mean(request, prior));
    for (std::size_t t = 0; t < kMonths; ++t) {
      if (t < usd.size() && usd[t] >= 0.0) {
        out << std::log(usd[t] + frozen.fits[0].offset_usd) << '\n';
      } else {
        out << "nan\n";
      }
    }
  }
  out.close();
  const std::vector<double> reference = oracle_numbers("oracle_news.py", file);
  ASSERT_EQ(reference.size(), (moments.size() - 1) * kMonths);
  for (std::size_t k = 1; k < moments.size(); ++k) {
    ASSERT_EQ(means[k].size(), kMonths);
    for (Eigen::Index t = 52; t < kMonths; ++t) {
      const double effect = means[k][t] - means[k - 1][t];
      EXPECT_NEAR(effect, reference[(k - 1) * kMonths + static_cast<std::size_t>(t)], 1e-8)
          << "moment " << k << ", month " << t;
    }
    EXPECT_GT((means[k] - means[k - 1]).cwiseAbs().maxCoeff(), 1e-3) << "there was news";
  }
}

TEST(FrozenForecast, EffectsOnLogMonthsAreTheNewsOfStatsmodels) { expect_news_of_statsmodels(0.0); }

TEST(FrozenForecast, EffectsAreThoseOfStatsmodelsWithRevisionNoiseToo) { expect_news_of_statsmodels(0.02); }

}  // namespace
}  // namespace tradewatch::growth
