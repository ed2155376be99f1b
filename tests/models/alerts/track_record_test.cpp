#include "models/alerts/track_record.h"

#include <gtest/gtest.h>

namespace tradewatch::alerts {
namespace {

TEST(TrackRecord, CountsWhatWasSaidAgainstWhatCame) {
  const std::vector<EndedTarget> ended = {{"a", true, {0.5, 0.8}}, {"b", false, {0.5, 0.2, 0.2}}, {"c", true, {}}};
  const TrackRecord record = track_record(ended);
  EXPECT_EQ(record.targets, 2);
  EXPECT_EQ(record.met, 1);
  EXPECT_EQ(record.assessments, 5);
  EXPECT_NEAR(*record.brier, (0.25 + 0.04 + 0.25 + 0.04 + 0.04) / 5, 1e-12);
  ASSERT_EQ(record.classes.size(), 3u);
  EXPECT_EQ(record.classes[0].likelihood, targets::Likelihood::likely);
  EXPECT_EQ(record.classes[1].targets, 2);
  EXPECT_DOUBLE_EQ(record.classes[1].met_share, 0.5);
  EXPECT_EQ(record.classes[2].assessments, 2);
  EXPECT_EQ(record.classes[2].targets, 1);
  EXPECT_DOUBLE_EQ(record.classes[2].met_share, 0.0);
}

TEST(TrackRecord, OfNothingSaysNothing) {
  EXPECT_FALSE(track_record({}).brier);
  EXPECT_TRUE(track_record({}).classes.empty());
}

}  // namespace
}  // namespace tradewatch::alerts
