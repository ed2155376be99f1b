// Backtests: what an origin may see, what the truth is, and how scores are put together. Sums are done by hand; the
// calibration check simulates the model's own equation.

#include "models/growth/backtest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models/growth/backtest_summary.h"
#include "models/growth/normal_draws.h"
#include "models/growth/panel_forecast.h"
#include "tests/models/growth/growth_series.h"

namespace tradewatch::growth {
namespace {

using testing::Optional;

const trade::Month kFirst(2010, 1);

trade::KeptFigure vintage(const trade::MonthSpan& span, double usd, trade::Date published, std::int64_t sequence = 1) {
  trade::KeptFigure f = figure(span, usd);
  f.figure.key.source = "test";
  f.figure.published = published;
  f.sequence = sequence;
  return f;
}

// A figure a month, each published at the end of the next month.
Subject subject_of(const std::vector<double>& usd, const std::string& name = "flow") {
  Subject subject{name, 7, {{}}};
  for (std::size_t i = 0; i < usd.size(); ++i) {
    const trade::Month m = kFirst + static_cast<int>(i);
    if (usd[i] >= 0.0) subject.components[0].push_back(vintage({m, m}, usd[i], trade::last_day(m + 1)));
  }
  return subject;
}

// Of a score, what depends on the forecast alone.
auto forecast_part(const OriginScores& o) {
  std::vector<double> out;
  for (const ModelScores& m : o.models) {
    out.push_back(m.median_usd);
    out.insert(out.end(), m.probability.begin(), m.probability.end());
  }
  return out;
}

TEST(Backtest, NeverReadsAFigureAfterTheOrigin) {
  const PanelPrior prior = shipped_prior();
  for (const KnownBy known_by : {KnownBy::period, KnownBy::publication}) {
    std::vector<double> usd = wavy(72);
    BacktestChoices choices;
    choices.known_by = known_by;
    const trade::Month origin = kFirst + 59;
    const OriginScores a = score_origin(subject_of(usd), origin, prior, choices);
    for (std::size_t t = 60; t < 72; ++t) usd[t] *= 40.0;
    const OriginScores b = score_origin(subject_of(usd), origin, prior, choices);
    ASSERT_FALSE(a.not_scored || b.not_scored);
    EXPECT_EQ(forecast_part(a), forecast_part(b));
    EXPECT_EQ(a.scale_usd, b.scale_usd);
    EXPECT_NEAR(b.outcome_usd, 40.0 * a.outcome_usd, 1e-6 * b.outcome_usd);
    EXPECT_GT(b.models[0].crps_usd, a.models[0].crps_usd);
  }
}

TEST(Backtest, ByPublicationSeesOnlyWhatWasPublishedByTheOrigin) {
  // The origin's own month comes out a month later, and a month of before is revised after the origin.
  const PanelPrior prior = shipped_prior();
  BacktestChoices choices;
  choices.known_by = KnownBy::publication;
  const trade::Month origin = kFirst + 59;
  Subject subject = subject_of(wavy(72));
  const auto known = known_at(subject, origin, KnownBy::publication);
  EXPECT_EQ(known[0].last_month(), origin - 1);
  EXPECT_EQ(known_at(subject, origin, KnownBy::period)[0].last_month(), origin);
  const OriginScores a = score_origin(subject, origin, prior, choices);
  subject.components[0].push_back(
      vintage({kFirst + 50, kFirst + 50}, 1e9, trade::last_day(origin) + std::chrono::days{1}, 2));
  subject.components[0][59].figure.value_usd = 3e9;
  EXPECT_EQ(forecast_part(a), forecast_part(score_origin(subject, origin, prior, choices)));
  subject.components[0].back().figure.published -= std::chrono::days{1};
  EXPECT_NE(forecast_part(a), forecast_part(score_origin(subject, origin, prior, choices)));
}

TEST(Backtest, ThePoolIsTheForecastOfAForecastFile) {
  const PanelPrior prior = shipped_prior();
  Subject subject = subject_of(wavy(72));
  const trade::Series known = known_at(subject, kFirst + 59, KnownBy::period)[0];
  subject.seed = seed_of(known.key);
  const OriginScores scores = score_origin(subject, kFirst + 59, prior);
  const ForecastRow row = forecast_row(known, kFirst + 59, 12, prior).value();
  EXPECT_EQ(scores.models[0].median_usd, row.quantile_usd[3]);
  EXPECT_EQ(scores.models[0].quantile_score_usd, quantile_score(row.quantile_usd, scores.outcome_usd));
}

TEST(Backtest, ScoresEachMemberAloneBesideThePool) {
  const OriginScores scores = score_origin(subject_of(wavy(72)), kFirst + 59, shipped_prior());
  ASSERT_EQ(scores.models.size(), kMemberModels.size() + 1);
  EXPECT_EQ(scored_model_name(0), "pool");
  for (std::size_t m = 1; m < scores.models.size(); ++m) {
    EXPECT_EQ(scored_model_name(m), name_of(kMemberModels[m - 1]));
    EXPECT_NE(scores.models[m].median_usd, scores.models[0].median_usd);
  }
}

TEST(Backtest, AMonthMissingFromTheOutcomeIsNotZeroAndNotScored) {
  std::vector<double> usd = wavy(72);
  usd[66] = -1.0;  // nobody published it
  const OriginScores scores = score_origin(subject_of(usd), kFirst + 59, shipped_prior());
  EXPECT_THAT(scores.not_scored, Optional(NotScored::outcome_missing));
  EXPECT_TRUE(scores.models.empty());
}

TEST(Backtest, SaysWhyNothingIsForecast) {
  const PanelPrior prior = shipped_prior();
  EXPECT_THAT(score_origin(subject_of(wavy(72)), kFirst - 1, prior).not_scored, Optional(NotScored::nothing_known));
  BacktestChoices strict;
  strict.least_observations = 5;
  strict.least_months = 18;
  EXPECT_THAT(score_origin(subject_of(wavy(72)), kFirst + 16, prior, strict).not_scored,
              Optional(NotScored::too_few_figures));
  EXPECT_FALSE(score_origin(subject_of(wavy(72)), kFirst + 17, prior, strict).not_scored);
  EXPECT_THAT(score_origin({"empty", 1, {{}}}, kFirst, prior).not_scored, Optional(NotScored::nothing_known));
}

// Two half-years, printed once, then one of them revised, then revised back.
TEST(Outcome, HasTheVintagesOfItsTotal) {
  const auto day = [](const char* text) { return *trade::parse_date(text); };
  const trade::MonthSpan first_half{kFirst, kFirst + 5}, second_half{kFirst + 6, kFirst + 11};
  const Subject subject{
      "flow",
      1,
      {{vintage(first_half, 10.0, day("2010-08-01"), 1), vintage(second_half, 20.0, day("2011-02-01"), 2),
        vintage(first_half, 12.0, day("2011-08-01"), 3), vintage(second_half, 20.0, day("2011-09-01"), 4),
        vintage(second_half, 18.0, day("2012-01-01"), 5)}}};
  const auto vintages = outcome_vintages(subject, {kFirst, kFirst + 11});
  ASSERT_EQ(vintages.size(), 3u);
  EXPECT_EQ(vintages[0].published, day("2011-02-01"));
  EXPECT_EQ(vintages[0].usd, 30.0);
  EXPECT_EQ(vintages[1].usd, 32.0);
  EXPECT_EQ(vintages[2].usd, 30.0);
  EXPECT_EQ(outcome_of(vintages, {1}), 30.0);
  EXPECT_EQ(outcome_of(vintages, {2}), 32.0);
  EXPECT_EQ(outcome_of(vintages, {4}), std::nullopt);
  EXPECT_EQ(outcome_of(vintages, {}), 30.0);
  EXPECT_TRUE(outcome_vintages(subject, {kFirst, kFirst + 12}).empty());
}

TEST(Outcome, WaitsForAVintageThatIsToCome) {
  BacktestChoices choices;
  choices.truth.vintage = 2;
  EXPECT_THAT(score_origin(subject_of(wavy(72)), kFirst + 59, shipped_prior(), choices).not_scored,
              Optional(NotScored::vintage_to_come));
}

TEST(Outcome, OfTwoComponentsIsKnownWhenBothAre) {
  Subject subject = subject_of(std::vector<double>(24, 2.0));
  subject.components.push_back(subject_of(std::vector<double>(12, 3.0)).components[0]);
  EXPECT_NEAR(outcome_vintages(subject, {kFirst, kFirst + 11}).back().usd, 60.0, 1e-9);
  EXPECT_TRUE(outcome_vintages(subject, {kFirst + 1, kFirst + 12}).empty());
}

TEST(InForce, IsTheNewestByPublicationThenSequenceUnlessWithdrawn) {
  const auto day = [](const char* text) { return *trade::parse_date(text); };
  const trade::MonthSpan span{kFirst, kFirst};
  std::vector<trade::KeptFigure> all = {vintage(span, 3.0, day("2010-05-01"), 9),
                                        vintage(span, 1.0, day("2010-03-01"), 1),
                                        vintage(span, 2.0, day("2010-03-01"), 2)};
  EXPECT_EQ(in_force_on(all, day("2010-02-28")).size(), 0u);
  EXPECT_EQ(in_force_on(all, day("2010-03-01")).front().figure.value_usd, 2.0);
  EXPECT_EQ(in_force_on(all, day("2010-06-01")).front().figure.value_usd, 3.0);
  all[0].figure.value_usd.reset();
  EXPECT_TRUE(in_force_on(all, day("2010-06-01")).empty());
}

TEST(Scale, IsTheMeanAbsoluteChangeDoneByHand) {
  // 1 a month in the first year, 3 in the second, then one month of 5: changes of 24 and 28 to the year before.
  std::vector<double> usd(12, 1.0);
  usd.insert(usd.end(), 12, 3.0);
  usd.push_back(5.0);
  const auto known = known_at(subject_of(usd), kFirst + 24, KnownBy::period);
  EXPECT_NEAR(mean_absolute_change(known, kFirst + 23).value(), 24.0, 1e-9);
  // Twelve to month 24: 11 x 3 + 5 = 38; a year before: 11 x 1 + 3 = 14.
  EXPECT_NEAR(mean_absolute_change(known, kFirst + 24).value(), (24.0 + 24.0) / 2.0, 1e-9);
  EXPECT_FALSE(mean_absolute_change(known, kFirst + 22));
  EXPECT_NEAR(trailing_twelve(known, kFirst + 24).value(), 38.0, 1e-9);
  EXPECT_FALSE(mean_absolute_change(known_at(subject_of(std::vector<double>(36, 2.0)), kFirst + 35, KnownBy::period),
                                    kFirst + 35));
}

// Months made by SpanGrowth's own equation, with a prior of the one point that made them: forecasts that know the
// distribution. Of 160 flows the largest distance of the PIT's distribution from the uniform one stays under
// 1.63 / sqrt(160), Kolmogorov and Smirnov's bound at 1 %; bands hold what they say within three binomial errors.
TEST(Backtest, OfAModelThatKnowsTheTruthHasUniformPit) {
  const GridPoint truth{.level_sd = 0.08, .irregular_sd = 0.3, .season_sd = 0.02, .walk_share = 1.0};
  const PanelPrior prior = one_point(truth);
  BacktestChoices choices;
  choices.paths = 1000;
  choices.choices.offset_share = 1e-3;
  choices.choices.revision_sd = 0.0;
  constexpr int kFlows = 160, kMonths = 72;
  std::vector<double> pit;
  int inside = 0;
  for (int flow = 0; flow < kFlows; ++flow) {
    NormalDraws draws(stream_seed(20260204, static_cast<std::uint64_t>(flow)));
    std::vector<double> usd;
    double level = 15.0;
    for (int t = 0; t < kMonths; ++t) {
      usd.push_back(std::exp(level + truth.irregular_sd * draws.next()));
      level += truth.level_sd * draws.next();
    }
    Subject subject = subject_of(usd);
    subject.seed = stream_seed(1, static_cast<std::uint64_t>(flow));
    const OriginScores scores = score_origin(subject, kFirst + 59, prior, choices);
    ASSERT_FALSE(scores.not_scored);
    pit.push_back(scores.models[1].pit);  // SpanGrowth alone
    inside += scores.models[1].inside[1] ? 1 : 0;
  }
  std::ranges::sort(pit);
  double distance = 0.0;
  for (int i = 0; i < kFlows; ++i) {
    const double p = pit[static_cast<std::size_t>(i)];
    distance = std::max({distance, (i + 1.0) / kFlows - p, p - static_cast<double>(i) / kFlows});
  }
  EXPECT_LT(distance, 1.63 / std::sqrt(kFlows));
  EXPECT_NEAR(inside, 0.8 * kFlows, 3.0 * std::sqrt(0.8 * 0.2 * kFlows));
}

// Scores that a test sets by hand: the outcome 100 over a scale of 10, tsCRPS `scaled`, a PIT, and P = 0.25 throughout.
OriginScores scored(const std::string& subject, int year, double scaled, double pit) {
  OriginScores o;
  o.subject = subject;
  o.origin = trade::Month(year, 12);
  o.outcome_usd = 100.0;
  o.scale_usd = 10.0;
  o.trailing_usd = 90.0;  // 0.8 and 1 times are reached, 1.25 and 1.5 times are not
  ModelScores m;
  m.quantile_score_usd = scaled * 10.0;
  m.crps_usd = scaled;
  m.pit = pit;
  m.inside = {false, true, true};
  m.interval_score_usd = {1.0, 2.0, 3.0};
  m.probability.fill(0.25);
  o.models.assign(kScoredModels, m);
  return o;
}

TEST(BacktestSummary, AveragesOriginsOfASubjectFirst) {
  std::vector<OriginScores> all = {scored("a", 2012, 1.0, 0.1), scored("a", 2013, 2.0, 0.9),
                                   scored("b", 2012, 9.0, 0.5)};
  all.push_back({"b", trade::Month(2013, 12), NotScored::outcome_missing, 0.0, {}, {}, {}});
  const BacktestSummary s = summarise(all);
  EXPECT_EQ(s.origins, 4);
  EXPECT_EQ(s.scored, 3);
  EXPECT_EQ(s.subjects, 2);
  EXPECT_EQ(s.not_scored.at(NotScored::outcome_missing), 1);
  const ModelSummary& m = s.models.at(0);
  EXPECT_NEAR(m.ts_crps.value(), (1.5 + 9.0) / 2.0, 1e-12);
  EXPECT_NEAR(m.ts5.value(), (1.5 + 5.0) / 2.0, 1e-12);
  EXPECT_NEAR(m.crps_usd, (1.5 + 9.0) / 2.0, 1e-12);
  EXPECT_EQ(m.coverage, (std::array{0.0, 1.0, 1.0}));
  EXPECT_NEAR(m.interval_score[1].value(), 0.2, 1e-12);
  // Two of four amounts are reached with P = 1/4: (2 (3/4)^2 + 2 (1/4)^2) / 4.
  EXPECT_NEAR(m.brier.value(), 0.3125, 1e-12);
  EXPECT_NEAR(m.brier_of[1].value(), 0.5625, 1e-12);
  EXPECT_EQ(m.reliability[2].calls, 12);
  EXPECT_NEAR(m.reliability[2].happened_share, 0.5, 1e-12);
  ASSERT_EQ(m.pit.size(), 2u);
  EXPECT_EQ(m.pit[0].outcomes, 2);
  EXPECT_EQ(m.pit[0].counts[1], 1);
  EXPECT_EQ(m.pit[0].counts[5], 1);
  EXPECT_EQ(m.pit[1].below_median, 0.0);
}

TEST(BacktestSummary, LeavesOutWhatHasNoScaleOrTrailingTotal) {
  std::vector<OriginScores> all = {scored("a", 2012, 1.0, 0.1), scored("b", 2012, 3.0, 0.1)};
  all[1].scale_usd.reset();
  all[1].trailing_usd.reset();
  const BacktestSummary s = summarise(all);
  EXPECT_EQ(s.without_scale, 1);
  EXPECT_EQ(s.without_trailing, 1);
  EXPECT_NEAR(s.models[0].ts_crps.value(), 1.0, 1e-12);
  EXPECT_NEAR(s.models[0].crps_usd, 2.0, 1e-12);
  EXPECT_EQ(s.models[0].reliability[2].calls, 4);
  EXPECT_FALSE(s.models[0].ts5_interval);  // one year alone
  EXPECT_TRUE(summarise({}).models.empty());
}

TEST(BacktestSummary, HasAnIntervalAroundItsMeanThatNarrowsToAConstant) {
  std::vector<OriginScores> same, spread;
  for (int k = 0; k < 30; ++k) {
    for (const int year : {2012, 2013}) {
      const std::string name = std::to_string(k);
      same.push_back(scored(name, year, 1.0, 0.5));
      spread.push_back(scored(name, year, 0.5 + 0.1 * (k % 10) + 0.2 * (year - 2012), 0.5));
    }
  }
  const auto constant = summarise(same).models[0].ts5_interval.value();
  EXPECT_NEAR(constant.low, 1.0, 1e-12);
  EXPECT_NEAR(constant.high, 1.0, 1e-12);
  const ModelSummary m = summarise(spread).models[0];
  EXPECT_LT(m.ts5_interval->low, m.ts5.value());
  EXPECT_GT(m.ts5_interval->high, m.ts5.value());
  // The years differ by 0.2, so the interval reaches at least from one year's mean to the other's.
  EXPECT_GT(m.ts5_interval->high - m.ts5_interval->low, 0.2);
}

}  // namespace
}  // namespace tradewatch::growth
