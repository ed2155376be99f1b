#include "service/web/events.h"

#include <boost/json/parse.hpp>

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

boost::json::object assessment(const std::string& text) { return boost::json::parse(text).as_object(); }

const Event kSomething{"assessment", {{"target", "t1"}}};

TEST(EventsBetween, TellTheFirstAssessmentAndEveryOtherOne) {
  const auto first = assessment(R"({"id":"t1","verdict":"off_track","sequence":4,"forecast":{"probability":0.1}})");
  const auto told = events_between(nullptr, first);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].type, "assessment");
  EXPECT_EQ(
      told[0].data,
      assessment(R"({"target":"t1","verdict":"off_track","sequence":4,"probability":0.1,"verdict_changed":true})"));
  EXPECT_TRUE(events_between(&first, first).empty());

  const auto next = assessment(R"({"id":"t1","verdict":"off_track","sequence":5})");
  const auto again = events_between(&first, next);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].data, assessment(R"({"target":"t1","verdict":"off_track","sequence":5,"verdict_changed":false})"));
}

TEST(EventsBetween, TellAnAlertThatChangedItsState) {
  const auto before = assessment(R"({"id":"t1","verdict":"x","alerts":[{"id":"a","rule":"stale","state":"firing"},
                                     {"id":"b","rule":"mirror","state":"firing"}]})");
  const auto after = assessment(R"({"id":"t1","verdict":"x","alerts":[{"id":"a","rule":"stale","state":"resolved"},
                                    {"id":"b","rule":"mirror","state":"firing"},
                                    {"id":"c","rule":"missed","state":"firing"}]})");
  const auto told = events_between(&before, after);
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[1].data, assessment(R"({"target":"t1","alert":"a","rule":"stale","from":"firing","to":"resolved"})"));
  EXPECT_EQ(told[2].data, assessment(R"({"target":"t1","alert":"c","rule":"missed","to":"firing"})"));
}

TEST(EventFeed, GivesWhatIsPublishedInTheFormOfServerSentEvents) {
  EventFeed feed("f");
  const auto listener = feed.subscribe("");
  int woken = 0;
  listener->on_news([&] { ++woken; });
  EXPECT_EQ(listener->take(), "");
  feed.publish(kSomething);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(listener->take(), "event: assessment\nid: f-1\ndata: {\"target\":\"t1\"}\n\n");
  EXPECT_EQ(listener->take(), "");
}

TEST(EventFeed, WhoComesBackGetsWhatWasMissed) {
  EventFeed feed("f", {.kept = 2});
  for (int i = 0; i < 3; ++i) feed.publish(kSomething);
  EXPECT_EQ(feed.cursor(), "f-3");
  EXPECT_EQ(feed.subscribe("f-3")->take(), "");
  EXPECT_THAT(feed.subscribe("f-2")->take(), HasSubstr("id: f-3"));
  EXPECT_THAT(feed.subscribe("f-1")->take(), StartsWith("event: assessment\nid: f-2"));
}

TEST(EventFeed, WhatIsNoLongerKeptIsAReset) {
  EventFeed feed("f", {.kept = 2});
  for (int i = 0; i < 3; ++i) feed.publish(kSomething);
  for (const char* last : {"f-0", "f-9", "other-3", "f-x", "f-", "-1", "f--1"}) {
    EXPECT_EQ(feed.subscribe(last)->take(), "event: reset\nid: f-3\ndata: {}\n\n") << last;
  }
}

TEST(EventFeed, ASlowListenerIsDroppedAndCostsNothingMore) {
  EventFeed feed("f", {.pending_bytes = 90});
  const auto slow = feed.subscribe("");
  const auto quick = feed.subscribe("");
  int woken = 0;
  slow->on_news([&] { ++woken; });
  for (int i = 0; i < 5; ++i) {
    feed.publish(kSomething);
    EXPECT_NE(quick->take(), "");
  }
  EXPECT_TRUE(slow->is_over());
  EXPECT_EQ(slow->take(), "");
  EXPECT_FALSE(quick->is_over());
  EXPECT_EQ(woken, 2);
}

TEST(EventFeed, TakesNoMoreListenersThanItMay) {
  EventFeed feed("f", {.listeners = 1});
  auto first = feed.subscribe("");
  EXPECT_EQ(feed.subscribe(""), nullptr);
  first.reset();
  EXPECT_NE(feed.subscribe(""), nullptr);
  EXPECT_EQ(feed.listeners(), 0u);
}

}  // namespace
}  // namespace tradewatch::web
