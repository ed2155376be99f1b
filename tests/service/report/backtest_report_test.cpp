// Backtests and replays as a reader gets them; scores set by hand.

#include "service/report/backtest_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "service/report/replay_report.h"

namespace tradewatch::report {
namespace {

using testing::HasSubstr;
using testing::Not;

growth::OriginScores not_scored(int year, int month, growth::NotScored why) {
  growth::OriginScores o;
  o.subject = "t";
  o.origin = trade::Month(year, month);
  o.not_scored = why;
  return o;
}

growth::OriginScores scored(int year, int month) {
  growth::OriginScores o;
  o.subject = "t";
  o.origin = trade::Month(year, month);
  o.outcome_usd = 123.4e6;
  growth::ModelScores m;
  m.median_usd = 100e6;
  m.crps_usd = 5e6;
  m.pit = 0.85;
  m.inside = {false, true, true};
  o.models.assign(growth::kScoredModels, m);
  return o;
}

BacktestReport report_of(std::vector<growth::OriginScores> scores) {
  BacktestReport r;
  r.name = "t";
  r.title = "One billion";
  r.choices.known_by = growth::KnownBy::publication;
  for (const growth::OriginScores& s : scores) r.origins.push_back(s.origin);
  r.summary = growth::summarise(scores);
  r.scores = std::move(scores);
  return r;
}

TEST(BacktestText, SaysInOneLineWhatAWholeRunOfOriginsLacks) {
  const std::string text = backtest_text(report_of(
      {not_scored(2024, 1, growth::NotScored::nothing_known), not_scored(2024, 2, growth::NotScored::nothing_known),
       not_scored(2024, 3, growth::NotScored::too_few_figures), scored(2024, 4)}));
  EXPECT_THAT(text, HasSubstr("Scored: 1 of 4 forecasts."));
  EXPECT_THAT(text, HasSubstr("2024-01 to 2024-02"));
  EXPECT_THAT(text, HasSubstr("not scored, 1: too few figures were known to forecast from"));
  EXPECT_THAT(text, HasSubstr("123.4 million"));
  EXPECT_THAT(text, HasSubstr("1 without a yearly change"));
  EXPECT_THAT(text, HasSubstr("1 without twelve known months"));
}

TEST(BacktestText, WithoutAScoreHasNoTableOfScores) {
  const std::string text = backtest_text(report_of({not_scored(2024, 1, growth::NotScored::nothing_known)}));
  EXPECT_THAT(text, HasSubstr("Scored: 0 of 1 forecast."));
  EXPECT_THAT(text, Not(HasSubstr("tsCRPS")));
  EXPECT_THAT(backtest_text(report_of({})), HasSubstr("Scored: 0 of 0 forecasts."));
}

TEST(BacktestJson, LeavesOutWhatIsNotKnown) {
  const std::string text = boost::json::serialize(
      backtest_json(report_of({not_scored(2024, 1, growth::NotScored::outcome_missing), scored(2024, 4)})));
  EXPECT_THAT(text, HasSubstr("\"not_scored\":{\"outcome_missing\":1}"));
  EXPECT_THAT(text, HasSubstr("\"truth\":\"latest\""));
  EXPECT_THAT(text, Not(HasSubstr("ts_crps")));
  EXPECT_THAT(text, Not(HasSubstr("amounts")));
  EXPECT_THAT(text, Not(HasSubstr("null")));
}

TEST(BacktestJson, HasACodeOfItsOwnForEveryReason) {
  using enum growth::NotScored;
  std::set<std::string_view> codes;
  for (const auto why : {nothing_known, too_few_figures, outcome_missing, vintage_to_come, no_forecast})
    codes.insert(code_of(why));
  EXPECT_EQ(codes.size(), 5u);
  EXPECT_FALSE(codes.contains(""));
}

Replay replay_of() {
  Replay r;
  r.target.id = "t";
  r.target.title = "One billion";
  r.target.amount_usd = 1e9;
  r.target.window = *trade::parse_period("2026-03/2027-02");
  r.target.announced = *trade::parse_date("2026-02-04");
  r.publications = 2;
  ReplayStep first;
  first.date = *trade::parse_date("2026-01-05");
  first.reasons = {{"no_figures", {{"component", std::string("sbp PAK import KAZ")}}}};
  ReplayStep second = first;
  second.date = *trade::parse_date("2026-02-05");
  second.before = targets::Verdict::unknown;
  ReplayStep third = second;
  third.date = *trade::parse_date("2026-05-01");
  storage::TransitionRow t;
  t.rule = "stale";
  t.from = "inactive";
  t.to = "firing";
  t.reason_json = R"({"code":"figures_overdue","text":"Too long without a figure."})";
  third.alerts = {t};
  r.steps = {first, second, third};
  return r;
}

TEST(ReplayText, TellsChangesWithTheirReasonsAndCountsTheRest) {
  const std::string text = replay_text(replay_of());
  EXPECT_THAT(text,
              HasSubstr("2 publications from 5 January 2026 to 1 May 2026; 1 changed neither verdict nor alert."));
  EXPECT_THAT(text, HasSubstr("There is no figure of sbp PAK import KAZ yet."));
  EXPECT_THAT(text, HasSubstr("alert, figures overdue: inactive -> standing. Too long without a figure."));
  EXPECT_THAT(text, Not(HasSubstr("5 February 2026:")));
}

TEST(ReplayJson, HasEveryStepAndTheChangesApart) {
  const boost::json::object o = replay_json(replay_of());
  EXPECT_EQ(o.at("steps").as_array().size(), 3u);
  const auto& changes = o.at("changes").as_array();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].at("kind").as_string(), "verdict");
  EXPECT_FALSE(changes[0].as_object().contains("from"));
  EXPECT_EQ(changes[1].at("reason").at("code").as_string(), "figures_overdue");
}

}  // namespace
}  // namespace tradewatch::report
