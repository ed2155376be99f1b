// When a pull asks again.

#include "service/intake/pull_schedule.h"

#include <gmock/gmock.h>

#include <set>

namespace tradewatch::intake {
namespace {

using namespace std::chrono_literals;

const trade::Instant kBegan = *trade::parse_instant("2026-12-31T23:59:59Z");

settings::Pull every(std::chrono::seconds interval) {
  settings::Pull pull;
  pull.every_s = static_cast<int>(interval.count());
  return pull;
}

std::chrono::microseconds wait(std::chrono::seconds interval, PullOutcome outcome, int failures,
                               std::optional<std::chrono::seconds> told = {}, double jitter = 0) {
  return next_due(every(interval), outcome, failures, told, kBegan, jitter) - kBegan;
}

TEST(PullSchedule, AsksAgainAfterTheIntervalWhenThereWasAnAnswer) {
  for (const auto outcome :
       {PullOutcome::new_figures, PullOutcome::nothing_new, PullOutcome::unchanged, PullOutcome::nothing_found}) {
    EXPECT_EQ(wait(24h, outcome, 0), 24h) << name_of(outcome);
  }
}

TEST(PullSchedule, DoublesAfterEachFailureUpToTheCap) {
  EXPECT_EQ(wait(24h, PullOutcome::server_error, 1), 1min);
  EXPECT_EQ(wait(24h, PullOutcome::server_error, 2), 2min);
  EXPECT_EQ(wait(24h, PullOutcome::forbidden, 8), 128min);
  EXPECT_EQ(wait(24h, PullOutcome::forbidden, 2'000'000), 6h);
  EXPECT_EQ(wait(24h, PullOutcome::forbidden, 10, {}, 0.5), 21600s * 7 / 8);
}

TEST(PullSchedule, NeverAsksMoreRarelyForFailing) {
  EXPECT_EQ(wait(10s, PullOutcome::unreachable, 9), 10s);
  EXPECT_EQ(wait(1h, PullOutcome::unreachable, 9), 1h);
}

TEST(PullSchedule, WaitsAsLongAsItIsToldWithinADay) {
  EXPECT_EQ(wait(1h, PullOutcome::rate_limited, 1, 7200s), 2h);
  EXPECT_EQ(wait(1h, PullOutcome::rate_limited, 1, 2s), 1min) << "never sooner than after any failure";
  EXPECT_EQ(wait(1h, PullOutcome::rate_limited, 1, std::chrono::seconds(1LL << 40)), 24h);
}

TEST(PullOutcomes, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  int count = 0;
  for (int i = 0; i <= static_cast<int>(PullOutcome::stopped); ++i, ++count) {
    names.insert(name_of(static_cast<PullOutcome>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(count));
  EXPECT_FALSE(is_failure(PullOutcome::nothing_found));
  EXPECT_FALSE(is_failure(PullOutcome::stopped));
  EXPECT_TRUE(is_failure(PullOutcome::forbidden));
  EXPECT_TRUE(is_failure(PullOutcome::not_stored));
}

}  // namespace
}  // namespace tradewatch::intake
