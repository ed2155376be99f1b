// Revision noise of sums: what vintages share cancels where a newer one counts it whole.

#include "models/trade/sum_noise.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tradewatch::trade {
namespace {

const FlowKey kExports{"sbp", Country("PAK"), Country("KAZ"), Flow::export_, "TOTAL", {}, Basis::payments};

KeptFigure figure(const char* period, double million, const char* published) {
  KeptFigure kept;
  kept.figure.key = kExports;
  kept.figure.period = parse_period(period).value();
  kept.figure.value_usd = million * 1e6;
  kept.figure.published = parse_date(published).value();
  return kept;
}

MonthSpan span(const char* period) { return parse_period(period).value(); }

// Left: 0.04 under six months, 0.03 from then on.
RevisionNoise falling() {
  RevisionNoise noise;
  noise.source = "sbp";
  noise.revisions = 100;
  for (const int from : kAgeClassFrom) noise.ages.push_back({from, 100, 50, from < 6 ? 0.04 : 0.03});
  return noise;
}

Series noisy(const std::vector<KeptFigure>& figures, const RevisionNoise& noise) {
  Series series = make_series(kExports, figures);
  put_noise(series, figures, noise);
  return series;
}

double noise_of(const Series& series, const MonthSpan& months) { return revision_sd_usd(series, {&months, 1}); }

TEST(SumNoise, OfAMonthIsWhatIsLeftAtItsAge) {
  const std::vector<KeptFigure> f = {figure("2024-01", 10, "2024-02-10"), figure("2024-10", 20, "2024-11-10")};
  const Series s = noisy(f, falling());
  EXPECT_DOUBLE_EQ(*s.observations[0].revision_sd, 0.03);  // ten months old when the source last published
  EXPECT_DOUBLE_EQ(*s.observations[1].revision_sd, 0.04);
  EXPECT_DOUBLE_EQ(*s.pieces[0].revision_sd, 0.03);
  EXPECT_TRUE(s.pieces[0].shared.empty());
  EXPECT_DOUBLE_EQ(noise_of(s, span("2024")), std::hypot(0.03 * 10e6, 0.04 * 20e6));
  EXPECT_DOUBLE_EQ(noise_of(s, span("2024-02/2024-12")), 0.04 * 20e6);
}

TEST(SumNoise, OfADifferenceWithinOneVintageIsItsOwn) {
  const std::vector<KeptFigure> f = {figure("2024-07/2024-10", 80, "2025-02-10"),
                                     figure("2024-07/2024-12", 100, "2025-02-10")};
  const Series s = noisy(f, falling());
  for (const Piece& piece : s.pieces) EXPECT_TRUE(piece.shared.empty());
  EXPECT_NEAR(noise_of(s, span("2024-11/2024-12")), 0.04 * 20e6, 1.0);
}

// July-October as of November, July-December as of August of the next year: October's sum was one month old, then ten.
TEST(SumNoise, OfADifferenceAcrossVintagesHoldsTheRevisionInBetween) {
  const std::vector<KeptFigure> f = {figure("2024-07/2024-10", 80, "2024-11-20"),
                                     figure("2024-07/2024-12", 100, "2025-08-10")};
  const Series s = noisy(f, falling());
  const double behind = std::sqrt(0.04 * 0.04 - 0.03 * 0.03) * 80e6;
  EXPECT_NEAR(noise_of(s, span("2024-11/2024-12")), std::hypot(0.03 * 20e6, behind), 1.0);
  EXPECT_NEAR(noise_of(s, span("2024-07/2024-10")), std::hypot(0.03 * 80e6, behind), 1.0);
  EXPECT_NEAR(*s.observations[0].revision_sd, 0.04, 1e-15) << "as it was printed: nobody printed it again";
  EXPECT_NEAR(*s.observations[1].revision_sd, 0.03, 1e-15);
}

TEST(SumNoise, OfWhatANewerVintageCountsWholeIsFreeOfIt) {
  const std::vector<KeptFigure> f = {figure("2024-07/2024-10", 80, "2024-11-20"),
                                     figure("2024-07/2024-12", 100, "2025-08-10")};
  const Series s = noisy(f, falling());
  ASSERT_EQ(s.pieces.size(), 2u);
  EXPECT_NEAR(s.pieces[0].shared[0].usd + s.pieces[1].shared[0].usd, 0.0, 1e-6);
  EXPECT_NEAR(noise_of(s, span("2024-07/2024-12")), std::hypot(0.03 * 80e6, 0.03 * 20e6), 1.0);
}

TEST(SumNoise, ByDefaultTakesAWholeRevisionBetweenVintages) {
  const std::vector<KeptFigure> f = {figure("2024-07/2024-10", 80, "2024-11-20"),
                                     figure("2024-07/2024-12", 100, "2025-02-10")};
  const Series s = noisy(f, RevisionNoise{});
  EXPECT_NEAR(*s.observations[0].revision_sd, kDefaultRevisionSd * std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(noise_of(s, span("2024-11/2024-12")), kDefaultRevisionSd * std::hypot(20e6, 80e6), 1.0);
}

// SBP: July-December 2024 as of February 2025, July-October 2024 restated in December 2025. The older one now holds the
// newer one's months as they were counted before.
TEST(SumNoise, OfARestatedPartLiesInTheOlderWhole) {
  const std::vector<KeptFigure> f = {figure("2024-07/2024-12", 39.43, "2025-02-28"),
                                     figure("2024-07/2024-10", 29.47, "2025-12-09")};
  const Series s = noisy(f, RevisionNoise{});
  EXPECT_TRUE(s.pieces[0].shared.empty()) << "July-October is as the newest vintage counts it";
  EXPECT_NEAR(noise_of(s, span("2024-11/2024-12")), kDefaultRevisionSd * std::hypot(9.96e6, 39.43e6), 1.0);
}

}  // namespace
}  // namespace tradewatch::trade
