// At least once, in order per target, whoever fails or dies in between.

#include "service/delivery/dispatcher.h"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "service/delivery/file_receiver.h"
#include "service/delivery/retry_delay.h"
#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using storage::NoticeRow;
using storage::OpenMode;
using storage::Store;
using testing::ElementsAre;
using testing::IsEmpty;

using Answer = Delivery;
using Deliver = std::function<Answer(const NoticeRow&, trade::Instant)>;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");
const DeliveryFault kDown{.found = "503", .expected = "200", .todo = "wait"};

// A receiver that does what the test says.
class Scripted final : public Receiver {
 public:
  Scripted(std::string name, Deliver deliver) : name_(std::move(name)), deliver_(std::move(deliver)) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Answer deliver(const NoticeRow& row, trade::Instant now) override { return deliver_(row, now); }

 private:
  std::string name_;
  Deliver deliver_;
};

Dispatcher dispatcher_of(std::vector<std::pair<std::string, Deliver>> scripts, DispatchOptions options = {}) {
  std::vector<std::unique_ptr<Receiver>> receivers;
  for (auto& [name, deliver] : scripts) receivers.push_back(std::make_unique<Scripted>(name, std::move(deliver)));
  return Dispatcher(std::move(receivers), options);
}

class Dispatching : public testing::Test {
 protected:
  Store open() { return must(Store::open("sqlite:" + (folder_.path() / "store.db").string(), OpenMode::read_write)); }
  void queue(const std::string& id, const std::string& target = "a", const std::string& receiver = "ministry") {
    const std::vector<NoticeRow> rows{notice(id, "body of " + id, target, receiver)};
    must(store_.write_alerts({.notices = rows}));
  }
  // Takes everything and notes its id.
  Deliver taking(std::vector<std::string>& ids) {
    return [&ids](const NoticeRow& row, trade::Instant) {
      EXPECT_EQ(row.body, "body of " + row.id);
      ids.push_back(row.id);
      return Answer{};
    };
  }
  std::int64_t waiting() { return must(store_.outbox_backlog()).queued; }

  Folder folder_;
  Store store_ = open();
};

TEST_F(Dispatching, DeliversEverythingDueInOrderPerTarget) {
  for (int i = 0; i < 100; ++i) queue("b" + std::to_string(100 + i), "b");
  for (int i = 0; i < 3; ++i) queue("a" + std::to_string(i), "a");
  std::vector<std::string> ids;
  const auto report = dispatcher_of({{"ministry", taking(ids)}}).dispatch(store_, kNow);
  EXPECT_EQ(report.delivered, 103);
  EXPECT_EQ(report.failed + report.given_up, 0);
  EXPECT_FALSE(report.next_try);
  EXPECT_FALSE(report.store_fault);
  const auto end_of_b = std::stable_partition(ids.begin(), ids.end(), [](const auto& id) { return id[0] == 'b'; });
  EXPECT_TRUE(std::is_sorted(ids.begin(), end_of_b));
  EXPECT_THAT(std::vector(end_of_b, ids.end()), ElementsAre("a0", "a1", "a2"));
  EXPECT_EQ(dispatcher_of({{"ministry", taking(ids)}}).dispatch(store_, kNow).delivered, 0);
}

TEST_F(Dispatching, RetriesLaterAndLaterInOrderWhileOthersGetEverything) {
  for (const char* id : {"a1", "a2", "a3"}) queue(id, "a", "ministry");
  for (const char* id : {"x1", "x2", "x3"}) queue(id, "a", "press");
  std::vector<std::string> tried, press;
  bool down = true;
  Deliver ministry = [&](const NoticeRow& row, trade::Instant) {
    tried.push_back(row.id);
    return down ? Answer(std::unexpected(kDown)) : Answer{};
  };
  Dispatcher dispatcher = dispatcher_of({{"ministry", ministry}, {"press", taking(press)}});
  trade::Instant now = kNow;
  for (int attempts = 1; attempts <= 11; ++attempts) {
    const auto report = dispatcher.dispatch(store_, now);
    EXPECT_EQ(report.failed, 1);
    ASSERT_EQ(report.next_try, now + retry_delay("a1", attempts));
    EXPECT_EQ(dispatcher.dispatch(store_, *report.next_try - std::chrono::microseconds(1)).failed, 0);
    now = *report.next_try;
  }
  EXPECT_THAT(tried, testing::Each("a1"));
  EXPECT_THAT(press, ElementsAre("x1", "x2", "x3"));
  tried.clear();
  down = false;
  EXPECT_EQ(dispatcher.dispatch(store_, now).delivered, 3);
  EXPECT_THAT(tried, ElementsAre("a1", "a2", "a3"));
}

TEST_F(Dispatching, OneTargetThatFailsHoldsBackNoOther) {
  queue("a1", "a");
  queue("b1", "b");
  queue("b2", "b");
  std::vector<std::string> taken;
  Deliver ministry = [&](const NoticeRow& row, trade::Instant) {
    if (row.target == "a") return Answer(std::unexpected(kDown));
    taken.push_back(row.id);
    return Answer{};
  };
  Dispatcher dispatcher = dispatcher_of({{"ministry", ministry}});
  const auto report = dispatcher.dispatch(store_, kNow);
  EXPECT_EQ(report.failed, 1);
  ASSERT_EQ(report.next_try, kNow + kLeastRest) << "the receiver may be down, and rests";
  EXPECT_EQ(dispatcher.dispatch(store_, *report.next_try).delivered, 2);
  EXPECT_THAT(taken, ElementsAre("b1", "b2"));
}

TEST_F(Dispatching, WaitsAtLeastAsLongAsTheReceiverAsksForWithinReason) {
  queue("a1");
  DeliveryFault busy = kDown;
  Dispatcher dispatcher =
      dispatcher_of({{"ministry", [&](const NoticeRow&, trade::Instant) { return Answer(std::unexpected(busy)); }}});
  busy.retry_after = seconds(600);
  EXPECT_EQ(dispatcher.dispatch(store_, kNow).next_try, kNow + seconds(600));
  busy.retry_after = seconds(1);
  const trade::Instant second = kNow + seconds(600);
  EXPECT_EQ(dispatcher.dispatch(store_, second).next_try, second + retry_delay("a1", 2));
  busy.retry_after = std::chrono::hours(10000);
  const trade::Instant third = kNow + minutes(20);
  EXPECT_EQ(dispatcher.dispatch(store_, third).next_try, third + kMaxRetryAfter);
}

TEST_F(Dispatching, GivesUpAfterAPermanentFaultAndGoesOnWithTheNext) {
  queue("a1");
  queue("a2");
  std::vector<std::string> taken;
  Deliver ministry = [&](const NoticeRow& row, trade::Instant) {
    if (row.id == "a1") return Answer(std::unexpected(DeliveryFault{"410", "200", "remove it", true}));
    taken.push_back(row.id);
    return Answer{};
  };
  const auto report = dispatcher_of({{"ministry", ministry}}).dispatch(store_, kNow);
  EXPECT_EQ(report.given_up, 1);
  EXPECT_EQ(report.delivered, 1);
  EXPECT_FALSE(report.next_try);
  EXPECT_THAT(taken, ElementsAre("a2"));
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Dispatching, GivesUpAfterAWeekOfTriesButNotAtTheFirstTryAfterAWeekOfSilence) {
  queue("a1");
  Dispatcher dispatcher =
      dispatcher_of({{"ministry", [](const NoticeRow&, trade::Instant) { return Answer(std::unexpected(kDown)); }}});
  trade::Instant now = kNow + kGiveUpAge + minutes(1);
  for (int attempts = 1; attempts < kMinTries; ++attempts) {
    const auto report = dispatcher.dispatch(store_, now);
    ASSERT_TRUE(report.next_try) << attempts;
    now = *report.next_try;
  }
  EXPECT_EQ(dispatcher.dispatch(store_, now).given_up, 1);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Dispatching, KeepsTryingForAWeek) {
  queue("a1");
  Dispatcher dispatcher =
      dispatcher_of({{"ministry", [](const NoticeRow&, trade::Instant) { return Answer(std::unexpected(kDown)); }}});
  trade::Instant now = kNow;
  int tries = 0;
  for (;; ++tries) {
    const auto report = dispatcher.dispatch(store_, now);
    if (!report.next_try) break;
    now = *report.next_try;
  }
  EXPECT_GT(now - kNow, kGiveUpAge);
  EXPECT_LE(now - kNow, kGiveUpAge + std::chrono::hours(1));
  EXPECT_GT(tries, 7 * 24) << "at least once an hour";
}

TEST_F(Dispatching, SendsAgainWithTheSameIdAfterACrashBetweenAnswerAndMark) {
  const auto path = folder_.path() / "notices.jsonl";
  queue("a1");
  queue("a2");
  {
    auto file = std::make_shared<FileReceiver>("ministry", path);
    Dispatcher dying = dispatcher_of({{"ministry", [file](const NoticeRow& row, trade::Instant now) -> Answer {
                                         must(file->deliver(row, now));
                                         throw std::runtime_error("power cut");
                                       }}});
    EXPECT_THROW(static_cast<void>(dying.dispatch(store_, kNow)), std::runtime_error);
  }
  Store again = open();
  std::vector<std::unique_ptr<Receiver>> receivers;
  receivers.push_back(std::make_unique<FileReceiver>("ministry", path));
  Dispatcher next(std::move(receivers));
  EXPECT_EQ(next.dispatch(again, kNow + seconds(1)).delivered, 0) << "the claim of the dead one still stands";
  EXPECT_EQ(next.dispatch(again, kNow + DispatchOptions().claim).delivered, 2);
  EXPECT_EQ(read_file(path), "body of a1\nbody of a1\nbody of a2\n");
}

TEST_F(Dispatching, CountsClaimsAndDelaysFromTheTryAndNotFromTheCall) {
  queue("a1", "a");
  queue("b1", "b");
  runtime::ManualClock clock(kNow);
  std::vector<trade::Instant> begun;
  Deliver slow = [&](const NoticeRow& row, trade::Instant now) {
    begun.push_back(now);
    clock.advance(minutes(4));
    Store other = open();
    EXPECT_FALSE(must(other.claim(row.id, clock.now(), clock.now() + minutes(5)))) << row.id << " is still ours";
    return Answer(std::unexpected(kDown));
  };
  Dispatcher dispatcher = dispatcher_of({{"ministry", slow}});
  EXPECT_EQ(dispatcher.dispatch(store_, clock).next_try, kNow + minutes(4) + kLeastRest);
  clock.advance(kLeastRest);
  const auto report = dispatcher.dispatch(store_, clock);
  ASSERT_GE(begun.size(), 2U);
  EXPECT_EQ(begun[0], kNow);
  EXPECT_EQ(begun[1], kNow + minutes(4) + kLeastRest);
  EXPECT_EQ(must(store_.due_notices("ministry", kNow + minutes(4) + retry_delay("a1", 1), 1)).at(0).notice.id, "a1");
}

TEST_F(Dispatching, StopsBetweenNoticesWhenAsked) {
  queue("a1");
  queue("a2");
  std::stop_source stop;
  Dispatcher dispatcher = dispatcher_of({{"ministry", [&](const NoticeRow&, trade::Instant) {
                                            stop.request_stop();
                                            return Answer{};
                                          }}});
  EXPECT_EQ(dispatcher.dispatch(store_, runtime::ManualClock(kNow), stop.get_token()).delivered, 1);
  EXPECT_EQ(waiting(), 1) << "the notice in hand was finished and marked, the other waits";
}

TEST_F(Dispatching, ReportsAStoreThatFails) {
  queue("a1");
  Store reader = must(Store::open("sqlite:" + (folder_.path() / "store.db").string(), OpenMode::read_only));
  std::vector<std::string> ids;
  const auto report = dispatcher_of({{"ministry", taking(ids)}}).dispatch(reader, kNow);
  EXPECT_TRUE(report.store_fault);
  EXPECT_THAT(ids, IsEmpty()) << "what cannot be claimed is not sent";
}

TEST_F(Dispatching, LeavesNoticesOfAReceiverThatIsGone) {
  queue("x1", "a", "former");
  std::vector<std::string> ids;
  EXPECT_EQ(dispatcher_of({{"ministry", taking(ids)}}).dispatch(store_, kNow).delivered, 0);
  EXPECT_EQ(waiting(), 1);
}

TEST_F(Dispatching, TwoDispatchersShareTheWorkAndNeverANotice) {
  constexpr int kTargets = 4;
  constexpr int kEach = 15;
  for (int i = 0; i < kEach; ++i) {
    for (int t = 0; t < kTargets; ++t) {
      const std::string target(1, static_cast<char>('a' + t));
      queue(target + std::to_string(10 + i), target);
    }
  }
  std::mutex mutex;
  std::map<std::string, std::vector<std::string>> begun;  // by target, in order
  std::map<std::string, int> in_hand;                     // by target
  int most_in_hand = 0;
  Deliver ministry = [&](const NoticeRow& row, trade::Instant) {
    {
      const std::lock_guard lock(mutex);
      begun[row.target].push_back(row.id);
      most_in_hand = std::max(most_in_hand, ++in_hand[row.target]);
    }
    std::this_thread::yield();
    const std::lock_guard lock(mutex);
    --in_hand[row.target];
    return Answer{};
  };
  std::vector<int> delivered(2, 0);
  const auto work = [&](std::size_t me) {
    Store store = open();
    Dispatcher dispatcher = dispatcher_of({{"ministry", ministry}});
    while (must(store.outbox_backlog()).queued > 0) delivered[me] += dispatcher.dispatch(store, kNow).delivered;
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  EXPECT_EQ(delivered[0] + delivered[1], kTargets * kEach);
  EXPECT_EQ(most_in_hand, 1);
  for (const auto& [target, ids] : begun) {
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(kEach)) << target;
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << target;
  }
}

}  // namespace
}  // namespace tradewatch::delivery
