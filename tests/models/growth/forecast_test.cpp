// Joint paths of a target: determinism, published totals, closed forms and members.

#include "models/growth/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "models/growth/log_sums.h"
#include "models/growth/normal_draws.h"
#include "models/growth/span_growth.h"
#include "models/growth/trailing_growth.h"
#include "models/trade/sum_noise.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

const trade::Month kFirst(2012, 1);

ForecastRequest request_for(std::vector<trade::Series> components, const trade::MonthSpan& months, int paths = 2000) {
  ForecastRequest request;
  request.components = std::move(components);
  request.months = months;
  request.paths = paths;
  return request;
}

TEST(Forecast, SaysWhyThereIsNone) {
  const PanelPrior prior = shipped_prior();
  const trade::MonthSpan months{trade::Month(2020, 1), trade::Month(2020, 12)};
  EXPECT_EQ(forecast_target(request_for({}, months), prior).error().why, ForecastError::Why::no_component);
  const auto empty = forecast_target(request_for({monthly(kFirst, {1.0}), trade::Series{}}, months), prior);
  EXPECT_EQ(empty.error().why, ForecastError::Why::no_observation);
  EXPECT_EQ(empty.error().component, 1);
  const trade::Series later = monthly(trade::Month(2021, 1), {1.0});
  EXPECT_EQ(forecast_target(request_for({later}, months), prior).error().why, ForecastError::Why::range_before_figures);
}

TEST(Forecast, IsTheSameBitsTwiceAndOthersForAnotherSeed) {
  const PanelPrior prior = shipped_prior();
  auto request = request_for({monthly(kFirst, wavy(60)), monthly(kFirst, wavy(50, 2e6))}, {kFirst + 48, kFirst + 66});
  const auto once = forecast_target(request, prior);
  const auto twice = forecast_target(request, prior);
  EXPECT_TRUE((once->total.usd == twice->total.usd).all());
  request.seed = 2;
  EXPECT_FALSE((forecast_target(request, prior)->total.usd == once->total.usd).all());
}

TEST(Forecast, AddsItsComponentsRowByRow) {
  const auto f = forecast_target(
      request_for({monthly(kFirst, wavy(60)), monthly(kFirst, wavy(50, 2e6))}, {kFirst + 55, kFirst + 66}),
      shipped_prior());
  ASSERT_EQ(f->components.size(), 2u);
  EXPECT_TRUE((f->total.usd == f->components[0].usd + f->components[1].usd).all());
  EXPECT_EQ(f->total.first, kFirst + 55);
  EXPECT_EQ(f->total.usd.cols(), 12);
}

TEST(Forecast, ComponentsOfOneFlowTwiceAreIndependent) {
  const trade::Series flow = monthly(kFirst, wavy(60));
  auto request = request_for({flow, flow}, {kFirst + 60, kFirst + 71}, 20000);
  request.choices.member_shares = only(MemberModel::span_growth);
  const auto f = forecast_target(request, shipped_prior());
  Eigen::ArrayXd a = totals(f->components[0], request.months).log(), b = totals(f->components[1], request.months).log();
  a -= a.mean();
  b -= b.mean();
  EXPECT_NEAR((a * b).mean() / std::sqrt(a.square().mean() * b.square().mean()), 0.0, 4.0 / std::sqrt(20000.0));
}

TEST(Forecast, KeepsMonthsThatFiguresTellUpToRevisionNoise) {
  const std::vector<double> usd = wavy(60);
  auto request = request_for({monthly(kFirst, usd)}, {kFirst + 54, kFirst + 65});
  request.choices.revision_sd = 0.0;
  const auto exact = forecast_target(request, shipped_prior());
  for (int i = 0; i < 6; ++i) {
    const double told = usd[54 + static_cast<std::size_t>(i)];
    EXPECT_NEAR(exact->total.usd.col(i).minCoeff(), told, 1e-9 * told);
    EXPECT_NEAR(exact->total.usd.col(i).maxCoeff(), told, 1e-9 * told);
  }
  request.choices.revision_sd = 0.05;
  request.paths = 20000;
  const auto noisy = forecast_target(request, shipped_prior());
  const Eigen::ArrayXd log_ratio = (noisy->total.usd.col(0) / usd[54]).log();
  EXPECT_NEAR(std::sqrt((log_ratio - log_ratio.mean()).square().mean()), 0.05, 0.002);
  EXPECT_NEAR(noisy->total.usd.col(0).mean() / usd[54], 1.0, 0.002);
}

// Years, then fiscal-to-date sums: pieces of 6, 2 and 4 months at the end.
std::vector<trade::KeptFigure> fiscal_figures() {
  std::vector<trade::KeptFigure> figures;
  for (int y = 2012; y < 2019; ++y)
    figures.push_back(figure({trade::Month(y, 1), trade::Month(y, 12)}, 6e7 * std::exp(0.1 * (y - 2012))));
  const trade::Month start(2019, 1);
  figures.push_back(figure({start, start + 5}, 5e7));
  figures.push_back(figure({start, start + 7}, 7e7));
  figures.push_back(figure({start, start + 11}, 1.1e8));
  return figures;
}

TEST(Forecast, KeepsTheTotalOfEverySumOnEveryPath) {
  const trade::Month start(2019, 1);
  auto request = request_for({from_figures(fiscal_figures())}, {start, start + 23});
  request.choices.revision_sd = 0.0;
  const auto f = forecast_target(request, shipped_prior());
  const auto expect_total = [&](int from, int to, double usd) {
    const Eigen::ArrayXd total = totals(f->total, {start + from, start + to});
    EXPECT_NEAR(total.minCoeff(), usd, 1e-6 * usd);
    EXPECT_NEAR(total.maxCoeff(), usd, 1e-6 * usd);
  };
  expect_total(0, 5, 5e7);
  expect_total(6, 7, 2e7);
  expect_total(8, 11, 4e7);
  EXPECT_GT(f->total.usd.col(9).maxCoeff(), 1.2 * f->total.usd.col(9).minCoeff());  // its months are not known
}

// July-October as of November, July-December as of August: the older sum is off by what was revised in between.
TEST(Forecast, CancelsWhatVintagesShareWhereTheNewerCountsItWhole) {
  const trade::Month july(2018, 7);
  std::vector<trade::KeptFigure> figures;
  for (int y = 2012; y < 2018; ++y)
    figures.push_back(figure({trade::Month(y, 1), trade::Month(y, 12)}, 1.2e8 * std::exp(0.05 * (y - 2012))));
  figures.push_back(figure({july, july + 3}, 8e7));
  figures.push_back(figure({july, july + 5}, 1e8));
  figures[figures.size() - 2].figure.published = trade::last_day(july + 4);
  figures.back().figure.published = trade::last_day(july + 13);
  for (std::size_t i = 0; i < 6; ++i) figures[i].figure.published = trade::last_day(july);
  trade::Series series = from_figures(figures);
  trade::put_noise(series, figures, trade::RevisionNoise{});
  const auto f = forecast_target(request_for({series}, {july, july + 17}, 20000), shipped_prior());
  const auto sd_of = [&](int from, int to) {
    Eigen::ArrayXd total = totals(f->total, {july + from, july + to});
    total -= total.mean();
    return std::sqrt(total.square().mean());
  };
  constexpr double kSd = trade::kDefaultRevisionSd;
  // Within the error of a standard deviation from 20000 draws: four times 1 / sqrt(40000).
  EXPECT_NEAR(sd_of(4, 5) / (kSd * std::hypot(2e7, 8e7)), 1.0, 0.02);
  EXPECT_NEAR(sd_of(0, 3) / (kSd * std::hypot(8e7, 8e7)), 1.0, 0.02);
  EXPECT_NEAR(sd_of(0, 5) / (kSd * std::hypot(8e7, 2e7)), 1.0, 0.02) << "free of what was revised in between";
}

TEST(Forecast, TakesTheNoiseThatEachPieceBrings) {
  trade::Series series = monthly(kFirst, wavy(60));
  for (trade::Piece& piece : series.pieces) piece.revision_sd = piece.span.first < kFirst + 57 ? 0.0 : 0.05;
  const auto f = forecast_target(request_for({series}, {kFirst + 54, kFirst + 65}, 20000), shipped_prior());
  EXPECT_NEAR(f->total.usd.col(0).minCoeff(), f->total.usd.col(0).maxCoeff(), 1e-3);
  const Eigen::ArrayXd log_usd = f->total.usd.col(4).log();
  EXPECT_NEAR(std::sqrt((log_usd - log_usd.mean()).square().mean()), 0.05, 0.002);
}

TEST(Forecast, SplitsASumThatTheRequestCutsPathByPath) {
  const trade::Month start(2019, 1);
  auto request = request_for({from_figures(fiscal_figures())}, {start + 10, start + 21});
  request.choices.revision_sd = 0.0;
  const auto f = forecast_target(request, shipped_prior());
  const Eigen::ArrayXd part = totals(f->total, {start + 10, start + 11});  // of a sum over months 8 to 11
  EXPECT_LT(part.maxCoeff(), 4e7);
  EXPECT_GT(part.maxCoeff(), 1.1 * part.minCoeff());
  EXPECT_NEAR(part.mean(), 2e7, 4e6);
}

// The mean and variance of a sum of log-normals from mean and covariance of its logs (Fenton 1960), less 12 c.
TEST(Forecast, HasTheMeanAndVarianceOfASumOfLogNormals) {
  const GridPoint point{.level_sd = 0.03, .irregular_sd = 0.15, .season_sd = 0.1, .walk_share = 0.2};
  const trade::Series series = monthly(kFirst, wavy(72));
  auto request = request_for({series}, {kFirst + 72, kFirst + 83}, 100000);
  request.choices.member_shares = only(MemberModel::span_growth);
  const auto f = forecast_target(request, one_point(point));
  ASSERT_TRUE(f->fits[0].pulled_in.empty());
  const LogSums sums = make_log_sums(series, request.months, request.choices.offset_share);
  SpanSystem system(sums, request.choices.revision_sd);
  (void)system.solve(point);
  std::vector<int> ahead(12);
  std::iota(ahead.begin(), ahead.end(), 72);
  SmoothPosterior at = system.posterior(ahead);
  at.covariance.diagonal().array() += point.irregular_sd * point.irregular_sd;
  const Eigen::ArrayXd month = (at.mean.array() + at.covariance.diagonal().array() / 2.0).exp();
  const double mean = month.sum() - 12.0 * sums.offset_usd;
  const Eigen::ArrayXXd shared = at.covariance.array().exp() - 1.0;
  const double variance = (month.matrix().transpose() * shared.matrix() * month.matrix())(0);
  const Eigen::ArrayXd total = totals(f->total, request.months);
  const double found = (total - total.mean()).square().mean();
  EXPECT_NEAR(total.mean(), mean, 4.0 * std::sqrt(variance / 100000.0));
  EXPECT_NEAR(found / variance, 1.0, 4.0 * std::sqrt(3.0 / 100000.0) + 0.01);
}

TEST(Forecast, GivesEachMemberItsShareOfTheRows) {
  auto request = request_for({monthly(kFirst, wavy(60))}, {kFirst + 60, kFirst + 71}, 1000);
  request.choices.member_shares = {0.75, 0.0, 0.25};
  const auto pooled = forecast_target(request, shipped_prior());
  request.choices.member_shares = only(MemberModel::span_growth);
  const auto alone = forecast_target(request, shipped_prior());
  EXPECT_EQ((pooled->total.usd.col(0) != alone->total.usd.col(0)).count(), 250);
  EXPECT_EQ(pooled->members[2].model, MemberModel::trailing_growth);
  EXPECT_DOUBLE_EQ(pooled->members[2].weight, 0.25);
  EXPECT_TRUE(alone->frozen.trailing_log_ratio.empty());
}

// A sum that the request cuts is split on the rows of every member, by SpanGrowth.
TEST(Forecast, SplitsSumsOnRowsThatAreNotSpanGrowths) {
  const trade::Month start(2019, 1);
  auto request = request_for({from_figures(fiscal_figures())}, {start + 10, start + 14});
  request.choices.revision_sd = 0.0;
  request.choices.member_shares = only(MemberModel::trailing_growth);
  const auto f = forecast_target(request, shipped_prior());
  const Eigen::ArrayXd part = totals(f->total, {start + 10, start + 11});  // of a sum over months 8 to 11
  EXPECT_GT(part.minCoeff(), 0.0);
  EXPECT_LT(part.maxCoeff(), 4e7);
  EXPECT_GT(part.maxCoeff(), 1.1 * part.minCoeff());
  EXPECT_GT(f->total.usd.col(2).minCoeff(), 0.0);
}

TEST(Forecast, SaysWhatItFitted) {
  std::vector<double> usd = wavy(60);
  usd[30] *= 60.0;
  const auto f = forecast_target(request_for({monthly(kFirst, usd)}, {kFirst + 60, kFirst + 71}), shipped_prior());
  const ComponentFit& fit = f->fits.front();
  EXPECT_EQ(fit.observations_used, 60);
  EXPECT_EQ(fit.months_covered, 60);
  EXPECT_EQ(fit.months.front(), kFirst);
  EXPECT_EQ(fit.months.back(), kFirst + 71);
  EXPECT_EQ(fit.median_usd.size(), fit.months.size());
  ASSERT_EQ(fit.pulled_in.size(), 1u);
  EXPECT_EQ(fit.pulled_in[0].first, kFirst + 30);
  EXPECT_GE(fit.points.front().weight, fit.points.back().weight);
}

// Type 7 of Hyndman and Fan, from a sorted copy.
TEST(Paths, QuantilesAreThoseOfASortedCopy) {
  NormalDraws draws(3);
  for (const Eigen::Index size : {1, 2, 7, 501}) {
    Eigen::ArrayXd values(size);
    for (double& v : values) v = std::round(4.0 * draws.next());  // with ties
    Eigen::ArrayXd sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const std::vector<double> asked = {0.0, 0.025, 0.1, 0.1, 0.25, 0.5, 0.501, 0.9, 0.975, 1.0};
    const std::vector<double> found = quantiles(values, asked);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const double at = asked[i] * static_cast<double>(size - 1);
      const auto below = static_cast<Eigen::Index>(at);
      const double next = sorted[std::min(below + 1, size - 1)];
      EXPECT_DOUBLE_EQ(found[i], sorted[below] + (at - static_cast<double>(below)) * (next - sorted[below]));
    }
  }
}

TEST(TrailingGrowth, ReadsItsQuantilesAtNormalScores) {
  const GrowthCurve curve({{0.1, 0.5, 0.9}, {-0.4, 0.1, 0.9}});
  EXPECT_DOUBLE_EQ(curve.at(0.0), 0.1);
  EXPECT_NEAR(curve.at(inverse_normal(0.9)), 0.9, 1e-12);
  EXPECT_DOUBLE_EQ(curve.at(-5.0), -0.4);
}

TEST(TrailingGrowth, TakesTheTotalsOwnYearsNotTheComponents) {
  // Two components that swap places: each has wild ratios, their total grows by a tenth a year.
  std::vector<trade::KeptFigure> a, b;
  for (int y = 0; y < 8; ++y) {
    const double total = 1e8 * std::pow(1.1, y), share = y % 2 == 0 ? 0.9 : 0.1;
    const trade::MonthSpan year{trade::Month(2010 + y, 1), trade::Month(2010 + y, 12)};
    a.push_back(figure(year, total * share));
    b.push_back(figure(year, total * (1.0 - share)));
  }
  const std::vector<double> own = own_log_ratios({from_figures(a), from_figures(b)});
  ASSERT_EQ(own.size(), 7u);
  for (const double r : own) EXPECT_NEAR(r, std::log(1.1), 1e-12);
}

TEST(TrailingGrowth, LeavesThePanelAloneBelowFiveYears) {
  const GrowthQuantiles panel{{0.1, 0.5, 0.9}, {-0.4, 0.0, 0.5}};
  EXPECT_EQ(growth_quantiles(panel, {0.3, 0.3, 0.3, 0.3}).log_ratio, panel.log_ratio);
  EXPECT_NEAR(growth_quantiles(panel, {0.3, 0.3, 0.3, 0.3, 0.3}).log_ratio[1], 0.15, 1e-12);  // half way: five and five
}

TEST(NormalDraws, HaveTheMomentsOfANormal) {
  NormalDraws draws(7);
  double sum = 0.0, squares = 0.0, fourth = 0.0;
  constexpr int kDraws = 200000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draws.next();
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 4.0 / std::sqrt(kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0, 4.0 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(fourth / kDraws, 3.0, 4.0 * std::sqrt(96.0 / kDraws));
}

// Kolmogorov's statistic against the distribution function, and the tails, which come another way than the middle.
TEST(NormalDraws, HaveTheDistributionOfANormal) {
  NormalDraws draws(11);
  constexpr int kDraws = 1000000;
  std::vector<double> x(kDraws);
  for (double& value : x) value = draws.next();
  std::ranges::sort(x);
  double apart = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    const double below = 0.5 * std::erfc(-x[static_cast<std::size_t>(i)] / std::numbers::sqrt2);
    apart = std::max({apart, std::abs(below - static_cast<double>(i) / kDraws),
                      std::abs(below - static_cast<double>(i + 1) / kDraws)});
  }
  EXPECT_LT(apart * std::sqrt(kDraws), 1.95);  // exceeded once in a thousand
  for (const double bound : {3.0, 3.7, 4.0}) {
    const double expected = 0.5 * std::erfc(bound / std::numbers::sqrt2) * kDraws;
    const auto above = std::ranges::count_if(x, [&](double v) { return v > bound; });
    const auto below = std::ranges::count_if(x, [&](double v) { return v < -bound; });
    EXPECT_NEAR(static_cast<double>(above), expected, 4.0 * std::sqrt(expected)) << bound;
    EXPECT_NEAR(static_cast<double>(below), expected, 4.0 * std::sqrt(expected)) << bound;
  }
}

TEST(NormalDraws, InverseNormalIsTheTableValue) {
  // Abramowitz and Stegun, table 26.5.
  EXPECT_NEAR(inverse_normal(0.975), 1.959963984540054, 1e-12);
  EXPECT_NEAR(inverse_normal(0.9), 1.2815515655446004, 1e-12);
  EXPECT_DOUBLE_EQ(inverse_normal(0.5), 0.0);
  EXPECT_NEAR(inverse_normal(0.001), -3.090232306167813, 1e-11);
}

// An identity, bit for bit: what several forecasts have in common may be drawn once.
TEST(Forecast, FromDrawnComponentsIsTheOneThatDrawsThemItself) {
  ForecastRequest request =
      request_for({monthly(kFirst, wavy(60)), monthly(kFirst, wavy(60, 2e7), "other")}, {kFirst + 58, kFirst + 71});
  const PanelPrior prior = shipped_prior();
  const DrawnComponents drawn = {draw_component(request, 0, prior).value(), draw_component(request, 1, prior).value()};
  for (const MemberModel model : kMemberModels) {
    request.choices.member_shares = only(model);
    const auto alone = forecast_target(request, prior);
    EXPECT_TRUE((forecast_target(request, prior, drawn)->total.usd == alone->total.usd).all()) << name_of(model);
  }
  request.choices.member_shares = Choices{}.member_shares;
  request.components[0] = monthly(kFirst, wavy(59));
  const auto anew = forecast_target(request, prior);
  EXPECT_TRUE((forecast_target(request, prior, {nullptr, drawn[1]})->total.usd == anew->total.usd).all());
  EXPECT_TRUE((forecast_target(request, prior, {nullptr})->total.usd == anew->total.usd).all()) << "a shorter list";
  EXPECT_FALSE((forecast_target(request, prior, drawn)->total.usd == anew->total.usd).all())
      << "or this tests nothing: what is handed in is used";
}

TEST(Forecast, DrawsNoComponentWithoutAFigure) {
  const ForecastRequest request = request_for({monthly(kFirst, wavy(60)), trade::Series{}}, {kFirst + 60, kFirst + 71});
  EXPECT_TRUE(draw_component(request, 0, shipped_prior()));
  EXPECT_EQ(draw_component(request, 1, shipped_prior()).error().why, ForecastError::Why::no_observation);
}

// The same for draws, also where a forecast needs more of them than the tape holds.
TEST(Forecast, FromRecordedDrawsIsTheOneThatDrawsThemItself) {
  const PanelPrior prior = shipped_prior();
  for (const int months : {1, 3, 14}) {
    ForecastRequest request =
        request_for({monthly(kFirst, wavy(60)), monthly(kFirst, wavy(60, 2e7), "other")}, {kFirst + 58, kFirst + 71});
    const auto alone = forecast_target(request, prior);
    ForecastRequest shorter = request;
    shorter.months.first = request.months.last - (months - 1);
    request.tapes = record_draws(shorter);
    EXPECT_TRUE((forecast_target(request, prior)->total.usd == alone->total.usd).all()) << months;
    request.seed += 1;
    const auto other = forecast_target(request, prior);
    request.tapes.clear();
    EXPECT_TRUE((forecast_target(request, prior)->total.usd == other->total.usd).all()) << "another seed's tape";
  }
}

}  // namespace
}  // namespace tradewatch::growth
