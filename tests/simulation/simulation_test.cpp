// One seed is ten years of one target; scripts/faults simulate asks for as many as one likes.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "tests/faults/workload.h"
#include "tests/simulation/life.h"

namespace tradewatch::simulation {
namespace {

// Seeds are dealt out to parts, which may run side by side.
constexpr int kParts = 5;
constexpr int kSeeds = TRADEWATCH_LIVES_A_PART * kParts;
constexpr int kPartWithForecasts = 0;  // real ones now and then, and lived again without trouble
constexpr int kPartLivedTwice = 1;     // with all its troubles

int first_seed() { return faults::asked("TRADEWATCH_SEED", 20260204); }
int seeds() { return faults::asked("TRADEWATCH_SIMULATED", kSeeds); }

// The first line in which two texts differ.
std::string difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto line = [at](const std::string& text) {
    const auto from = text.rfind('\n', at == 0 ? 0 : at - 1);
    const std::size_t begin = from == std::string::npos ? 0 : from + 1;
    return text.substr(begin, text.find('\n', at) - begin);
  };
  return fmt::format("{}\n  and\n{}", line(a), line(b));
}

class Simulation : public testing::TestWithParam<int> {
 protected:
  Simulation() { spdlog::set_level(spdlog::level::off); }
  ~Simulation() override { spdlog::set_level(spdlog::level::info); }
};

TEST_P(Simulation, TenYearsEndAsTheModelSaysWhateverHappensOnTheWay) {
  const int part = GetParam();
  const bool twice = part == kPartLivedTwice;
  const bool real = part == kPartWithForecasts || faults::asked("TRADEWATCH_FORECASTS_IN_ALL", 0) != 0;
  Tally all;
  int lives = 0, forecasts = 0;
  for (int i = part; i < seeds(); i += kParts) {
    const auto seed = static_cast<std::uint64_t>(first_seed() + i);
    Assessor assessor(real);
    std::string rows, heard;
    {
      Life life(seed, Trouble::plenty, assessor);
      ASSERT_EQ(life.live(), "") << "seed " << seed;
      rows = life.rows();
      heard = life.heard();
      all += life.tally();
      forecasts += assessor.forecasts();
      ++lives;
    }
    if (!twice && part != kPartWithForecasts) continue;
    Assessor another(real);
    Life again(seed, twice ? Trouble::plenty : Trouble::none, twice ? another : assessor);
    ASSERT_EQ(again.live(), "") << "seed " << seed << ", lived again";
    ASSERT_TRUE(again.rows() == rows) << "seed " << seed << ": another " << (twice ? "run" : "life without trouble")
                                      << " leaves other rows:\n"
                                      << difference(rows, again.rows());
    ASSERT_TRUE(!twice || again.heard() == heard) << "seed " << seed << ": receivers heard otherwise";
  }
  fmt::print(
      "simulate: {} lives of ten years, {} steps, {} documents ({} known already, {} of the future), {} assessments "
      "({} real forecasts), {} transitions, {} notices ({} repeats, {} given up), {} silences, {} acknowledgements, {} "
      "settings, {} restarts, {} store faults, {} clock jumps\n",
      lives, all.steps, all.documents, all.duplicates, all.refused, all.assessments, forecasts, all.transitions,
      all.notices, all.repeats, all.given_up, all.silences, all.acknowledgements, all.settings, all.restarts,
      all.faults, all.jumps);
  if (lives == 0) return;
  EXPECT_GT(all.transitions, 10 * lives);
  EXPECT_GT(all.notices, 10 * lives);
  EXPECT_GE(all.faults, lives);
  EXPECT_GE(all.restarts, lives);
  EXPECT_GT(all.repeats, 0);
}

INSTANTIATE_TEST_SUITE_P(Parts, Simulation, testing::Range(0, kParts));

}  // namespace
}  // namespace tradewatch::simulation
