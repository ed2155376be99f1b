// What vintages teach about revisions still to come: planted revisions of known size, and two vintages of the US
// Census.

#include "models/trade/revision_noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace tradewatch::trade {
namespace {

KeptFigure vintage(const FlowKey& key, const MonthSpan& period, double usd, const char* published, int sequence) {
  KeptFigure kept;
  kept.figure.key = key;
  kept.figure.period = period;
  kept.figure.value_usd = usd;
  kept.figure.value_text = std::to_string(usd);
  kept.figure.published = parse_date(published).value();
  kept.sequence = sequence;
  return kept;
}

// Figure `i` of March 2020: its own partner code stands in the commodity, so that each is a figure of its own.
FlowKey flow(int i) { return {"test", Country("USA"), Country("KAZ"), Flow::export_, std::to_string(i), {}, {}}; }

constexpr MonthSpan kMarch{Month(2020, 3), Month(2020, 3)};

// The standard normal's quantile by bisection on erfc: independent of the models' own.
double normal_quantile(double p) {
  double low = -9.0, high = 9.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2.0;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
  }
  return low;
}

// `n` figures first printed in May 2020; `revised` of them changed in June by the quantiles of N(0, sd^2); and one
// figure of 2022, which shows that the source went on.
std::vector<KeptFigure> planted(int n, int revised, double sd) {
  std::vector<KeptFigure> out;
  for (int i = 0; i < n; ++i) {
    out.push_back(vintage(flow(i), kMarch, 1e6, "2020-05-10", 1));
    if (i < revised) {
      const double r = sd * normal_quantile((i + 0.5) / revised);
      out.push_back(vintage(flow(i), kMarch, 1e6 * std::exp(r), "2020-06-10", 2));
    }
  }
  out.push_back(vintage(flow(-1), {Month(2022, 1), Month(2022, 1)}, 1e6, "2022-03-10", 3));
  return out;
}

TEST(RevisionNoise, IsTheDefaultBelowTwentyRevisions) {
  std::vector<KeptFigure> nineteen = planted(60, 20, 0.1);
  nineteen.erase(nineteen.begin() + 1);
  const RevisionNoise few = learn_revision_noise("test", nineteen);
  EXPECT_FALSE(few.learned());
  EXPECT_EQ(few.revisions, 19);
  for (const int age : {0, 12, 100}) EXPECT_EQ(few.sd_left(age), kDefaultRevisionSd);
  EXPECT_TRUE(learn_revision_noise("test", planted(60, 20, 0.1)).learned());
}

TEST(RevisionNoise, FindsTheSpreadOfPlantedNormalRevisions) {
  const RevisionNoise noise = learn_revision_noise("test", planted(400, 400, 0.05));
  EXPECT_EQ(noise.ages[0].revised, 400);
  EXPECT_NEAR(noise.sd_left(2), 0.05, 0.001);  // 400 quantiles in place of a normal
  EXPECT_EQ(noise.ages[1].figures, 400);
  EXPECT_EQ(noise.ages[1].revised, 0);
  EXPECT_NEAR(noise.sd_left(4), 0.05 * std::sqrt(0.5 / 401.0), 2e-4) << "nothing changed after three months";
}

TEST(RevisionNoise, CountsFiguresThatNeverChanged) {
  const RevisionNoise noise = learn_revision_noise("test", planted(400, 100, 0.05));
  EXPECT_NEAR(noise.sd_left(2), 0.05 * std::sqrt(100.5 / 401.0), 0.001);
}

TEST(RevisionNoise, IsNotMovedByASlipOfTheUnit) {
  std::vector<KeptFigure> vintages = planted(100, 100, 0.05);
  for (std::size_t i = 1; i < 16; i += 2) *vintages[i].figure.value_usd *= 1000.0;
  EXPECT_LT(learn_revision_noise("test", vintages).sd_left(2), 0.15);
}

TEST(RevisionNoise, NeverGrowsWithAgeAndAddsUp) {
  // Revisions only after a year and a half: younger figures have them all before them.
  std::vector<KeptFigure> vintages;
  for (int i = 0; i < 50; ++i) {
    vintages.push_back(vintage(flow(i), kMarch, 1e6, "2020-05-10", 1));
    vintages.push_back(vintage(flow(i), kMarch, i % 2 == 0 ? 1.1e6 : 0.9e6, "2021-12-10", 2));
  }
  vintages.push_back(vintage(flow(99), kMarch, 1e6, "2024-03-10", 3));
  const RevisionNoise noise = learn_revision_noise("test", vintages);
  ASSERT_TRUE(noise.learned());
  for (int age = 1; age < 100; ++age) EXPECT_LE(noise.sd_left(age), noise.sd_left(age - 1)) << age;
  EXPECT_NEAR(noise.sd_left(2), noise.sd_left(18), 1e-3);
  EXPECT_LT(noise.sd_left(24), 0.2 * noise.sd_left(18));
  EXPECT_NEAR(std::hypot(noise.sd_between(2, 30), noise.sd_left(30)), noise.sd_left(2), 1e-15);
  EXPECT_EQ(noise.sd_between(30, 2), 0.0);
}

TEST(RevisionNoise, WaitsUntilASourceHasHadAYear) {
  std::vector<KeptFigure> vintages = planted(60, 60, 0.05);
  vintages.back() = vintage(flow(-1), kMarch, 1e6, "2021-04-10", 3);  // eleven months after the first vintages
  EXPECT_FALSE(learn_revision_noise("test", vintages).learned());
  vintages.back() = vintage(flow(-1), kMarch, 1e6, "2021-05-10", 3);
  EXPECT_TRUE(learn_revision_noise("test", vintages).learned());
}

TEST(RevisionNoise, LeavesOutWhatIsNoRevision) {
  const auto learned_from = [](auto&& change) {
    std::vector<KeptFigure> vintages = planted(40, 40, 0.05);
    for (std::size_t i = 0; i + 1 < vintages.size(); i += 2) change(vintages[i], vintages[i + 1]);
    return learn_revision_noise("test", vintages).revisions;
  };
  EXPECT_EQ(learned_from([](auto&, auto&) {}), 40);
  EXPECT_EQ(learned_from([](auto&, auto& later) {
              later.figure.value_usd.reset();
              later.figure.status = Status::withdrawn;
            }),
            0);
  EXPECT_EQ(learned_from([](auto& first, auto&) { first.figure.value_usd = 0.0; }), 0);
  EXPECT_EQ(learned_from([](auto& first, auto&) { first.figure.published_stated = false; }), 0);
  EXPECT_EQ(learned_from([](auto& first, auto& later) {  // 1.0 million, then 1.04
              first.figure.value_text = "1.0";
              later.figure.value_text = "1.04";
              later.figure.value_usd = 1.04e6;
            }),
            0);
}

// The vintages of a figure that was taken back begin anew: what was wrong is not what the source revises.
TEST(RevisionNoise, BeginsAnewAfterAWithdrawal) {
  std::vector<KeptFigure> vintages = planted(60, 30, 0.05);
  for (int i = 0; i < 60; ++i) {
    KeptFigure wrong = vintage(flow(i), kMarch, 1e9, "2020-04-10", 0);
    KeptFigure back = vintage(flow(i), kMarch, 0.0, "2020-04-20", 0);
    back.figure.value_usd.reset();
    back.figure.status = Status::withdrawn;
    vintages.push_back(wrong);
    vintages.push_back(back);
  }
  const RevisionNoise noise = learn_revision_noise("test", vintages);
  EXPECT_EQ(noise.revisions, 30);
  EXPECT_LT(noise.sd_left(1), 0.05);
}

std::vector<KeptFigure> us_census() {
  std::vector<KeptFigure> out;
  std::ifstream in(TRADEWATCH_SOURCE_DIR "/tests/models/trade/us_census_excerpt.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string partner, direction, month, then, later;
    words >> partner >> direction >> month >> then >> later;
    const FlowKey key{"us-census", Country("USA"), Country(partner), parse_flow(direction).value(), "TOTAL", {}, {}};
    const auto add = [&](const std::string& millions, const char* published, int sequence) {
      out.push_back(vintage(key, parse_period(month).value(), std::stod(millions) * 1e6, published, sequence));
      out.back().figure.value_text = millions;
    };
    add(then, "2023-03-08", 1);
    if (later != then) add(later, "2024-10-08", 2);
  }
  // The workbook of October 2024 goes on to August.
  out.push_back(vintage(out.back().figure.key, {Month(2024, 8), Month(2024, 8)}, 1e8, "2024-10-08", 2));
  return out;
}

// Counts and spreads by numpy 1.24 (quantile "hazen"), isotonic regression by its min-max formula. Of 93 figures that
// changed one only lost a digit.
TEST(RevisionNoise, OfTheUsCensusIsThatOfAnIndependentComputation) {
  const RevisionNoise noise = learn_revision_noise("us-census", us_census());
  EXPECT_EQ(noise.revisions, 92);
  const std::array figures = {4, 16, 40, 52, 52, 76, 88, 0};
  const std::array revised = {4, 16, 39, 47, 37, 33, 11, 0};
  const std::array sd = {0.046175087948963016, 0.046175087948963016,  0.046175087948963016,  0.046175087948963016,
                         0.017124793047200753, 0.0055055861909223515, 0.0055055861909223515, 0.0055055861909223515};
  ASSERT_EQ(noise.ages.size(), figures.size());
  for (std::size_t c = 0; c < figures.size(); ++c) {
    EXPECT_EQ(noise.ages[c].figures, figures[c]) << c;
    EXPECT_EQ(noise.ages[c].revised, revised[c]) << c;
    EXPECT_NEAR(noise.ages[c].sd_left, sd[c], 1e-12) << c;
  }
}

TEST(AgeMonths, CountsFromTheEndOfThePeriod) {
  EXPECT_EQ(age_months({Month(2025, 7), Month(2025, 11)}, parse_date("2025-12-09").value()), 1);
  EXPECT_EQ(age_months({Month(2025, 1), Month(2025, 12)}, parse_date("2025-12-09").value()), 0);
  EXPECT_EQ(age_months({Month(2025, 1), Month(2025, 12)}, parse_date("2025-06-09").value()), 0);
}

}  // namespace
}  // namespace tradewatch::trade
