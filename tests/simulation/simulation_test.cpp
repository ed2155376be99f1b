// One seed is ten years of one target; scripts/faults simulate asks for as many as one likes.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "tests/faults/workload.h"
#include "tests/simulation/life.h"

namespace tradewatch::simulation {
namespace {

constexpr int kSeeds = 25;
constexpr int kTwiceOneIn = 5;  // seeds that are lived twice over with all their troubles

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

class Simulation : public testing::Test {
 protected:
  Simulation() { spdlog::set_level(spdlog::level::off); }
  ~Simulation() override { spdlog::set_level(spdlog::level::info); }
};

TEST_F(Simulation, TenYearsEndAsTheModelSaysWhateverHappensOnTheWay) {
  Tally all;
  for (int i = 0; i < seeds(); ++i) {
    const auto seed = static_cast<std::uint64_t>(first_seed() + i);
    std::string rows, heard;
    {
      Life life(seed, Trouble::plenty, true);
      ASSERT_EQ(life.live(), "") << "seed " << seed;
      rows = life.rows();
      heard = life.heard();
      all += life.tally();
    }
    const bool twice = i % kTwiceOneIn == 0;
    Life again(seed, twice ? Trouble::plenty : Trouble::none, true);
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
      seeds(), all.steps, all.documents, all.duplicates, all.refused, all.assessments, all.forecasts, all.transitions,
      all.notices, all.repeats, all.given_up, all.silences, all.acknowledgements, all.settings, all.restarts,
      all.faults, all.jumps);
  EXPECT_GT(all.transitions, 10 * seeds());
  EXPECT_GT(all.notices, 10 * seeds());
  EXPECT_GT(all.faults, seeds());
  EXPECT_GT(all.restarts, seeds());
  EXPECT_GT(all.repeats, 0);
}

}  // namespace
}  // namespace tradewatch::simulation
