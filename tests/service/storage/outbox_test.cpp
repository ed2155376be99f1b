// The outbox: in order per target and receiver, claimed by one, tried until it ends.

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");
using std::chrono::minutes;

class Outbox : public StoreTest {
 protected:
  void queue(const std::string& id, const std::string& target, const std::string& receiver = "ministry") {
    const std::vector<NoticeRow> rows{{id, target, "", "firing", receiver, "body of " + id, kNow}};
    must(store_.write_alerts({.notices = rows}));
  }
  std::vector<std::string> due(trade::Instant now, const std::string& receiver = "ministry") {
    std::vector<std::string> ids;
    for (const DueNotice& d : must(store_.due_notices(receiver, now, 10))) ids.push_back(d.notice.id);
    return ids;
  }
};
ON_BOTH_DATABASES(Outbox);

TEST_P(Outbox, OffersTheOldestOfEachTargetInOrderOfQueueing) {
  queue("b1", "b");
  queue("a1", "a");
  queue("a2", "a");
  queue("x1", "a", "press");
  EXPECT_THAT(due(kNow), ElementsAre("b1", "a1"));
  must(store_.delivered("a1", kNow));
  EXPECT_THAT(due(kNow), ElementsAre("b1", "a2"));
  EXPECT_THAT(due(kNow, "press"), ElementsAre("x1"));
}

TEST_P(Outbox, DoesNotStandStillWhenTheClockIsSetBack) {
  using std::chrono::days;
  queue("a1", "a");
  const trade::Instant set_back = kNow - days(2);
  EXPECT_THAT(due(set_back), ElementsAre("a1")) << "never tried";
  EXPECT_TRUE(must(store_.claim("a1", kNow, kNow + minutes(5))));
  EXPECT_THAT(due(set_back), ElementsAre("a1")) << "whoever claimed it is gone, or has the same clock";
  EXPECT_TRUE(must(store_.claim("a1", set_back, set_back + minutes(5))));
  EXPECT_THAT(due(set_back + minutes(4)), IsEmpty());
  must(store_.failed("a1", kNow, kNow + minutes(30), "503"));
  EXPECT_THAT(due(set_back), ElementsAre("a1"));
  EXPECT_THAT(due(kNow - minutes(1)), IsEmpty()) << "a small correction changes nothing";
}

TEST_P(Outbox, GivesANoticeToOneSenderUntilTheClaimEnds) {
  queue("a1", "a");
  queue("a2", "a");
  EXPECT_TRUE(must(store_.claim("a1", kNow, kNow + minutes(5))));
  EXPECT_FALSE(must(store_.claim("a1", kNow + minutes(4), kNow + minutes(9))));
  EXPECT_THAT(due(kNow + minutes(4)), IsEmpty()) << "the next of the target waits for the claimed one";
  EXPECT_THAT(due(kNow + minutes(5)), ElementsAre("a1"));
  EXPECT_TRUE(must(store_.claim("a1", kNow + minutes(5), kNow + minutes(9))));
  EXPECT_FALSE(must(store_.claim("nobody", kNow, kNow)));
}

TEST_P(Outbox, TriesAgainWhenTheTimeHasComeAndKeepsTheOrder) {
  queue("a1", "a");
  queue("a2", "a");
  must(store_.claim("a1", kNow, kNow + minutes(5)));
  must(store_.failed("a1", kNow, kNow + minutes(30), "503"));
  EXPECT_THAT(due(kNow + minutes(29)), IsEmpty());
  const auto again = must(store_.due_notices("ministry", kNow + minutes(30), 10));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].notice.id, "a1");
  EXPECT_EQ(again[0].notice.body, "body of a1");
  EXPECT_EQ(again[0].notice.queued, kNow);
  EXPECT_EQ(again[0].attempts, 1);
}

TEST_P(Outbox, GoesOnWithTheNextAfterGivingUp) {
  queue("a1", "a");
  queue("a2", "a");
  must(store_.given_up("a1", kNow, "days of 503"));
  EXPECT_THAT(due(kNow), ElementsAre("a2"));
  EXPECT_FALSE(must(store_.claim("a1", kNow, kNow + minutes(5))));
}

TEST_P(Outbox, QueuesAnIdOnce) {
  queue("a1", "a");
  must(store_.delivered("a1", kNow));
  queue("a1", "a");
  EXPECT_THAT(due(kNow), IsEmpty());
  EXPECT_EQ(must(store_.outbox_backlog()).queued, 0);
}

TEST_P(Outbox, CountsWhatWaitsAndSinceWhen) {
  EXPECT_FALSE(must(store_.outbox_backlog()).oldest);
  queue("a1", "a");
  queue("a2", "a");
  must(store_.failed("a1", kNow, kNow + minutes(1), "no"));
  EXPECT_EQ(must(store_.outbox_backlog()).queued, 2);
  EXPECT_EQ(must(store_.outbox_backlog()).oldest, kNow);
}

TEST_P(Outbox, CountsForEachReceiver) {
  EXPECT_THAT(must(store_.receiver_backlogs()), IsEmpty());
  for (const char* id : {"a1", "a2", "a3", "a4"}) queue(id, "a");
  queue("p1", "a", "press");
  must(store_.delivered("a1", kNow));
  must(store_.given_up("a2", kNow, "404"));
  must(store_.delivered("p1", kNow));
  must(store_.failed("a3", kNow, kNow + minutes(1), "503"));
  const auto rows = must(store_.receiver_backlogs());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].receiver, "ministry");
  EXPECT_EQ(rows[0].queued, 2);
  EXPECT_EQ(rows[0].delivered, 1);
  EXPECT_EQ(rows[0].given_up, 1);
  EXPECT_EQ(rows[0].oldest, kNow);
  EXPECT_EQ(rows[0].last_error, "503");
  EXPECT_EQ(rows[1].receiver, "press");
  EXPECT_EQ(rows[1].queued, 0);
  EXPECT_FALSE(rows[1].oldest);
}

TEST_P(Outbox, HearsNothingFromASenderWhoseClaimEnded) {
  queue("a1", "a");
  EXPECT_TRUE(must(store_.claim("a1", kNow, kNow + minutes(5), 0)));
  Store other = open();
  EXPECT_TRUE(must(other.claim("a1", kNow + minutes(6), kNow + minutes(11), 1)));
  must(store_.failed("a1", kNow + minutes(7), kNow + minutes(8), "it slept", 1));
  must(store_.given_up("a1", kNow + minutes(7), "it slept", 1));
  EXPECT_THAT(due(kNow + minutes(10)), IsEmpty()) << "the other one still has it";
  must(other.failed("a1", kNow + minutes(7), kNow + minutes(9), "503", 2));
  EXPECT_THAT(due(kNow + minutes(9)), ElementsAre("a1"));
  EXPECT_FALSE(must(store_.claim("a1", kNow + minutes(9), kNow + minutes(14), 1))) << "an older list of what is due";
}

TEST_P(Outbox, HearsAlsoFromASenderWhoseClaimEndedThatTheReceiverHasIt) {
  queue("a1", "a");
  EXPECT_TRUE(must(store_.claim("a1", kNow, kNow + minutes(5), 0)));
  EXPECT_TRUE(must(open().claim("a1", kNow + minutes(6), kNow + minutes(11), 1)));
  must(store_.delivered("a1", kNow + minutes(7)));
  EXPECT_EQ(must(store_.outbox_backlog()).queued, 0);
}

// Two nodes whose clocks are a day apart: neither takes the other's claim for ended.
TEST(OutboxPostgresql, GivesClaimsByTheServersClock) {
  const std::string url = new_postgresql_database();
  Store slow = must(Store::open(url, OpenMode::read_write, {.server_clock = true}));
  Store fast = must(Store::open(url, OpenMode::read_write, {.server_clock = true}));
  const std::vector<NoticeRow> rows{{"a1", "a", "", "firing", "ministry", "{}", kNow}};
  must(slow.write_alerts({.notices = rows}));
  const trade::Instant ahead = kNow + std::chrono::hours(20);
  EXPECT_TRUE(must(slow.claim("a1", kNow, kNow + minutes(5), 0)));
  EXPECT_THAT(must(fast.due_notices("ministry", ahead, 10)), IsEmpty());
  EXPECT_FALSE(must(fast.claim("a1", ahead, ahead + minutes(5))));
}

}  // namespace
}  // namespace tradewatch::storage
