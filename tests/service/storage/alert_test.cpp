// Assessments with their alerts and notices: all of it once, or none.

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

using Assessments = StoreTest;
ON_BOTH_DATABASES(Assessments);

const trade::Instant kNow = at("2026-03-01T09:30:00.123456Z");

AlertRow alert(std::string state) {
  return {"pak-kaz:off_track", "pak-kaz", "off_track", std::move(state), "warning", kNow, kNow, 2, 0.1, 0.33, "{}"};
}

TransitionRow transition(std::string from, std::string to) {
  return {"pak-kaz:off_track", "pak-kaz", "off_track", std::move(from), std::move(to), kNow, 1,
          "{\"code\":1}",      0.1,       std::nullopt};
}

AssessmentWrite a_write(std::string settings = "s1", std::int64_t sequence = 1) {
  AssessmentWrite write;
  write.assessment = {"pak-kaz",   sequence, std::move(settings), kNow, "{\"p\":0.1}",
                      "off_track", 0.1,      day("2026-02-10")};
  write.alerts = {.target = "pak-kaz",
                  .book = 0,
                  .states = {alert("firing")},
                  .transitions = {transition("pending", "firing")},
                  .notices = {{"n-1", "pak-kaz", "pak-kaz:off_track", "firing", "ministry", "body\n", kNow}}};
  return write;
}

TEST_P(Assessments, AreWrittenOnceAndTheLoserWritesNothing) {
  EXPECT_EQ(must(store_.write_assessment(a_write())), WriteResult::written);
  AssessmentWrite second = a_write();
  second.alerts.states = {alert("recovering")};
  second.alerts.notices.front().id = "n-2";
  EXPECT_EQ(must(store_.write_assessment(second)), WriteResult::already_there);
  EXPECT_EQ(must(store_.alerts("pak-kaz")).front().state, "firing");
  EXPECT_THAT(must(store_.transitions(std::nullopt, 10)), SizeIs(1));
  EXPECT_EQ(must(store_.outbox_backlog()).queued, 1);
}

TEST_P(Assessments, ComeBackAsTheyWere) {
  must(store_.write_assessment(a_write()));
  AssessmentWrite unknown = a_write("s2", 2);
  unknown.assessment.probability.reset();
  unknown.assessment.release.reset();
  unknown.alerts = {};
  must(store_.write_assessment(unknown));
  const auto history = must(store_.assessments("pak-kaz"));
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[0].at, kNow);
  EXPECT_EQ(history[0].json, "{\"p\":0.1}");
  EXPECT_EQ(history[0].probability, 0.1);
  EXPECT_EQ(history[0].release, day("2026-02-10"));
  EXPECT_FALSE(history[1].probability);
  EXPECT_FALSE(history[1].release);
  EXPECT_EQ(must(store_.last_assessment("pak-kaz", std::nullopt))->settings_digest, "s2");
  EXPECT_EQ(must(store_.last_assessment("pak-kaz", "s1"))->sequence, 1);
  EXPECT_FALSE(must(store_.last_assessment("other", std::nullopt)));
  EXPECT_THAT(must(store_.assessments("other")), IsEmpty());
}

TEST_P(Assessments, TellWhereTheVerdictChangedOfOneTargetOrAll) {
  std::int64_t sequence = 0;
  const auto assess = [&](const char* target, const char* verdict) {
    AssessmentWrite write = a_write("s1", ++sequence);
    write.alerts = {};
    write.assessment.target = target;
    write.assessment.verdict = verdict;
    must(store_.write_assessment(write));
  };
  for (const char* verdict : {"unknown", "off_track", "off_track", "at_risk"}) assess("pak-kaz", verdict);
  assess("other", "at_risk");
  assess("pak-kaz", "off_track");
  const auto all = must(store_.verdict_changes(std::nullopt, 10));
  ASSERT_THAT(all, SizeIs(5));
  EXPECT_EQ(all[0].before, "at_risk");
  EXPECT_EQ(all[0].verdict, "off_track");
  EXPECT_EQ(all[0].at, kNow);
  EXPECT_EQ(all[0].release, day("2026-02-10"));
  EXPECT_EQ(all[1].target, "other");
  EXPECT_FALSE(all[1].before) << "another target's verdict is none of its own";
  EXPECT_EQ(all[3].sequence, 2);
  EXPECT_FALSE(all[4].before);
  EXPECT_THAT(must(store_.verdict_changes("other", 10)), SizeIs(1));
  EXPECT_THAT(must(store_.verdict_changes(std::nullopt, 2)), SizeIs(2));
}

TEST_P(Assessments, OfWhichAnyPartFailsWriteNothing) {
  AssessmentWrite write = a_write();
  write.alerts.transitions.push_back(transition("firing", "recovering"));
  write.alerts.transitions.back().alert_id = "nobody";  // a transition of an alert that is not there
  EXPECT_FALSE(store_.write_assessment(write));
  EXPECT_THAT(must(store_.assessments("pak-kaz")), IsEmpty());
  EXPECT_THAT(must(store_.alerts(std::nullopt)), IsEmpty());
  EXPECT_EQ(must(store_.outbox_backlog()).queued, 0);
  EXPECT_EQ(must(store_.write_assessment(a_write())), WriteResult::written);
}

TEST_P(Assessments, LeaveTheNewestStateOfAnAlertAndAllItsTransitions) {
  must(store_.write_assessment(a_write()));
  AlertRow later = alert("recovering");
  later.value.reset();
  must(store_.write_alerts(
      {.target = "pak-kaz", .book = 1, .states = {later}, .transitions = {transition("firing", "recovering")}}));
  const auto rows = must(store_.alerts(std::nullopt));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].state, "recovering");
  EXPECT_EQ(rows[0].since, kNow);
  EXPECT_EQ(rows[0].steps, 2);
  EXPECT_FALSE(rows[0].value);
  EXPECT_EQ(rows[0].threshold, 0.33);
  const auto past = must(store_.transitions("pak-kaz", 10));
  ASSERT_THAT(past, SizeIs(2));
  EXPECT_EQ(past[0].to, "recovering");
  EXPECT_EQ(past[1].from, "pending");
  EXPECT_EQ(past[1].reason_json, "{\"code\":1}");
  EXPECT_EQ(past[1].value, 0.1);
  EXPECT_FALSE(past[1].threshold);
  EXPECT_THAT(must(store_.transitions("pak-kaz", 1)), SizeIs(1));
  EXPECT_THAT(must(store_.alerts("other")), IsEmpty());
}

TEST_P(Assessments, WhoseAlertsMovedSinceTheBookWasReadWriteNothing) {
  must(store_.write_assessment(a_write()));
  EXPECT_EQ(must(store_.alert_book("pak-kaz")).number, 1);
  AssessmentWrite late = a_write("s1", 2);  // read the book at 0
  EXPECT_EQ(must(store_.write_assessment(late)), WriteResult::alerts_moved);
  EXPECT_THAT(must(store_.assessments("pak-kaz")), SizeIs(1));
  const AlertWrite overdue{.target = "pak-kaz", .book = 0, .states = {alert("recovering")}};
  EXPECT_EQ(must(store_.write_alerts(overdue)), WriteResult::alerts_moved);
  EXPECT_EQ(must(store_.alerts("pak-kaz")).front().state, "firing");
}

}  // namespace
}  // namespace tradewatch::storage
