// Rules that look at figures: what makes them hold, and what leaves an alert as it is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/alerts/rule.h"

namespace tradewatch::alerts {
namespace {

targets::Assessment judged() {
  targets::Assessment a;
  a.verdict = targets::Verdict::at_risk;
  a.forecast.emplace().probability = 0.5;
  a.figures.emplace().trailing_12.usd = 100e6;
  return a;
}

std::optional<Finding> of(const targets::Assessment& a, Rule rule) {
  for (const Finding& f : findings_of(a))
    if (f.rule == rule) return f;
  return std::nullopt;
}

targets::PathStandings standings(double year, double recent) {
  const trade::MonthSpan months{trade::Month(2026, 1), trade::Month(2026, 6)};
  const trade::MonthSpan last{trade::Month(2026, 4), trade::Month(2026, 6)};
  return {{months, year * 60e6, 60e6}, {last, recent * 30e6, 30e6}};
}

TEST(Rules, EachHasANameAndASeverity) {
  for (const Rule rule : kRules) {
    EXPECT_EQ(parse_rule(name_of(rule)), rule);
    EXPECT_FALSE(severity_of(rule).empty());
  }
  EXPECT_FALSE(parse_rule("of_track"));
}

TEST(Anomaly, OfAnOlderReleaseOfAnotherReadingWasToldThen) {
  targets::Assessment a = judged();
  a.release = *trade::parse_date("2026-06-01");
  a.others.push_back(judged());
  a.others[0].release = *trade::parse_date("2026-05-01");
  a.others[0].surprises = {{"x", 21e6, 6e6, 10e6, 20e6}};
  EXPECT_EQ(of(a, Rule::anomaly)->stand, Stand::clear);
  a.others[0].release = a.release;
  EXPECT_EQ(of(a, Rule::anomaly)->stand, Stand::holds);
}

TEST(BehindPath, HoldsWhenTheYearAndTheLastMonthsAreBothUnderThePath) {
  targets::Assessment a = judged();
  a.path_standings = standings(0.89, 0.85);
  EXPECT_EQ(of(a, Rule::behind_path)->stand, Stand::holds);
  a.path_standings = standings(0.85, 0.92);
  EXPECT_EQ(of(a, Rule::behind_path)->stand, Stand::between) << "the short window is better";
  a.path_standings = standings(0.85, 0.96);
  EXPECT_EQ(of(a, Rule::behind_path)->stand, Stand::clear);
}

TEST(BehindPath, IsLeftAsItIsWhereFiguresDoNotSay) { EXPECT_FALSE(of(judged(), Rule::behind_path)); }

TEST(Anomaly, NamesTheFigureThatIsFurthestFromItsBand) {
  targets::Assessment a = judged();
  EXPECT_EQ(of(a, Rule::anomaly)->stand, Stand::clear);
  a.surprises = {{"sbp PAK export KAZ 2026-05", 21e6, 6e6, 10e6, 20e6},
                 {"sbp PAK import KAZ 2026-05", 1e9, 6e6, 9e6, 15e6}};
  const Finding f = *of(a, Rule::anomaly);
  EXPECT_EQ(f.stand, Stand::holds);
  EXPECT_EQ(std::get<std::string>(f.reason.values[0].second), "sbp PAK import KAZ 2026-05");
  EXPECT_DOUBLE_EQ(*f.threshold, 15e6);
}

TEST(Anomaly, OfAnotherReadingCountsOnce) {
  targets::Assessment a = judged();
  a.surprises = {{"x", 21e6, 6e6, 10e6, 20e6}};
  a.others.push_back(a);
  a.others[0].surprises.push_back({"y", 22e6, 6e6, 10e6, 20e6});
  EXPECT_EQ(std::get<double>(of(a, Rule::anomaly)->reason.values.back().second), 2.0);
}

targets::Corrections corrected(double before, double after, std::vector<targets::Correction> figures = {}) {
  targets::Corrections c;
  c.trailing = {trade::Month(2025, 1), trade::Month(2025, 12)};
  c.trailing_before_usd = before;
  c.trailing_after_usd = after;
  c.figures = std::move(figures);
  return c;
}

TEST(Revision, HoldsWhenTheTrailingTotalMovedByMoreThanFivePercent) {
  targets::Assessment a = judged();
  a.corrections = corrected(100e6, 95.1e6);
  EXPECT_EQ(of(a, Rule::revision)->stand, Stand::clear);
  a.corrections = corrected(100e6, 94.9e6);
  EXPECT_EQ(of(a, Rule::revision)->reason.code, "trailing_total_revised");
  EXPECT_NEAR(*of(a, Rule::revision)->value, -0.051, 1e-9);
}

// As Armenia's exports to Russia of January 2023: the month was cut by a third, the year moved by 2.6 %.
TEST(Revision, HoldsWhenOneFigureMovedByAFifthAndMattersToTheTotal) {
  const trade::MonthSpan january{trade::Month(2025, 1), trade::Month(2025, 1)};
  targets::Assessment a = judged();
  a.corrections = corrected(100e6, 97.4e6, {{"arm ARM export RUS 2025-01", january, 7.8e6, 5.2e6, false, ""}});
  EXPECT_EQ(of(a, Rule::revision)->reason.code, "figure_revised");
  a.corrections = corrected(100e6, 99.5e6, {{"small", january, 1.5e6, 1.0e6, false, ""}});
  EXPECT_EQ(of(a, Rule::revision)->stand, Stand::clear) << "a third of a figure that is half a percent of the total";
  a.corrections = corrected(100e6, 98.0e6, {{"large", january, 12e6, 10e6, false, ""}});
  EXPECT_EQ(of(a, Rule::revision)->stand, Stand::clear) << "two percent of the total, but only 17 % of the figure";
}

// Case L25.
TEST(Revision, HoldsWhenALongerSumIsSmaller) {
  const trade::MonthSpan sum{trade::Month(2025, 7), trade::Month(2025, 9)};
  targets::Assessment a = judged();
  a.corrections.emplace().figures = {{"sbp PAK export KAZ 2025-07/2025-09", sum, 30e6, 28e6, false, "2025-07/2025-10"}};
  EXPECT_EQ(of(a, Rule::revision)->reason.code, "sum_contradicted");
}

TEST(Mirror, HoldsOutsideWhatIsUsualAndSaysNothingBefore) {
  targets::Assessment a = judged();
  targets::Mirror m;
  m.ratio = 1.9;
  m.span = trade::MonthSpan{trade::Month(2025, 1), trade::Month(2025, 12)};
  a.mirror = m;
  EXPECT_FALSE(of(a, Rule::mirror)) << "nothing is usual yet";
  a.mirror->usual = targets::UsualMirror{1.2, 0.96, 1.5, 6};
  EXPECT_EQ(of(a, Rule::mirror)->stand, Stand::holds);
  EXPECT_DOUBLE_EQ(*of(a, Rule::mirror)->threshold, 1.5);
  a.mirror->own_estimated = true;
  EXPECT_FALSE(of(a, Rule::mirror)) << "an estimate is no figure to quarrel about";
  a.mirror->own_estimated = false;
  a.mirror->ratio = 1.4;
  EXPECT_EQ(of(a, Rule::mirror)->stand, Stand::clear);
}

TEST(Decided, HoldsByArithmeticAlone) {
  targets::Assessment a = judged();
  EXPECT_EQ(of(a, Rule::achieved)->stand, Stand::clear);
  a.verdict = targets::Verdict::missed;
  EXPECT_EQ(of(a, Rule::missed)->stand, Stand::holds);
  EXPECT_EQ(of(a, Rule::off_track)->stand, Stand::holds);
}

}  // namespace
}  // namespace tradewatch::alerts
