#include "service/runtime/clock.h"

namespace tradewatch::runtime {
namespace {

using namespace std::chrono_literals;

trade::Instant at(const char* text) { return trade::parse_instant(text).value(); }

TEST(ManualClock, StandsStillUntilMoved) {
  ManualClock clock(at("2026-02-04T09:30:00Z"));
  EXPECT_EQ(clock.now(), clock.now());
  const SteadyInstant before = clock.steady();
  clock.advance(90s);
  EXPECT_EQ(clock.now(), at("2026-02-04T09:31:30Z"));
  EXPECT_EQ(clock.steady() - before, 90s);
}

TEST(ManualClock, SettingTheWallClockDoesNotMoveTheSteadyOne) {
  ManualClock clock(at("2026-02-04T09:30:00Z"));
  const SteadyInstant before = clock.steady();
  clock.set(at("2020-01-01T00:00:00Z"));
  EXPECT_EQ(clock.now(), at("2020-01-01T00:00:00Z"));
  EXPECT_EQ(clock.steady(), before);
}

TEST(SystemClock, SteadyNeverGoesBack) {
  const SystemClock clock;
  const SteadyInstant before = clock.steady();
  EXPECT_GE(clock.steady(), before);
  EXPECT_GT(clock.now(), at("2020-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace tradewatch::runtime
