#include "models/alerts/lifecycle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "models/alerts/rule.h"

namespace tradewatch::alerts {
namespace {

Stand at(double probability) {
  targets::Assessment a;
  a.verdict = targets::verdict_of(probability);
  a.forecast.emplace().probability = probability;
  return findings_of(a).front().stand;
}

std::string walk(const std::vector<double>& probabilities, int persist) {
  Standing s;
  std::string out;
  for (const double p : probabilities) {
    s = step(s, at(p), persist);
    out += (out.empty() ? "" : " ") + std::string(name_of(s.state));
  }
  return out;
}

// Case L40.
TEST(Lifecycle, CountsReleasesAndResetsPendingByAGoodValue) {
  EXPECT_EQ(walk({0.30, 0.45, 0.30, 0.31, 0.38, 0.41, 0.42, 0.30, 0.30}, 2),
            "pending inactive pending firing firing recovering resolved pending firing");
}

TEST(Lifecycle, OneReleaseIsEnoughWhereTheSettingsSaySo) {
  EXPECT_EQ(walk({0.30, 0.35, 0.41, 0.30}, 1), "firing firing resolved firing");
}

TEST(Lifecycle, ARelapseGoesBackToFiringWithoutANewEpisode) {
  EXPECT_EQ(walk({0.1, 0.1, 0.5, 0.39, 0.5, 0.5}, 2), "pending firing recovering firing recovering resolved");
}

TEST(Lifecycle, StatesRoundTripTheirNames) {
  for (const State s : {State::inactive, State::pending, State::firing, State::recovering, State::resolved}) {
    EXPECT_EQ(parse_state(name_of(s)), s);
  }
  EXPECT_FALSE(parse_state("paused"));
}

TEST(Rules, UnknownVerdictSaysNothing) {
  targets::Assessment a;
  EXPECT_TRUE(findings_of(a).empty());
}

TEST(Rules, CriticalHoldsUnderTenPercent) {
  targets::Assessment a;
  a.verdict = targets::Verdict::off_track;
  a.forecast.emplace().probability = 0.099;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::holds);
  a.forecast->probability = 0.11;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::between);
  a.forecast->probability = 0.12;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::clear);
}

// Needed is `multiple` times 20 million a month, the best on record.
targets::Assessment needing(double multiple) {
  targets::Assessment a;
  a.verdict = targets::Verdict::at_risk;
  a.forecast.emplace().probability = 0.5;
  a.required.emplace();
  a.required->remaining_months = 6;
  a.required->monthly_usd = multiple * 20e6;
  a.required->best_12 = targets::CombinedSum{{trade::Month(2024, 1), trade::Month(2024, 12)}, 240e6};
  a.required->multiple_of_best_12 = multiple;
  return a;
}

TEST(Rules, CriticalHoldsWhenMoreIsNeededThanWasEverSeen) {
  const Finding f = findings_of(needing(1.5))[1];
  EXPECT_EQ(f.stand, Stand::holds);
  EXPECT_EQ(f.reason.code, "required_beyond_record");
  EXPECT_DOUBLE_EQ(*f.threshold, 20e6);
}

TEST(Rules, CriticalIsClearWhenWhatIsNeededWasSeenBefore) {
  for (const double multiple : {0.6, 1.0}) EXPECT_EQ(findings_of(needing(multiple))[1].stand, Stand::clear) << multiple;
}

TEST(Rules, CriticalHoldsByTheRecordWhileAMonthIsLeft) {
  targets::Assessment a = needing(1.5);
  a.required->remaining_months = 1;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::holds);
  a.required->remaining_months = 0;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::clear);
}

TEST(Rules, CriticalIsClearOnceTheAmountIsReachedWhateverTheRecord) {
  targets::Assessment a = needing(1.5);
  a.verdict = targets::Verdict::achieved;
  EXPECT_EQ(findings_of(a)[1].stand, Stand::clear);
}

TEST(Rules, StaleHoldsTheDayAfterTheNextFigureWasDue) {
  const trade::Date due = *trade::parse_date("2026-03-17");
  const targets::FiguresDue figures{"sbp PAK export KAZ", *trade::parse_date("2026-01-01"), due, false, 0};
  EXPECT_EQ(stale_finding(figures, due).stand, Stand::clear);
  EXPECT_EQ(stale_finding(figures, due + std::chrono::days{1}).stand, Stand::holds);
  EXPECT_DOUBLE_EQ(*stale_finding(figures, due).threshold, 75.0);
  EXPECT_EQ(stale_finding(std::nullopt, due).stand, Stand::clear) << "nothing was ever published";
}

}  // namespace
}  // namespace tradewatch::alerts
