// Who is told what, and when: one message for a target's alerts, silences, acknowledgements, reminders.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "service/watch/alert_requests.h"
#include "service/watch/alert_steps.h"

namespace tradewatch::watch {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const trade::Instant kStart = *trade::parse_instant("2026-03-01T09:00:00Z");

// A book that takes writes as the store does, with two receivers.
class Telling : public testing::Test {
 protected:
  Telling() {
    assessment_.target.id = "pak";
    assessment_.target.title = "Pakistan-Kazakhstan trade";
    assessment_.target.alert.persist = 1;
    assessment_.verdict = targets::Verdict::off_track;
    assessment_.forecast.emplace();
    assessment_.figures.emplace();
    for (const char* name : {"ministry", "press"}) {
      settings::Receiver receiver;
      receiver.name = name;
      receivers_.push_back(receiver);
    }
  }

  // A release with this probability; the notices it made.
  std::vector<storage::NoticeRow> release(double probability) {
    assessment_.forecast->probability = probability;
    assessment_.verdict = targets::verdict_of(probability);
    return take(
        step_alerts(assessment_, alerts::findings_of(assessment_), book_, receivers_, {now_, ++assessment_.sequence}));
  }
  std::vector<storage::NoticeRow> time_passes(std::chrono::hours by) {
    now_ += by;
    return take(pass_time(assessment_, book_, receivers_, now_));
  }

  std::vector<storage::NoticeRow> take(storage::AlertWrite write) {
    for (storage::AlertRow& row : write.states) {
      std::erase_if(book_.alerts, [&](const storage::AlertRow& held) { return held.id == row.id; });
      book_.alerts.push_back(std::move(row));
    }
    for (storage::Told& told : write.told) {
      std::erase_if(book_.told, [&](const storage::Told& held) {
        return held.alert_id == told.alert_id && held.receiver == told.receiver;
      });
      book_.told.push_back(std::move(told));
    }
    for (const storage::AlertEvent& event : write.events) events_.push_back(event.kind + " " + event.receiver);
    ++book_.number;
    now_ += hours(1);
    return std::move(write.notices);
  }

  static std::vector<std::string> kinds(const std::vector<storage::NoticeRow>& notices, const std::string& receiver) {
    std::vector<std::string> out;
    for (const storage::NoticeRow& n : notices) {
      if (n.receiver != receiver) continue;
      std::string line = n.kind;
      const boost::json::value body = boost::json::parse(n.body);
      for (const auto& alert : body.at("alerts").as_array()) line += " " + std::string(alert.at("rule").as_string());
      out.push_back(line);
    }
    return out;
  }

  void silence(const std::string& receiver, std::chrono::hours length) {
    book_.silences.push_back(
        {"s1", "pak", "", receiver, now_, now_ + length, "Aisha", "figures are being corrected", now_});
  }

  targets::Assessment assessment_;
  storage::AlertBook book_;
  std::vector<settings::Receiver> receivers_;
  std::vector<std::string> events_;
  trade::Instant now_ = kStart;
};

TEST_F(Telling, IsOneMessageForAllAlertsOfATarget) {
  const auto notices = release(0.05);
  EXPECT_THAT(kinds(notices, "ministry"), ElementsAre("firing critical off_track"));
  const boost::json::value body = boost::json::parse(notices[0].body);
  EXPECT_EQ(body.at("severity").as_string(), "critical");
  EXPECT_EQ(body.at("id").as_string(), notices[0].id);
  EXPECT_THAT(std::string(body.at("text").as_string()), HasSubstr("target almost out of reach; target off track"));
  EXPECT_NE(notices[0].id, notices[1].id) << "each receiver has its own";
}

TEST_F(Telling, GoesToThoseWhoWantTheRuleTheTargetAndTheSeverity) {
  receivers_[0].rules = {alerts::Rule::off_track};
  receivers_[1].severity = settings::Severity::critical;
  const auto notices = release(0.05);
  EXPECT_THAT(kinds(notices, "ministry"), ElementsAre("firing off_track"));
  EXPECT_THAT(kinds(notices, "press"), ElementsAre("firing critical"));
}

TEST_F(Telling, IsKeptBackByASilenceAndDoneAfterwardsIfItStillStands) {
  silence("ministry", hours(48));
  const auto notices = release(0.2);
  EXPECT_THAT(kinds(notices, "ministry"), IsEmpty());
  EXPECT_THAT(kinds(notices, "press"), ElementsAre("firing off_track"));
  EXPECT_THAT(events_, ElementsAre("withheld ministry"));
  EXPECT_THAT(time_passes(hours(20)), IsEmpty());
  EXPECT_THAT(kinds(time_passes(hours(30)), "ministry"), ElementsAre("firing off_track"));
  EXPECT_THAT(time_passes(hours(1)), IsEmpty()) << "once";
}

TEST_F(Telling, OfARecoveryInsideASilenceIsDoneAfterwardsForThoseWhoKnewOfTheProblem) {
  release(0.2);
  silence("", hours(48));
  EXPECT_THAT(release(0.9), IsEmpty());
  const auto after = time_passes(hours(50));
  EXPECT_THAT(kinds(after, "ministry"), ElementsAre("resolved off_track"));
  EXPECT_THAT(kinds(after, "press"), ElementsAre("resolved off_track"));
}

TEST_F(Telling, OfWhatCameAndWentInsideASilenceIsNotDone) {
  silence("ministry", hours(48));
  release(0.2);
  const auto over = release(0.9);
  EXPECT_THAT(kinds(over, "press"), ElementsAre("resolved off_track"));
  EXPECT_THAT(kinds(time_passes(hours(50)), "ministry"), IsEmpty());
}

TEST_F(Telling, AgainComesAfterFourWeeksUntilSomebodyAcknowledges) {
  release(0.2);
  EXPECT_THAT(time_passes(days(27)), IsEmpty());
  EXPECT_THAT(kinds(time_passes(days(1)), "ministry"), ElementsAre("reminder off_track"));
  EXPECT_THAT(time_passes(days(1)), IsEmpty());
  book_.alerts[0].acknowledged = storage::Acknowledgement{"pak.off_track", "Aisha", "seen", now_, now_ + days(40)};
  EXPECT_THAT(time_passes(days(30)), IsEmpty());
  EXPECT_EQ(book_.alerts[0].state, "firing") << "an acknowledgement hides nothing";
  EXPECT_THAT(kinds(time_passes(days(11)), "ministry"), ElementsAre("reminder off_track")) << "it ran out";
}

TEST_F(Telling, EndsWithTheResolvedNoticeAlsoWhenAcknowledged) {
  release(0.2);
  book_.alerts[0].acknowledged = storage::Acknowledgement{"pak.off_track", "Aisha", "seen", now_, std::nullopt};
  EXPECT_THAT(kinds(release(0.9), "ministry"), ElementsAre("resolved off_track"));
}

TEST_F(Telling, OfAnExpiredSilenceIsNotKeptBackAgainAfterTheClockWasSetBack) {
  silence("", hours(1));
  now_ += hours(2);
  book_.silences[0].ended = now_;
  now_ -= hours(24 * 200);
  EXPECT_THAT(release(0.2), SizeIs(2)) << "before its start it holds nothing back either";
}

TEST_F(Telling, OfAFigureThatSurprisesIsDoneForEachReleaseAnew) {
  assessment_.surprises = {{"sbp PAK export KAZ 2026-01", 9e9, 1e6, 2e6, 3e6}};
  EXPECT_THAT(kinds(release(0.5), "ministry"), ElementsAre("firing anomaly"));
  assessment_.surprises = {{"sbp PAK export KAZ 2026-02", 8e9, 1e6, 2e6, 3e6}};
  EXPECT_THAT(kinds(release(0.5), "ministry"), ElementsAre("firing anomaly"));
  assessment_.surprises.clear();
  EXPECT_THAT(kinds(release(0.5), "ministry"), ElementsAre("resolved anomaly"));
}

TEST_F(Telling, NamesTheRevisionThatTurnedTheVerdict) {
  assessment_.forecast->probability = 0.2;
  const Moment moment{now_, 7, {}, wording::VerdictRevision{targets::Verdict::on_track, "sbp PAK export KAZ 2025-10"}};
  const auto notices = take(step_alerts(assessment_, alerts::findings_of(assessment_), book_, receivers_, moment));
  EXPECT_THAT(notices[0].body, HasSubstr("A revision of sbp PAK export KAZ 2025-10 changed the verdict from on track"));
}

TEST_F(Telling, TwiceFromTheSameBookIsTheSameNotice) {
  assessment_.forecast->probability = 0.2;
  const Moment moment{now_, 7};
  const auto findings = alerts::findings_of(assessment_);
  const auto once = step_alerts(assessment_, findings, book_, receivers_, moment);
  const auto twice = step_alerts(assessment_, findings, book_, receivers_, moment);
  ASSERT_THAT(once.notices, SizeIs(2));
  EXPECT_EQ(once.notices[0].id, twice.notices[0].id);
  EXPECT_EQ(once.notices[0].body, twice.notices[0].body);
}

class Requests : public testing::Test {
 protected:
  Requests() {
    settings_.service.time_zone = "Asia/Karachi";
    targets::Target target;
    target.id = "pak";
    settings_.targets = {target};
    settings_.receivers.emplace_back().name = "ministry";
  }
  std::vector<std::string> faults(const SilenceRequest& request) {
    const auto result = checked(request, settings_, kStart);
    std::vector<std::string> out;
    if (!result)
      for (const RequestFault& f : result.error()) out.push_back(f.field + ": found " + f.found);
    return out;
  }
  settings::Settings settings_;
};

// Case L45.
TEST_F(Requests, WithImpossibleEndsAreRefused) {
  SilenceRequest good{"pak", "stale", "ministry", "", "2026-03-10", "Aisha", "late every Ramadan"};
  EXPECT_THAT(faults(good), IsEmpty());
  EXPECT_EQ(checked(good, settings_, kStart)->ends, *trade::parse_instant("2026-03-10T18:59:59.999999Z"));
  for (const char* until : {"2026-02-30", "99999-01-01T00:00:00Z", "2026-02-01", "2029-01-01", "", "soon"}) {
    SilenceRequest bad = good;
    bad.until = until;
    EXPECT_THAT(faults(bad), SizeIs(1)) << until;
  }
  SilenceRequest backwards = good;
  backwards.from = "2026-04-01";
  EXPECT_THAT(faults(backwards), ElementsAre("until: found \"2026-03-10\""));
}

TEST_F(Requests, NameWhatIsNotThereAndWhoIsMissing) {
  EXPECT_THAT(faults({"pakk", "of_track", "minister", "", "2026-03-10", "", "x\ny"}),
              ElementsAre("target: found \"pakk\"", "rule: found \"of_track\"", "receiver: found \"minister\"",
                          "by: found nothing", "reason: found \"x y\""));
}

}  // namespace
}  // namespace tradewatch::watch
