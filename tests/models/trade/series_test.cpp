// Sums, spans and vintages: what can be derived from published figures, and what cannot.
//
// Figures marked "SBP" are State Bank of Pakistan payments with Kazakhstan as the press printed them
// (config/figures names the pages); the others are made up.

#include "models/trade/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace tradewatch::trade {
namespace {

const FlowKey kExports{"sbp", Country("PAK"), Country("KAZ"), Flow::export_, "TOTAL", {}, Basis::payments};

KeptFigure figure(const char* period, double million, const char* published, const char* document = "a") {
  KeptFigure kept;
  kept.figure.key = kExports;
  kept.figure.period = parse_period(period).value();
  kept.figure.value_usd = std::round(million * 1e6);
  kept.figure.published = parse_date(published).value();
  kept.document = document;
  kept.sequence = 1;
  return kept;
}

MonthSpan span(const char* period) { return parse_period(period).value(); }

double observed(const Series& s, const char* period) {
  for (const ObservedSum& o : s.observations) {
    if (o.span == span(period)) return o.value_usd / 1e6;
  }
  return -1.0;
}

TEST(Series, DifferencesNestedSumsOfOneVintage) {
  // SBP, published 2022-11-01: September 2022 and July-September 2022.
  const std::vector<KeptFigure> f = {figure("2022-09", 6.478, "2022-11-01"),
                                     figure("2022-07/2022-09", 27.736, "2022-11-01")};
  const Series s = make_series(kExports, f);
  ASSERT_EQ(s.observations.size(), 2u);
  EXPECT_NEAR(observed(s, "2022-07/2022-08"), 21.258, 1e-9);
  EXPECT_NEAR(observed(s, "2022-09"), 6.478, 1e-9);
  EXPECT_TRUE(s.set_aside.empty());
}

TEST(Series, KeepsSumsOfDifferentVintagesAsPublished) {
  // SBP: July-December 2024 as of February 2025; July-October 2024 restated in December 2025.
  const std::vector<KeptFigure> f = {figure("2024-07/2024-12", 39.43, "2025-02-28"),
                                     figure("2024-07/2024-10", 29.47, "2025-12-09")};
  const Series s = make_series(kExports, f);
  ASSERT_EQ(s.observations.size(), 2u);
  EXPECT_NEAR(observed(s, "2024-07/2024-12"), 39.43, 1e-9);
  EXPECT_NEAR(observed(s, "2024-07/2024-10"), 29.47, 1e-9);
  ASSERT_EQ(s.pieces.size(), 2u);
  EXPECT_NEAR(s.pieces[1].value_usd / 1e6, 9.96, 1e-9);
}

TEST(Series, TotalNamesTheSignedFiguresItIsMadeOf) {
  // SBP exports: the twelve months to October 2025 are 97.96 - 29.47 + 24.54.
  const std::vector<KeptFigure> f = {
      figure("2024-07/2024-12", 39.43, "2025-02-28"), figure("2024-07/2025-06", 97.96, "2025-07-31"),
      figure("2025-07/2025-10", 24.54, "2025-12-09"), figure("2024-07/2024-10", 29.47, "2025-12-09")};
  const Series s = make_series(kExports, f);
  const auto total = total_of(s, span("2024-11/2025-10"));
  ASSERT_TRUE(total);
  EXPECT_NEAR(total->value_usd / 1e6, 93.03, 1e-9);
  EXPECT_THAT(total->terms, testing::UnorderedElementsAre(Term{1, 1}, Term{2, 1}, Term{3, -1}));
  EXPECT_FALSE(total_of(s, span("2024-09/2025-08"))) << "no figure ends in August";
}

TEST(Series, NeverShowsANegativeMonth) {
  // Case L25: July-September 30, then July-October 28 in a later vintage.
  const std::vector<KeptFigure> f = {figure("2025-07/2025-08", 20, "2025-09-20"),
                                     figure("2025-07/2025-09", 30, "2025-10-20"),
                                     figure("2025-07/2025-10", 28, "2025-11-20")};
  const Series s = make_series(kExports, f);
  for (const Piece& p : s.pieces) EXPECT_GE(p.value_usd, 0.0);
  for (const ObservedSum& o : s.observations) EXPECT_GE(o.value_usd, 0.0);
  ASSERT_EQ(s.set_aside.size(), 1u);
  EXPECT_EQ(s.set_aside[0].figure, 1);
  EXPECT_EQ(s.set_aside[0].against, 2);
  EXPECT_EQ(s.set_aside[0].why, SetAside::Why::negative_difference);
  EXPECT_NEAR(total_of(s, span("2025-07/2025-10"))->value_usd / 1e6, 28.0, 1e-9);
  EXPECT_FALSE(total_of(s, span("2025-10"))) << "October is not derivable";
}

TEST(Series, KeepsTheCoarserSumOfOneVintage) {
  const std::vector<KeptFigure> f = {figure("2025-07/2025-09", 30, "2025-11-20"),
                                     figure("2025-07/2025-10", 28, "2025-11-20")};
  const Series s = make_series(kExports, f);
  ASSERT_EQ(s.observations.size(), 1u);
  EXPECT_NEAR(observed(s, "2025-07/2025-10"), 28, 1e-9);
  ASSERT_EQ(s.set_aside.size(), 1u);
  EXPECT_EQ(s.set_aside[0].figure, 0);
}

TEST(Series, NewerFigureOfASpanReplacesAnOlderOneThatFollowsFromOthers) {
  // SBP: July-August 2021 first printed as 15.36; a month later 28.586 less 13.222 gives 15.364.
  const std::vector<KeptFigure> f = {figure("2021-07/2021-08", 15.36, "2022-10-03"),
                                     figure("2021-09", 13.222, "2022-11-01"),
                                     figure("2021-07/2021-09", 28.586, "2022-11-01")};
  const Series s = make_series(kExports, f);
  EXPECT_EQ(s.observations.size(), 2u);
  EXPECT_NEAR(observed(s, "2021-07/2021-08"), 15.364, 1e-9);
  ASSERT_EQ(s.set_aside.size(), 1u);
  EXPECT_EQ(s.set_aside[0].figure, 0);
  EXPECT_NEAR(s.set_aside[0].difference_usd, -4000.0, 1.0);
}

TEST(Series, TellsVintagesApartByDocumentWhenNoDateWasStated) {
  std::vector<KeptFigure> f = {figure("2025-01/2025-02", 5, "2026-01-01", "a"),
                               figure("2025-01", 2, "2026-01-01", "b")};
  for (KeptFigure& k : f) k.figure.published_stated = false;
  EXPECT_NEAR(observed(make_series(kExports, f), "2025-01/2025-02"), 5, 1e-9) << "two documents are not differenced";
  f[1].document = "a";
  EXPECT_NEAR(observed(make_series(kExports, f), "2025-02"), 3, 1e-9) << "one document is";
}

TEST(Series, GapsStayGaps) {
  // Case L38: nothing is filled in between.
  const std::vector<KeptFigure> f = {figure("2022-01", 10, "2024-02-01"), figure("2022-06", 11, "2024-02-01"),
                                     figure("2023-12", 12, "2024-02-01")};
  const Series s = make_series(kExports, f);
  EXPECT_EQ(s.pieces.size(), 3u);
  EXPECT_FALSE(total_of(s, span("2022-01/2022-06")));
  EXPECT_EQ(s.last_month(), Month(2023, 12));
}

TEST(Series, OverlappingYearsOfTwoKindsStayDisjointPieces) {
  const std::vector<KeptFigure> f = {figure("2024", 100, "2025-03-01"), figure("2024-07/2025-06", 120, "2025-08-01")};
  const Series s = make_series(kExports, f);
  EXPECT_EQ(s.observations.size(), 2u);
  ASSERT_EQ(s.pieces.size(), 1u) << "neither is inside the other, so only the newer is a piece";
  EXPECT_EQ(s.pieces[0].span, span("2024-07/2025-06"));
}

// Identity: pieces of random nested sums of one vintage add up to every sum that was published.
TEST(Series, PiecesAddUpToEveryPublishedSum) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    std::vector<double> month(48);
    for (double& m : month) m = static_cast<double>(random() % 1000);
    std::vector<KeptFigure> f;
    for (int k = 0; k < 12; ++k) {
      const int a = static_cast<int>(random() % 47);
      const int b = a + 1 + static_cast<int>(random() % static_cast<unsigned>(48 - a));
      double sum = 0;
      for (int t = a; t < b; ++t) sum += month[static_cast<std::size_t>(t)];
      KeptFigure one = figure("2020-01", 1, "2025-01-01");
      one.figure.period = {Month(2020, 1) + a, Month(2020, 1) + (b - 1)};
      one.figure.value_usd = sum;
      f.push_back(one);
    }
    const Series s = make_series(kExports, f);
    EXPECT_TRUE(s.set_aside.empty()) << "seed " << seed;
    for (std::size_t i = 1; i < s.pieces.size(); ++i) EXPECT_GT(s.pieces[i].span.first, s.pieces[i - 1].span.last);
    for (const Piece& p : s.pieces) {
      double sum = 0;
      for (const Term& t : p.terms) sum += t.sign * *f[static_cast<std::size_t>(t.figure)].figure.value_usd;
      EXPECT_NEAR(sum, p.value_usd, 1e-6) << "seed " << seed;
      double true_sum = 0;
      for (Month m = p.span.first; m <= p.span.last; m = m + 1) {
        true_sum += month[static_cast<std::size_t>(m - Month(2020, 1))];
      }
      EXPECT_NEAR(true_sum, p.value_usd, 1e-6) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace tradewatch::trade
