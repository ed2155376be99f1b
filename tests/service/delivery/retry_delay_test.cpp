// The wait between tries: between three quarters of the doubled base and all of it, never over the cap.

#include "service/delivery/retry_delay.h"

#include <set>
#include <string>

#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

using std::chrono::microseconds;

TEST(RetryDelay, DoublesFromTheBaseToTheCapLessAtMostAQuarter) {
  for (int id = 0; id < 200; ++id) {
    microseconds whole = kRetryBase;
    for (int attempts = 1; attempts <= 30; ++attempts) {
      const microseconds delay = retry_delay("notice-" + std::to_string(id), attempts);
      EXPECT_LE(delay, whole);
      EXPECT_GE(delay, whole * 3 / 4);
      whole = std::min<microseconds>(whole * 2, kRetryCap);
    }
  }
}

TEST(RetryDelay, GrowsWithEachTryUntilTheCap) {
  for (int id = 0; id < 200; ++id) {
    const std::string name = "notice-" + std::to_string(id);
    for (int attempts = 1; attempts <= 9; ++attempts) {
      EXPECT_LT(retry_delay(name, attempts), retry_delay(name, attempts + 1)) << name << " try " << attempts;
    }
  }
}

TEST(RetryDelay, IsTheSameForTheSameNoticeAndTry) { EXPECT_EQ(retry_delay("a", 7), retry_delay("a", 7)); }

TEST(RetryDelay, SpreadsNoticesThatFailedTogether) {
  std::set<microseconds> delays;
  double sum_s = 0;
  for (int id = 0; id < 1000; ++id) {
    const microseconds delay = retry_delay("notice-" + std::to_string(id), 12);
    delays.insert(delay);
    sum_s += static_cast<double>(delay.count()) / 1e6;
  }
  EXPECT_GT(delays.size(), 990U);
  EXPECT_NEAR(sum_s / 1000, 3600.0 * 7 / 8, 30) << "uniform jitter: 13 s is the standard error times 1.6";
}

TEST(RetryDelay, StandsAnyCountOfTries) {
  EXPECT_LE(retry_delay("a", 2'000'000'000), kRetryCap);
  EXPECT_LE(retry_delay("a", 0), kRetryBase);
}

}  // namespace
}  // namespace tradewatch::delivery
