// Notices on a real SQLite store, receivers that refuse, files that were torn.

#include "service/delivery/dispatcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "service/delivery/file_receiver.h"

namespace tradewatch::delivery {
namespace {

using testing::ElementsAre;

const trade::Instant kNow = *trade::parse_instant("2026-03-01T00:00:00Z");

// Remembers what it was given; refuses while it is told to.
class Memory final : public Receiver {
 public:
  Memory(std::string name, std::vector<std::string>& got, const bool& refuses, bool permanent = false)
      : name_(std::move(name)), got_(got), refuses_(refuses), permanent_(permanent) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  std::expected<void, DeliveryFault> deliver(const storage::NoticeRow& n) override {
    if (refuses_) return std::unexpected(DeliveryFault{"busy", "an answer", "wait", permanent_});
    got_.push_back(n.body);
    return {};
  }

 private:
  std::string name_;
  std::vector<std::string>& got_;
  const bool& refuses_;
  bool permanent_;
};

class Delivery : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "delivery-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
    storage::AlertRow alert;
    alert.id = "t.off_track";
    alert.target = "t";
    alert.rule = "off_track";
    alert.state = "firing";
    alert.severity = "warning";
    ASSERT_TRUE(store_->write_alerts(std::vector{alert}, {}, {}));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void queue(const std::string& id, const std::string& receiver, const std::string& target = "t") {
    const storage::NoticeRow n{id, target, "t.off_track", "firing", receiver, "{\"id\":\"" + id + "\"}", kNow};
    ASSERT_TRUE(store_->write_alerts({}, {}, std::vector{n}));
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
};

TEST_F(Delivery, BringsNoticesInOrderAndOnlyOnce) {
  std::vector<std::string> got;
  const bool never = false;
  for (const char* id : {"a", "b", "c"}) queue(id, "r");
  Receivers list;
  list.push_back(std::make_unique<Memory>("r", got, never));
  Dispatcher dispatcher(std::move(list));
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow).delivered, 3);
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow).delivered, 0);
  EXPECT_THAT(got, ElementsAre("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}"));
}

TEST_F(Delivery, AReceiverThatFailsKeepsItsOrderAndHoldsNobodyBack) {
  std::vector<std::string> slow_got;
  std::vector<std::string> good_got;
  bool down = true;
  const bool never = false;
  for (const char* id : {"a1", "a2"}) queue(id, "slow");
  for (const char* id : {"b1", "b2"}) queue(id, "good");
  Receivers list;
  list.push_back(std::make_unique<Memory>("slow", slow_got, down));
  list.push_back(std::make_unique<Memory>("good", good_got, never));
  Dispatcher dispatcher(std::move(list));
  const DispatchReport first = dispatcher.dispatch(*store_, kNow);
  EXPECT_EQ(first.delivered, 2);
  EXPECT_EQ(first.failed, 1) << "the second of a target waits for the first";
  down = false;
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow).delivered, 0) << "not before its time";
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow + std::chrono::minutes{5}).delivered, 2);
  EXPECT_THAT(slow_got, ElementsAre("{\"id\":\"a1\"}", "{\"id\":\"a2\"}"));
}

TEST_F(Delivery, APermanentRefusalIsGivenUpAndTheNextGoesOn) {
  std::vector<std::string> got;
  bool refuses = true;
  queue("a", "r");
  queue("b", "r");
  Receivers list;
  list.push_back(std::make_unique<Memory>("r", got, refuses, true));
  Dispatcher dispatcher(std::move(list));
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow).given_up, 2);
  EXPECT_EQ(store_->outbox_backlog()->queued, 0);
}

TEST_F(Delivery, IsGivenUpAfterAWeekOfTrying) {
  std::vector<std::string> got;
  const bool down = true;
  queue("a", "r");
  Receivers list;
  list.push_back(std::make_unique<Memory>("r", got, down));
  Dispatcher dispatcher(std::move(list));
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow + std::chrono::hours{24 * 8}).given_up, 1);
}

TEST_F(Delivery, ANoticeThatAnotherDispatcherHasIsLeftAlone) {
  std::vector<std::string> got;
  const bool never = false;
  queue("a", "r");
  ASSERT_TRUE(*store_->claim("a", kNow, kNow + kClaim));
  Receivers list;
  list.push_back(std::make_unique<Memory>("r", got, never));
  Dispatcher dispatcher(std::move(list));
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow).delivered, 0);
  EXPECT_EQ(dispatcher.dispatch(*store_, kNow + kClaim + std::chrono::seconds{1}).delivered, 1)
      << "whoever had it died: it comes again, with the same id";
}

TEST_F(Delivery, FileEndsATornLineFirst) {
  const auto path = folder_ / "alerts.jsonl";
  std::ofstream(path) << "{\"id\":\"old\"}\n{\"id\":\"to";
  FileReceiver file("file", path);
  ASSERT_TRUE(file.deliver({"n", "t", "", "firing", "file", "{\"id\":\"n\"}", kNow}));
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  EXPECT_THAT(lines, ElementsAre("{\"id\":\"old\"}", "{\"id\":\"to", "{\"id\":\"n\"}"));
}

TEST_F(Delivery, FileRotatesBySizeAndLosesNothing) {
  const auto path = folder_ / "alerts.jsonl";
  FileReceiver file("file", path, 20);
  for (const char* body : {"{\"n\":1111111111}", "{\"n\":2222222222}", "{\"n\":3333333333}"}) {
    ASSERT_TRUE(file.deliver({"n", "t", "", "firing", "file", body, kNow}));
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "alerts.jsonl.1"));
  EXPECT_EQ(std::filesystem::file_size(path) + std::filesystem::file_size(folder_ / "alerts.jsonl.1"), 51u);
}

TEST_F(Delivery, AMissingFolderIsSaidInWords) {
  FileReceiver file("file", folder_ / "gone" / "alerts.jsonl");
  const auto answer = file.deliver({"n", "t", "", "firing", "file", "{}", kNow});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().found, testing::HasSubstr("No such file"));
  EXPECT_FALSE(answer.error().permanent);
}

TEST(RetryDelay, GrowsToAnHourAndIsTheSameEachTime) {
  std::chrono::seconds before{0};
  for (int attempt = 1; attempt <= 9; ++attempt) {
    const auto delay = retry_delay("id", attempt);
    EXPECT_EQ(delay, retry_delay("id", attempt));
    EXPECT_GT(delay, before);
    before = delay;
  }
  EXPECT_LE(retry_delay("id", 1000), kLastRetry);
  EXPECT_GE(retry_delay("id", 1000), kLastRetry * 3 / 4);
}

}  // namespace
}  // namespace tradewatch::delivery
