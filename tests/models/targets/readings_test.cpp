// Which reading rules, and what the others say beside it.

#include "models/targets/readings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tradewatch::targets {
namespace {

Assessment reading(const std::string& id, Verdict verdict, double probability) {
  Assessment a;
  a.target.id = "t";
  a.target.reading = id;
  a.target.amount_usd = 1e9;
  a.verdict = verdict;
  if (verdict == Verdict::unknown) {
    a.reasons.push_back({"no_figures", {{"component", "x"}}});
    return a;
  }
  a.forecast.emplace();
  a.forecast->probability = probability;
  a.forecast->total.median_usd = probability * 1e9;
  a.reasons.push_back({"probability", {{"probability", probability}}});
  return a;
}

struct Case {
  const char* sentence;
  std::vector<Assessment> readings;
  std::string rules;
};

TEST(Readings, TheLeastFavourableThatCanBeJudgedRules) {
  using enum Verdict;
  const std::vector<Case> cases = {
      {"the more urgent verdict", {reading("", on_track, 0.9), reading("b", off_track, 0.2)}, "b"},
      {"among equal verdicts the lower probability", {reading("", off_track, 0.2), reading("b", off_track, 0.1)}, "b"},
      {"among equal ones the first", {reading("", off_track, 0.2), reading("b", off_track, 0.2)}, "main"},
      {"under 1 % is under 1 %", {reading("", off_track, 0.0008), reading("b", off_track, 0.0001)}, "main"},
      {"missed is worse than off track", {reading("", missed, 0.0), reading("b", off_track, 0.001)}, "main"},
      {"on track is worse than achieved", {reading("", achieved, 1.0), reading("b", on_track, 0.7)}, "b"},
      {"unknown hides no bad news", {reading("", off_track, 0.1), reading("b", unknown, 0.0)}, "main"},
      {"unknown makes no bad news", {reading("", on_track, 0.9), reading("b", unknown, 0.0)}, "main"},
      {"the main one may be the unknown one", {reading("", unknown, 0.0), reading("b", on_track, 0.9)}, "b"},
      {"nothing can be judged: the main one", {reading("", unknown, 0.0), reading("b", unknown, 0.0)}, "main"},
  };
  for (const Case& c : cases) {
    const Assessment head = headline_of(c.readings);
    EXPECT_EQ(reading_name(head.target), c.rules) << c.sentence;
    ASSERT_EQ(head.readings.size(), 2u) << c.sentence;
    EXPECT_EQ(head.readings[0].id, "main") << "in the order of the settings";
    for (const ReadingSummary& s : head.readings) EXPECT_EQ(s.rules, s.id == c.rules) << c.sentence;
    ASSERT_EQ(head.others.size(), 1u);
    EXPECT_NE(reading_name(head.others[0].target), c.rules);
  }
}

TEST(Readings, TheRulingOneAndTheUnknownOnesAreReasons) {
  const Assessment head = headline_of(
      {reading("", Verdict::on_track, 0.9), reading("b", Verdict::unknown, 0.0), reading("c", Verdict::at_risk, 0.5)});
  const auto rules = std::ranges::find(head.reasons, "reading_rules", &Reason::code);
  ASSERT_NE(rules, head.reasons.end());
  EXPECT_EQ(rules->values, (std::vector<std::pair<std::string, ReasonValue>>{{"reading", "c"}, {"judged", 2.0}}));
  const auto unknown = std::ranges::find(head.reasons, "reading_unknown", &Reason::code);
  ASSERT_NE(unknown, head.reasons.end());
  EXPECT_EQ(std::get<std::string>(unknown->values.front().second), "b");
  EXPECT_EQ(head.reasons.front().code, "probability") << "what decides stays first";
  EXPECT_EQ(head.readings[1].reason->code, "no_figures");
  EXPECT_FALSE(head.readings[1].probability);
}

TEST(Readings, ATargetWithoutOthersIsWhatItWas) {
  const Assessment head = headline_of({reading("", Verdict::off_track, 0.1)});
  EXPECT_TRUE(head.readings.empty());
  EXPECT_TRUE(head.others.empty());
  EXPECT_EQ(head.reasons.size(), 1u);
}

TEST(Readings, AReadingIsTheTargetWithWhatDiffers) {
  Target t;
  t.id = "t";
  t.amount_usd = 1e9;
  t.window = *trade::parse_period("2026-03/2027-02");
  t.components.resize(2);
  const std::uint64_t seed_alone = seed_of(t);
  Reading r{"fiscal", {}, *trade::parse_period("2026-07/2027-06"), {}, {}, {}};
  t.readings = {r};
  const Target read = as_read(t, r);
  EXPECT_EQ(read.window, *r.window);
  EXPECT_EQ(read.amount_usd, 1e9);
  EXPECT_EQ(read.components.size(), 2u);
  EXPECT_TRUE(read.readings.empty());
  EXPECT_EQ(reading_name(read), "fiscal");
  EXPECT_NE(seed_of(read), seed_of(t));
  EXPECT_EQ(seed_of(t), seed_alone) << "adding a reading moves no other number";
}

}  // namespace
}  // namespace tradewatch::targets
