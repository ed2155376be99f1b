// What people do about alerts stays, ends when it should, and can be read back.

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

const trade::Instant kNow = at("2026-03-01T09:30:00Z");
using std::chrono::hours;

class Silences : public StoreTest {
 protected:
  void fire(const std::string& state) {
    const std::int64_t book = must(store_.alert_book("pak")).number;
    const AlertRow row{"pak.off_track", "pak", "off_track", state, "warning", kNow, kNow, 0, 0.1, 0.33, "{}"};
    ASSERT_EQ(must(store_.write_alerts({.target = "pak", .book = book, .states = {row}})), WriteResult::written);
  }
  static Silence silence(std::string id) {
    return {std::move(id), "pak", "", "ministry", kNow, kNow + hours(24), "Aisha", "figures are being corrected", kNow};
  }
};
ON_BOTH_DATABASES(Silences);

TEST_P(Silences, ComeBackAsTheyWereMadeAndAnIdIsAddedOnce) {
  must(store_.add_silence(silence("s1")));
  Silence again = silence("s1");
  again.reason = "another";
  must(store_.add_silence(again));
  const auto rows = must(store_.silences());
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].receiver, "ministry");
  EXPECT_EQ(rows[0].rule, "");
  EXPECT_EQ(rows[0].ends, kNow + hours(24));
  EXPECT_EQ(rows[0].reason, "figures are being corrected");
  EXPECT_FALSE(rows[0].ended);
  EXPECT_TRUE(rows[0].confirmed);
  EXPECT_THAT(must(store_.alert_events(std::nullopt, 10)), ElementsAre(Field(&AlertEvent::kind, "silenced")));
}

TEST_P(Silences, ThatEndedStayEndedAndEndOnce) {
  must(store_.add_silence(silence("s1")));
  EXPECT_TRUE(must(store_.end_silence("s1", kNow + hours(1), "Bolat")));
  EXPECT_FALSE(must(store_.end_silence("s1", kNow + hours(2), "Bolat")));
  EXPECT_FALSE(must(store_.end_silence("s2", kNow + hours(2), "Bolat")));
  must(store_.add_silence(silence("s1")));
  const auto rows = must(store_.silences());
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].ended, kNow + hours(1));
  EXPECT_EQ(rows[0].ended_by, "Bolat");
  EXPECT_THAT(must(store_.alert_events("pak", 10)),
              ElementsAre(Field(&AlertEvent::kind, "unsilenced"), Field(&AlertEvent::kind, "silenced")));
}

TEST_P(Silences, WaitForSomebodyAfterARestore) {
  must(store_.add_silence(silence("s1")));
  must(store_.doubt_silences());
  EXPECT_FALSE(must(store_.silences())[0].confirmed);
  EXPECT_TRUE(must(store_.confirm_silence("s1", kNow + hours(1), "Aisha")));
  EXPECT_FALSE(must(store_.confirm_silence("s1", kNow + hours(1), "Aisha")));
  EXPECT_TRUE(must(store_.silences())[0].confirmed);
}

TEST_P(Silences, HaveNothingToDoWithAnAlertOfAnotherTarget) {
  must(store_.add_silence(silence("s1")));
  EXPECT_THAT(must(store_.alert_events("kaz", 10)), IsEmpty());
}

TEST_P(Silences, StandBesideAcknowledgementsWhichEndWithTheirAlert) {
  EXPECT_FALSE(must(store_.acknowledge({"pak.off_track", "Aisha", "seen", kNow, std::nullopt})));
  fire("firing");
  EXPECT_TRUE(must(store_.acknowledge({"pak.off_track", "Aisha", "seen", kNow, kNow + hours(48)})));
  const auto seen = must(store_.alerts("pak"));
  ASSERT_TRUE(seen[0].acknowledged);
  EXPECT_EQ(seen[0].acknowledged->author, "Aisha");
  EXPECT_EQ(seen[0].acknowledged->until, kNow + hours(48));
  fire("recovering");  // a step keeps it
  EXPECT_TRUE(must(store_.alerts("pak"))[0].acknowledged);
  fire("resolved");
  EXPECT_FALSE(must(store_.alerts("pak"))[0].acknowledged);
  EXPECT_FALSE(must(store_.acknowledge({"pak.off_track", "Aisha", "seen", kNow, std::nullopt})));
  EXPECT_THAT(must(store_.alert_events("pak", 10)), ElementsAre(Field(&AlertEvent::note, "seen")));
}

TEST_P(Silences, StandBesideAcknowledgementsWhichDoNotOutliveAnAlertThatNeverFired) {
  fire("pending");
  EXPECT_TRUE(must(store_.acknowledge({"pak.off_track", "Aisha", "seen", kNow, std::nullopt})));
  fire("inactive");
  fire("firing");
  EXPECT_FALSE(must(store_.alerts("pak"))[0].acknowledged) << "nobody has seen this episode";
}

TEST_P(Silences, StandBesideAcknowledgementsThatAStepReadBeforeThemDoesNotKnow) {
  fire("firing");
  const std::int64_t read_before = must(store_.alert_book("pak")).number;
  EXPECT_TRUE(must(store_.acknowledge({"pak.off_track", "Aisha", "seen", kNow, std::nullopt})));
  const AlertRow row{"pak.off_track", "pak", "off_track", "resolved", "warning", kNow, kNow, 0, 0.1, 0.33, "{}"};
  EXPECT_EQ(must(store_.write_alerts({.target = "pak", .book = read_before, .states = {row}})),
            WriteResult::alerts_moved);
  EXPECT_TRUE(must(store_.alerts("pak"))[0].acknowledged);
}

TEST_P(Silences, LeaveWhatAReceiverWasToldAndHowThatFared) {
  const AlertRow row{"pak.off_track", "pak", "off_track", "firing", "warning", kNow, kNow, 0, 0.1, 0.33, "{}"};
  must(store_.write_alerts({.target = "pak",
                            .book = 0,
                            .states = {row},
                            .notices = {{"n1", "pak", row.id, "firing", "ministry", "{}", kNow, "<svg/>"}},
                            .told = {{row.id, "ministry", "firing", kNow, "n1", "", ""}}}));
  const auto due = must(store_.due_notices("ministry", kNow, 10));
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_EQ(due[0].notice.chart_svg, "<svg/>");
  must(store_.given_up("n1", kNow, "410 Gone"));
  const auto fates = must(store_.notice_fates());
  ASSERT_THAT(fates, SizeIs(1));
  EXPECT_EQ(fates[0].state, "given_up");
  EXPECT_EQ(fates[0].last_error, "410 Gone");
  const AlertBook book = must(store_.alert_book("pak"));
  ASSERT_THAT(book.told, SizeIs(1));
  EXPECT_EQ(book.told[0].kind, "firing");
  EXPECT_THAT(must(store_.alert_book("kaz")).told, IsEmpty());
}

}  // namespace
}  // namespace tradewatch::storage
