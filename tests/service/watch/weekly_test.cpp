// Weeks on a real store whose clock is told the time: what was known then, and reports that go out once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "service/delivery/notice_body.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"
#include "service/watch/weekly_notices.h"
#include "tests/service/watch/made_releases.h"

namespace tradewatch::watch {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using wording::Language;

trade::Instant at(const char* text) { return *trade::parse_instant(text); }
trade::IsoWeek week(const char* text) { return *trade::parse_iso_week(text); }

class Weekly : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "weekly-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
    settings_.targets = {made_target()};
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  settings::Receiver& receiver(const std::string& name, settings::ReceiverType type, bool reports = true) {
    settings::Receiver r;
    r.name = name;
    r.type = type;
    r.reports = reports;
    settings_.receivers.push_back(r);
    return settings_.receivers.back();
  }

  void take(const std::string& body, const std::string& name, const char* taken) {
    intake::ReadOptions options;
    options.document = name;
    options.taken_date = *trade::parse_date("2027-12-31");
    const auto report = import_document(*store_, kMadeHeader + body, options, at(taken), Dry::no);
    ASSERT_TRUE(report);
    ASSERT_NE(report->outcome, intake::DocumentReport::Outcome::refused) << intake::to_text(*report);
  }

  // Months 2023-01 to 2026-03, taken in the week 2026-W46.
  void take_base() {
    std::string body;
    for (trade::Month m(2023, 1); m <= trade::Month(2026, 3); m = m + 1) body += made_rows(m, 4.0, 8.0, "2026-06-15");
    take(body, "base.csv", "2026-11-11T08:00:00Z");
  }
  // In the week 2026-W47: April, and March's exports revised.
  void take_release() {
    take(made_rows(trade::Month(2026, 4), 1, 2, "2026-07-15") + made_rows(trade::Month(2026, 3), 3, 8, "2026-07-15"),
         "release.csv", "2026-11-18T08:00:00Z");
  }
  void catch_up_at(const char* now) {
    ASSERT_TRUE(catch_up(*store_, settings_, settings_.targets[0], shipped_prior(), run_, at(now)));
  }

  report::WeeklySnapshot told(const char* name, const char* now = "2026-12-01T08:00:00Z") {
    return weekly_snapshot(*store_, settings_, week(name), zone_, at(now), shipped_prior(), run_).value();
  }
  int queue(const char* name, const char* now) {
    return queue_weekly(*store_, settings_, week(name), zone_, at(now), shipped_prior(), run_, {}).value();
  }
  std::vector<std::string> waiting(const std::string& name) {
    std::vector<std::string> out;
    const auto waiting = store_->due_notices(name, at("2027-01-01T00:00:00Z"), 100).value();
    for (const storage::DueNotice& due : waiting)
      out.push_back(due.notice.kind + " " + std::string(boost::json::parse(due.notice.body).at("week").as_string()));
    return out;
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
  settings::Settings settings_;
  runtime::TimeZone zone_ = runtime::TimeZone::find("Asia/Karachi").value();
  targets::Runner run_ = side_by_side(2);
};

TEST_F(Weekly, BeginsAndEndsOnTheDaysOfTheZone) {
  const WeekBounds bounds = bounds_of(week("2026-W48"), zone_, at("2026-12-01T08:00:00Z"));
  EXPECT_EQ(trade::format_date(bounds.monday), "2026-11-23");
  EXPECT_EQ(bounds.begin, at("2026-11-22T18:59:59.999999Z"));
  EXPECT_EQ(bounds.end, at("2026-11-29T18:59:59.999999Z"));
  EXPECT_TRUE(bounds.over);
  const WeekBounds running = bounds_of(week("2026-W48"), zone_, at("2026-11-25T08:00:00Z"));
  EXPECT_FALSE(running.over);
  EXPECT_EQ(running.end, at("2026-11-25T08:00:00Z"));
  EXPECT_EQ(last_week(zone_, at("2026-11-29T19:00:00Z")), week("2026-W48")) << "Monday has begun in Karachi";
  EXPECT_EQ(last_week(zone_, at("2026-11-29T18:59:00Z")), week("2026-W47"));
}

TEST_F(Weekly, TellsAPastWeekTheSameWhateverCameSince) {
  take_base();
  const std::string before = report::weekly_text(told("2026-W46"), Language::en);
  EXPECT_THAT(before, HasSubstr("base.csv"));
  take_release();
  catch_up_at("2026-11-20T08:00:00Z");
  EXPECT_EQ(report::weekly_text(told("2026-W46"), Language::en), before);
  const std::string html = report::weekly_html(told("2026-W47"), Language::ru, report::Pictures::drawn);
  take(made_rows(trade::Month(2026, 5), 90, 90, "2026-08-15"), "later.csv", "2026-11-26T08:00:00Z");
  catch_up_at("2026-11-26T09:00:00Z");
  EXPECT_EQ(report::weekly_html(told("2026-W47"), Language::ru, report::Pictures::drawn), html);
}

TEST_F(Weekly, NewsAddUpFromTheWeeksBeginningToItsEnd) {
  take_base();
  take_release();
  const report::WeeklySnapshot s = told("2026-W47");
  const report::TargetWeek& target = s.targets.at(0);
  ASSERT_TRUE(target.before);
  EXPECT_THAT(target.came_in, SizeIs(3));
  ASSERT_TRUE(target.assessment.news);
  const targets::News& news = *target.assessment.news;
  std::int64_t sum = 0;
  for (const targets::NewsLine& line : news.lines) sum += line.effect_on_median_usd;
  EXPECT_EQ(sum, news.median_after_usd - news.median_before_usd);
  const report::WeeklySnapshot earlier = told("2026-W46");
  EXPECT_EQ(news.median_before_usd, std::llround(earlier.targets.at(0).assessment.forecast->total.median_usd));
  EXPECT_EQ(target.before->probability, earlier.targets.at(0).assessment.forecast->probability);
}

TEST_F(Weekly, AWeekWithoutFiguresMovesNothing) {
  take_base();
  take_release();
  const report::WeeklySnapshot s = told("2026-W48");
  EXPECT_THAT(s.targets.at(0).came_in, IsEmpty());
  EXPECT_FALSE(s.targets.at(0).before);
  EXPECT_FALSE(s.targets.at(0).assessment.news);
  EXPECT_THAT(report::weekly_text(s, Language::en), HasSubstr("Nothing: no figure of a target came in"));
}

TEST_F(Weekly, BeforeTheFirstDocumentKnowsNothing) {
  take_base();
  const report::WeeklySnapshot s = told("2026-W40");
  EXPECT_EQ(s.targets.at(0).assessment.verdict, targets::Verdict::unknown);
  EXPECT_THAT(report::weekly_text(s, Language::en), HasSubstr("There is no figure of kaz-bns KAZ export PAK yet."));
}

TEST_F(Weekly, ShowsAlertsAndAcknowledgementsAsTheyStoodThen) {
  take_base();
  catch_up_at("2026-11-12T08:00:00Z");
  take_release();
  catch_up_at("2026-11-18T09:00:00Z");
  ASSERT_TRUE(*store_->acknowledge({"t.off_track", "A. Khan", "seen", at("2026-11-24T09:00:00Z"), std::nullopt}));
  const auto states = [](const report::WeeklySnapshot& s) {
    std::vector<std::string> out;
    for (const storage::AlertRow& alert : s.targets.at(0).alerts) {
      if (alert.rule != "off_track") continue;
      out.push_back(alert.state + " " + alert.severity + (alert.acknowledged ? " " + alert.acknowledged->author : ""));
    }
    return out;
  };
  EXPECT_THAT(states(told("2026-W46")), ElementsAre("pending warning"));
  EXPECT_THAT(states(told("2026-W47")), ElementsAre("firing warning"));
  EXPECT_THAT(states(told("2026-W48")), ElementsAre("firing warning A. Khan"));
  EXPECT_THAT(told("2026-W48").targets.at(0).transitions, IsEmpty());
  EXPECT_THAT(told("2026-W47").targets.at(0).transitions, Not(IsEmpty()));
}

TEST_F(Weekly, IsQueuedOnceForEachWeekAndReceiver) {
  receiver("mail", settings::ReceiverType::email).language = "ur";
  receiver("file", settings::ReceiverType::file);
  receiver("quiet", settings::ReceiverType::file, false);
  take_base();
  EXPECT_EQ(queue("2026-W46", "2026-11-16T04:00:00Z"), 2);
  EXPECT_EQ(queue("2026-W46", "2026-11-16T04:01:00Z"), 0) << "again, as after a restart";
  EXPECT_EQ(queue("2026-W47", "2026-11-23T04:00:00Z"), 2);
  EXPECT_EQ(queue("2026-W46", "2026-11-17T04:00:00Z"), 0) << "the clock was set back";
  EXPECT_THAT(waiting("file"), ElementsAre("report 2026-W46"));  // in order: the next waits for this one
  EXPECT_THAT(waiting("quiet"), IsEmpty());
  receiver("late", settings::ReceiverType::file);
  EXPECT_EQ(queue("2026-W47", "2026-11-24T04:00:00Z"), 1) << "a new receiver gets the latest";
}

TEST_F(Weekly, IsNotQueuedForAWeekBeforeTheStoreBegan) {
  receiver("file", settings::ReceiverType::file);
  EXPECT_EQ(queue("2026-W45", "2026-11-10T04:00:00Z"), 0);
  take_base();
  EXPECT_EQ(queue("2026-W45", "2026-11-12T04:00:00Z"), 0);
  EXPECT_THAT(waiting("file"), IsEmpty());
}

TEST_F(Weekly, GoesToAReceiverInItsLanguageAndOfItsTargets) {
  take_base();
  settings::Receiver mail = receiver("mail", settings::ReceiverType::email);
  mail.language = "ur";
  const report::WeeklySnapshot s = told("2026-W46");
  const auto notice = weekly_notice(s, mail, at("2026-11-16T04:00:00Z"));
  ASSERT_TRUE(notice);
  EXPECT_THAT(notice->chart_svg, HasSubstr("<svg"));
  const auto body = delivery::parse_notice_body(notice->body);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->kind, "report");
  EXPECT_THAT(body->html, HasSubstr("dir=\"rtl\""));
  EXPECT_THAT(body->html, HasSubstr(std::string(report::kMailPicture)));
  EXPECT_THAT(body->text, HasSubstr("تجارتی اہداف"));
  EXPECT_EQ(body->file, report::weekly_html(s, Language::ur, report::Pictures::drawn)) << "attached, with its charts";
  EXPECT_THAT(body->file_name, testing::MatchesRegex("tradewatch-2026-W[0-9]+\\.html"));
  mail.targets = {"another"};
  EXPECT_FALSE(weekly_notice(s, mail, at("2026-11-16T04:00:00Z")));
  mail.targets = {"t"};
  EXPECT_TRUE(weekly_notice(s, mail, at("2026-11-16T04:00:00Z")));
}

TEST_F(Weekly, IsGivenUpWhenTheProgramEnds) {
  receiver("file", settings::ReceiverType::file);
  take_base();
  std::stop_source stop;
  stop.request_stop();
  const auto queued = queue_weekly(*store_, settings_, week("2026-W46"), zone_, at("2026-11-16T04:00:00Z"),
                                   shipped_prior(), run_, stop.get_token());
  EXPECT_FALSE(queued);
  EXPECT_THAT(waiting("file"), IsEmpty());
}

}  // namespace
}  // namespace tradewatch::watch
