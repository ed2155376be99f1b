// The path on a real SQLite store with a clock that is told the time: releases, alerts, restarts, silence.
//
// Figures are made up: 12 million US dollars a month from 2023, as in case L40, then good and bad releases.

#include "service/watch/catch_up.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "service/report/assessment_json.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"
#include "tests/service/watch/made_releases.h"

namespace tradewatch::watch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class CatchUp : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "catch-up-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
    settings_.targets = {made_target()};
    settings::Receiver file;
    file.name = "file";
    file.type = settings::ReceiverType::file;
    settings_.receivers = {file};
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  targets::Target& target() { return settings_.targets.front(); }

  void take(const std::string& body, const std::string& name = "d.csv", const std::string& header = kMadeHeader) {
    const std::string text = header + body;
    intake::ReadOptions options;
    options.document = name;
    options.taken_date = *trade::parse_date("2027-12-31");
    const auto report = import_document(*store_, text, options, now_, Dry::no);
    ASSERT_TRUE(report);
    ASSERT_NE(report->outcome, intake::DocumentReport::Outcome::refused) << intake::to_text(*report);
  }

  // Months 2023-01 to 2026-03, published 2026-06-15 as one document.
  void take_base() {
    std::string body;
    for (trade::Month m(2023, 1); m <= trade::Month(2026, 3); m = m + 1) body += made_rows(m, 4.0, 8.0, "2026-06-15");
    take(body, "base.csv");
  }

  CaughtUp go() {
    auto done = catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_);
    EXPECT_TRUE(done);
    now_ += std::chrono::hours{1};
    return std::move(*done);
  }

  std::vector<std::string> history(const std::string& rule) {
    std::vector<std::string> out;
    const auto all = store_->transitions(std::string("t"), 1000).value();
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
      if (it->rule == rule) out.push_back(it->from + ">" + it->to);
    }
    return out;
  }

  std::vector<storage::NoticeRow> notices() {
    std::vector<storage::NoticeRow> out;
    for (;;) {
      const auto due = store_->due_notices("file", now_, 100).value();
      if (due.empty()) return out;
      for (const storage::DueNotice& d : due) {
        out.push_back(d.notice);
        EXPECT_TRUE(store_->delivered(d.notice.id, now_));
      }
    }
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
  settings::Settings settings_;
  trade::Instant now_ = *trade::parse_instant("2026-12-01T08:00:00Z");
};

// Case L40, end to end, with nobody delivering in between.
TEST_F(CatchUp, EveryTransitionIsQueuedInOrderWithTheValuesOfItsMoment) {
  take_base();
  EXPECT_EQ(go().newest->assessment.verdict, targets::Verdict::off_track);
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending"));
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"), "r1.csv");
  take(made_rows(trade::Month(2026, 5), 1, 2, "2026-08-15"), "r2.csv");
  take(made_rows(trade::Month(2026, 6), 600, 600, "2026-09-15"), "r3.csv");
  take(made_rows(trade::Month(2026, 7), 150, 150, "2026-10-15"), "r4.csv");
  const CaughtUp done = go();
  EXPECT_EQ(done.assessments, 4);
  EXPECT_EQ(done.newest->assessment.verdict, targets::Verdict::achieved);
  EXPECT_THAT(history("off_track"),
              ElementsAre("inactive>pending", "pending>firing", "firing>recovering", "recovering>resolved"));
  std::vector<std::string> told;
  for (const storage::NoticeRow& n : notices()) {
    const auto body = boost::json::parse(n.body).as_object();
    const auto is_it = [](const boost::json::value& alert) { return alert.at("rule") == "off_track"; };
    if (std::ranges::none_of(body.at("alerts").as_array(), is_it)) continue;
    told.push_back(n.kind);
    EXPECT_FALSE(body.at("figures").as_array().empty()) << "the figures that caused it are named";
    EXPECT_GT(std::string_view(body.at("text").as_string()).size(), 40u);
  }
  EXPECT_THAT(told, ElementsAre("firing", "resolved"));
}

// Case L42 and promise 5: doing it again changes nothing.
TEST_F(CatchUp, ASecondPassWritesNothing) {
  take_base();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"));
  go();
  const auto before = store_->alerts(std::nullopt).value().size();
  const auto transitions = store_->transitions(std::nullopt, 1000).value().size();
  target().title = "Another title";
  for (int k = 0; k < 3; ++k) EXPECT_EQ(go().assessments, 0);
  EXPECT_EQ(store_->alerts(std::nullopt).value().size(), before);
  EXPECT_EQ(store_->transitions(std::nullopt, 1000).value().size(), transitions);
  EXPECT_EQ(store_->assessments("t").value().size(), 2u);
}

TEST_F(CatchUp, ChangedRulesAssessAgainWithoutAStep) {
  take_base();
  go();
  target().amount_usd = 2e9;
  EXPECT_EQ(go().assessments, 1);
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending"));
}

TEST_F(CatchUp, ALaterDocumentOfTheSameDateAndABackfillAreNoSteps) {
  take_base();
  go();
  take(made_rows(trade::Month(2022, 12), 4, 8, "2026-06-15"), "same-day.csv");
  take(made_rows(trade::Month(2022, 11), 4, 8, "2023-02-15"), "backfill.csv");
  EXPECT_EQ(go().assessments, 2);
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending"));
}

TEST_F(CatchUp, AnAlertThatLagsBehindTheNewestFiguresIsNamedUntilTheNextRelease) {
  const auto uncounted_now = [&] {
    return look(*store_, target(), {}, shipped_prior(), side_by_side(2)).value().uncounted;
  };
  target().alert.persist = 1;
  take_base();
  go();
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>firing"));
  EXPECT_THAT(uncounted_now(), testing::IsEmpty());
  target().amount_usd = 60e6;  // other settings are no step, and this is half of what comes in
  go();
  EXPECT_THAT(uncounted_now(), testing::Contains(alerts::Rule::off_track));
  take(made_rows(trade::Month(2026, 4), 4, 8, "2026-07-15"), "next.csv");
  EXPECT_THAT(uncounted_now(), testing::IsEmpty()) << "it will be counted as soon as somebody catches up";
  go();
  EXPECT_THAT(uncounted_now(), testing::IsEmpty());
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>firing", "firing>resolved"));
}

TEST_F(CatchUp, ARoundingIsNoRelease) {
  take_base();
  take("KAZ,PAK,export,2022-06,97774.8946,USD thousand,kaz-bns,2026-06-15\n", "exact.csv");
  go();
  take("KAZ,PAK,export,2022-06,97774.89463448,USD thousand,kaz-bns,2026-11-15\n", "precise.csv");
  go();
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending"));
}

// Case L43: what happened while nobody ran is told, once.
TEST_F(CatchUp, WhatWasImportedWhileItWasDownIsToldOnce) {
  take_base();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"), "r1.csv");
  go();
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending", "pending>firing"));
  notices();
  take(made_rows(trade::Month(2026, 5), 600, 600, "2026-08-15"), "g1.csv");
  take(made_rows(trade::Month(2026, 6), 100, 100, "2026-09-15"), "g2.csv");
  go();
  go();
  int resolved = 0;
  for (const storage::NoticeRow& n : notices()) resolved += n.kind == "resolved" && n.body.contains("t.off_track");
  EXPECT_EQ(resolved, 1);
}

// A stop waits for the release that is being taken, not for all that came while nobody looked.
TEST_F(CatchUp, StopsBetweenReleasesAndGoesOnWhereItStopped) {
  take_base();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"), "r1.csv");
  go();
  for (int k = 0; k < 3; ++k) {
    const trade::Month m = trade::Month(2026, 5) + k;
    take(made_rows(m, 1, 2, fmt::format("2026-{:02}-15", 8 + k)), fmt::format("r{}.csv", k + 2));
  }
  std::stop_source stop;
  const Assess then_stop = [&](const auto& input, const auto& prior, const auto& run) {
    stop.request_stop();
    return targets::assess(input, prior, run);
  };
  const auto stopped =
      catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_, {}, then_stop, stop.get_token());
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->newest, nullptr);
  EXPECT_EQ(stopped->assessments, 1);
  const CaughtUp rest = go();
  EXPECT_EQ(rest.assessments, 2);
  EXPECT_EQ(rest.newest->assessment.figures->latest_month, trade::Month(2026, 7));
}

// Case L41: five months without figures.
TEST_F(CatchUp, SilenceFiresStaleAndChangesNoOtherAlert) {
  take_base();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-11-20"), "r1.csv");
  const CaughtUp done = go();
  const auto since = store_->alerts(std::string("t")).value();
  EXPECT_FALSE(let_time_pass(*store_, settings_, done.newest->assessment, now_).value());
  now_ += std::chrono::hours{24 * 150};
  EXPECT_TRUE(let_time_pass(*store_, settings_, done.newest->assessment, now_).value());
  EXPECT_FALSE(let_time_pass(*store_, settings_, done.newest->assessment, now_).value()) << "told once";
  EXPECT_THAT(history("stale"), ElementsAre("inactive>firing"));
  const std::vector<storage::AlertRow> standing = store_->alerts(std::string("t")).value();
  for (const storage::AlertRow& a : standing) {
    if (a.rule == "off_track") {
      EXPECT_EQ(a.state, "firing");
      EXPECT_EQ(a.since, std::ranges::find(since, "off_track", &storage::AlertRow::rule)->since);
    }
  }
  // The clock is set back: no other state moves, and the figures are overdue no more.
  EXPECT_TRUE(let_time_pass(*store_, settings_, done.newest->assessment, now_ - std::chrono::hours{24 * 150}).value());
  EXPECT_THAT(history("stale"), ElementsAre("inactive>firing", "firing>resolved"));
}

// Case L25: a year-to-date sum that fell.
TEST_F(CatchUp, ASumThatFellIsNamedAndNoMonthIsNegative) {
  take_base();
  take(
      "KAZ,PAK,export,2026-04/2026-05,20,USD million,kaz-bns,2026-07-20\n"
      "KAZ,PAK,import,2026-04/2026-07,9,USD million,kaz-bns,2026-07-20\n",
      "a.csv");
  take("KAZ,PAK,export,2026-04/2026-06,30,USD million,kaz-bns,2026-08-20\n", "b.csv");
  take("KAZ,PAK,export,2026-04/2026-07,28,USD million,kaz-bns,2026-09-20\n", "c.csv");
  const CaughtUp done = go();
  EXPECT_DOUBLE_EQ(targets::total_of(done.newest->assessment.combined, *trade::parse_period("2026-04/2026-07")).value(),
                   37e6);
  const auto named = std::ranges::find(done.newest->assessment.reasons, "spans_disagree", &targets::Reason::code);
  ASSERT_NE(named, done.newest->assessment.reasons.end());
  for (const trade::Series& s : done.newest->assessment.series) {
    for (const trade::Piece& p : s.pieces) EXPECT_GE(p.value_usd, 0.0);
  }
}

// Case L26: 2011-12 is December 2011; a fiscal-year label is refused with the span to write.
TEST_F(CatchUp, AFiscalYearLabelIsRefusedWithTheSpanToWrite) {
  intake::ReadOptions options;
  options.taken_date = *trade::parse_date("2027-12-31");
  const auto report =
      import_document(*store_, "reporter,partner,flow,period,value,unit,source\nKAZ,PAK,export,2025-26,1,USD,x\n",
                      options, now_, Dry::no);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->faults.size(), 1u);
  EXPECT_THAT(intake::to_text(*report), HasSubstr("2025-07/2026-06"));
  EXPECT_EQ(store_->sequence().value(), 0);
}

boost::json::object json_of(const targets::Assessment& a) {
  return boost::json::parse(boost::json::serialize(report::assessment_json(a, {}))).as_object();
}

std::int64_t median_of(const boost::json::object& assessment) {
  return assessment.at("forecast").at("median_usd").as_int64();
}

// Whole dollars as printed, against what was said before; a release of two documents, with a revision and a rounding.
TEST_F(CatchUp, NewsAddsUpToTheChangeSinceTheReleaseBefore) {
  take_base();
  take("KAZ,PAK,export,2022-06,97774.8946,USD thousand,kaz-bns,2026-06-15\n", "exact.csv");
  const auto before = json_of(go().newest->assessment);
  take(made_rows(trade::Month(2026, 4), 6, 9, "2026-07-15") +
           "KAZ,PAK,export,2026-02,5.5,USD million,kaz-bns,2026-07-15\n" +
           "KAZ,PAK,export,2022-06,97774.89463448,USD thousand,kaz-bns,2026-07-15\n",
       "r1.csv");
  take(made_rows(trade::Month(2026, 5), 7, 8, "2026-07-15"), "r1-too.csv");
  const auto after = json_of(go().newest->assessment);
  std::int64_t usd = 0;
  double probability = 0.0;
  std::vector<std::string> told;
  for (const auto& line : after.at("news").as_array()) {
    usd += line.at("effect_on_median_usd").as_int64();
    probability += line.at("effect_on_probability").to_number<double>();
    const std::string kind(line.at("kind").as_string());
    told.push_back(kind == "re-estimation" ? kind : kind + " " + std::string(line.at("figure").as_string()));
    if (kind != "re-estimation") {
      EXPECT_EQ(line.at("published"), "2026-07-15");
    }
  }
  EXPECT_THAT(told, ElementsAre("revision kaz-bns KAZ export PAK 2026-02", "release kaz-bns KAZ export PAK 2026-04",
                                "release kaz-bns KAZ import PAK 2026-04", "release kaz-bns KAZ export PAK 2026-05",
                                "release kaz-bns KAZ import PAK 2026-05", "re-estimation"));
  EXPECT_EQ(usd, median_of(after) - median_of(before));
  EXPECT_NEAR(probability,
              after.at("forecast").at("probability").to_number<double>() -
                  before.at("forecast").at("probability").to_number<double>(),
              1e-9);
}

// `status` and the daemon say the same, and so does a store that took the same figures in another order.
TEST_F(CatchUp, NewsDependsOnTheFiguresAloneNotOnWhenTheyWereTaken) {
  take_base();
  take(made_rows(trade::Month(2026, 4), 6, 9, "2026-07-15"), "r1.csv");
  take(made_rows(trade::Month(2026, 5), 7, 8, "2026-07-15"), "r2.csv");
  const auto daemon = json_of(go().newest->assessment).at("news");
  const auto looked = json_of(look(*store_, target(), {}, shipped_prior(), side_by_side(1)).value().assessment);
  EXPECT_EQ(daemon, looked.at("news"));
  storage::Store first = std::move(*store_);
  store_.emplace(
      storage::Store::open("sqlite:" + (folder_ / "other.db").string(), storage::OpenMode::read_write).value());
  take(made_rows(trade::Month(2026, 5), 7, 8, "2026-07-15"), "r2.csv");
  take(made_rows(trade::Month(2026, 4), 6, 9, "2026-07-15"), "r1.csv");
  take_base();
  EXPECT_EQ(json_of(go().newest->assessment).at("news"), daemon);
}

TEST_F(CatchUp, AWithdrawnFigureIsNewsWithTheDateOfItsWithdrawal) {
  take_base();
  const auto before = json_of(go().newest->assessment);
  take(
      "reporter,partner,flow,period,value,unit,source,published,status\n"
      "KAZ,PAK,import,2026-03,,USD million,kaz-bns,2026-07-15,withdrawn\n",
      "gone.csv", "");
  const auto after = json_of(go().newest->assessment);
  const auto& news = after.at("news").as_array();
  ASSERT_EQ(news.size(), 2u);
  EXPECT_EQ(news[0].at("kind"), "revision");
  EXPECT_EQ(news[0].at("withdrawn"), true);
  EXPECT_EQ(news[0].at("published"), "2026-07-15");
  EXPECT_EQ(news[0].at("effect_on_median_usd").as_int64() + news[1].at("effect_on_median_usd").as_int64(),
            median_of(after) - median_of(before));
}

targets::Reading reading_of(const std::string& id, const std::string& source) {
  targets::Reading reading;
  reading.id = id;
  reading.components = {made_component(trade::Flow::export_)};
  reading.components[0].source = source;
  return reading;
}

// A reading whose figures come later: unknown with its reason, then judged, then the headline; its release is a step.
TEST_F(CatchUp, AReadingWithoutFiguresHidesNothingAndRulesOnceItIsWorse) {
  target().amount_usd = 1e8;
  target().readings = {reading_of("other-source", "imf-imts")};
  take_base();
  const auto unknown = json_of(go().newest->assessment);
  EXPECT_EQ(unknown.at("verdict"), "on_track");
  EXPECT_EQ(unknown.at("reading"), "main");
  ASSERT_EQ(unknown.at("readings").as_array().size(), 2u);
  EXPECT_EQ(unknown.at("readings").at(1).at("verdict"), "unknown");
  EXPECT_EQ(unknown.at("readings").at(1).at("reason").at("code"), "no_figures");
  std::string body;
  for (trade::Month m(2023, 1); m <= trade::Month(2026, 3); m = m + 1) {
    body += fmt::format("KAZ,PAK,export,{},4,USD million,imf-imts,2026-07-01\n", trade::format_month(m));
  }
  take(body, "imf.csv");
  const CaughtUp done = go();
  EXPECT_EQ(done.assessments, 1);
  EXPECT_EQ(done.newest->assessment.verdict, targets::Verdict::off_track) << "48 million a year against 100";
  EXPECT_EQ(done.newest->assessment.target.reading, "other-source");
  EXPECT_EQ(done.newest->assessment.target.id, "t");
  ASSERT_EQ(done.newest->assessment.others.size(), 1u);
  EXPECT_EQ(done.newest->assessment.others[0].verdict, targets::Verdict::on_track);
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending")) << "its release is counted";
}

TEST_F(CatchUp, LookingWritesNothing) {
  take_base();
  const auto looked = look(*store_, target(), {}, shipped_prior(), side_by_side(1));
  ASSERT_TRUE(looked);
  EXPECT_EQ(looked->assessment.verdict, targets::Verdict::off_track);
  EXPECT_TRUE(store_->assessments("t").value().empty());
  EXPECT_TRUE(store_->alerts(std::nullopt).value().empty());
}

TEST_F(CatchUp, SeveralTargetsAreLookedAtSideBySideAndSayWhatEachSaysAlone) {
  take_base();
  settings_.targets.push_back(target());
  settings_.targets.back().id = "half";
  settings_.targets.back().amount_usd /= 2.0;
  for (const targets::Target& one : settings_.targets)
    ASSERT_TRUE(catch_up(*store_, settings_, one, shipped_prior(), side_by_side(2), now_));
  const auto all = look_at_all(*store_, settings_.targets, {}, shipped_prior(), side_by_side(2));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  for (std::size_t k = 0; k < all->size(); ++k) {
    const auto alone = look(*store_, settings_.targets[k], {}, shipped_prior(), side_by_side(2)).value();
    EXPECT_EQ(json_of((*all)[k].assessment), json_of(alone.assessment));
    EXPECT_EQ((*all)[k].since, alone.since);
    EXPECT_EQ((*all)[k].alerts.size(), alone.alerts.size());
  }
  EXPECT_NE((*all)[0].assessment.forecast->probability, (*all)[1].assessment.forecast->probability);
}

TEST_F(CatchUp, ATargetWithoutFiguresIsUnknownWithItsReasonAndNoAlert) {
  const CaughtUp done = go();
  EXPECT_EQ(done.newest->assessment.verdict, targets::Verdict::unknown);
  EXPECT_EQ(done.newest->assessment.reasons.front().code, "no_figures");
  EXPECT_FALSE(let_time_pass(*store_, settings_, done.newest->assessment, now_).value());
  EXPECT_TRUE(store_->alerts(std::nullopt).value().empty());
}

// A thousand targets are asked about whenever a document comes; it touches few of them.
TEST_F(CatchUp, ForecastsNothingAgainWhereNothingOfTheTargetChanged) {
  take_base();
  int forecasts = 0;
  const Assess counted = [&](const auto& input, const auto& prior, const auto& run) {
    ++forecasts;
    return targets::assess(input, prior, run);
  };
  const auto again = [&](const std::shared_ptr<const Newest>& known) {
    return catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_, known, counted)->newest;
  };
  const auto newest = again({});
  EXPECT_EQ(forecasts, 1);
  EXPECT_EQ(again(newest), newest);
  take("KAZ,CHN,export,2026-04,1,USD million,elsewhere,2026-07-15\n", "other.csv");
  EXPECT_EQ(again(newest), newest) << "another source";
  EXPECT_EQ(forecasts, 1);

  EXPECT_EQ(json_of(again({})->assessment), json_of(newest->assessment)) << "what is kept is what would be made";
  EXPECT_EQ(forecasts, 2);
  take(made_rows(trade::Month(2026, 4), 4, 8, "2026-07-15"), "r1.csv");
  const auto next = again(newest);
  EXPECT_NE(next, newest);
  EXPECT_EQ(forecasts, 3);
  target().amount_usd *= 2.0;
  EXPECT_NE(again(next), next) << "other settings";
  EXPECT_EQ(forecasts, 4);
}

// What a source revises of one flow says how sure its other flows are.
TEST_F(CatchUp, ForecastsAgainWhereTheSourceShowedMoreRevisions) {
  take_base();
  const auto newest = go().newest;
  std::string body;
  for (trade::Month m(2023, 1); m <= trade::Month(2026, 3); m = m + 1) {
    const std::string figure = "KAZ,CHN,export," + trade::format_month(m) + ",";
    body += figure + "1,USD million,kaz-bns,2026-06-15\n" + figure + "1.4,USD million,kaz-bns,2026-09-15\n";
  }
  take(body, "china.csv");
  const auto next = catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_, newest)->newest;
  EXPECT_NE(next, newest);
  EXPECT_NE(next->noises, newest->noises);
}

// Another node takes the second document of a publication day while this one still judges the first.
TEST_F(CatchUp, AReleaseThatAnotherNodeTookFurtherIsNoSecondStep) {
  take_base();
  go();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"), "r1.csv");
  storage::Store other =
      storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value();
  bool overtaken = false;
  const Assess slow = [&](const targets::AssessmentInput& input, const growth::PanelPrior& prior,
                          const targets::Runner& run) {
    if (!std::exchange(overtaken, true)) {
      take(made_rows(trade::Month(2026, 5), 1, 2, "2026-07-15"), "r2.csv");
      EXPECT_TRUE(catch_up(other, settings_, target(), prior, run, now_));
    }
    return targets::assess(input, prior, run);
  };
  const auto done = catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_, {}, slow);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->assessments, 0) << "the other one wrote it";
  EXPECT_EQ(done->newest->sequence, 3);
  EXPECT_EQ(store_->assessments("t").value().size(), 3U);
  EXPECT_THAT(history("off_track"), ElementsAre("inactive>pending", "pending>firing"));
  EXPECT_TRUE(is_caught_up(*store_, target()).value());
}

TEST_F(CatchUp, GivesWayToAnotherNodeWhereItIsAskedTo) {
  take_base();
  storage::Store other =
      storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value();
  const Assess slow = [&](const targets::AssessmentInput& input, const growth::PanelPrior& prior,
                          const targets::Runner& run) {
    EXPECT_TRUE(catch_up(other, settings_, target(), prior, run, now_));
    return targets::assess(input, prior, run);
  };
  const auto done =
      catch_up(*store_, settings_, target(), shipped_prior(), side_by_side(2), now_, {}, slow, {}, Overtaken::give_way);
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->gave_way);
  EXPECT_EQ(done->newest, nullptr);
  EXPECT_EQ(store_->assessments("t").value().size(), 1U);
}

TEST_F(CatchUp, TimeIsNotForWhoKnowsOlderFigures) {
  take_base();
  const CaughtUp old = go();
  take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15"), "r1.csv");
  go();
  now_ += std::chrono::hours{24 * 400};  // all of it is overdue
  EXPECT_FALSE(let_time_pass(*store_, settings_, old.newest->assessment, now_, old.newest->sequence).value());
  EXPECT_TRUE(let_time_pass(*store_, settings_, old.newest->assessment, now_).value());
}

}  // namespace
}  // namespace tradewatch::watch
