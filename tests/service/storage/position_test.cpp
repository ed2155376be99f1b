// How far a store is, whoever wrote, and being woken when somebody did.

#include <thread>

#include "service/storage/wake_ups.h"
#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

const trade::Instant kNow = at("2026-03-01T09:30:00Z");

using Positions = StoreTest;
ON_BOTH_DATABASES(Positions);

AssessmentWrite a_write(const std::string& target, std::int64_t sequence) {
  AssessmentWrite write;
  write.assessment = {target, sequence, "s1", kNow, "{}", "off_track", 0.1, std::nullopt};
  return write;
}

TEST_P(Positions, NameTheTargetsThatWentFurtherAndHowFar) {
  Store other = open();
  const Position before = must(store_.position());
  must(other.write_assessment(a_write("a", 1)));
  must(other.write_assessment(a_write("a", 2)));
  must(other.write_assessment(a_write("b", 1)));
  const auto moved = must(store_.moved_since(before));
  ASSERT_THAT(moved, SizeIs(2));
  EXPECT_EQ(moved[0].target, "a");
  EXPECT_EQ(moved[0].to.assessment, 2);
  EXPECT_EQ(moved[1].to.assessment, 3);
  EXPECT_EQ(must(store_.position()).assessment, 3);
  EXPECT_THAT(must(store_.moved_since(must(store_.position()))), IsEmpty());
}

TEST_P(Positions, HaveASilenceOfAllTargetsMoveThemAll) {
  const Position before = must(store_.position());
  must(store_.add_silence({"s1", "", "", "press", kNow, kNow + 9h, "Aisha", "holiday", kNow}));
  const auto moved = must(store_.moved_since(before));
  ASSERT_THAT(moved, SizeIs(1));
  EXPECT_EQ(moved[0].target, "");
}

TEST_P(Positions, CountWhatIsTakenBackNotAtAll) {
  const Position before = must(store_.position());
  must(store_.preview_document(document("a", "a"), std::vector{figure("2026-01", "1", "2026-02-10")}, kNow));
  EXPECT_EQ(must(store_.position()), before);
}

TEST(WakeUpsPostgresql, ComeWhenAnotherSessionWrote) {
  const std::string url = new_postgresql_database();
  Store store = must(Store::open(url, OpenMode::read_write));
  WakeUps wake_ups(url);
  EXPECT_TRUE(must(wake_ups.wait(0ms))) << "nobody knows what came before the connection";
  EXPECT_FALSE(must(wake_ups.wait(0ms)));
  const std::vector figures{figure("2026-01", "1", "2026-02-10")};
  must(store.keep_document(document("a", "a"), figures, kNow));
  EXPECT_TRUE(must(wake_ups.wait(60s)));
  must(store.keep_document(document("a", "a"), figures, kNow));
  EXPECT_FALSE(must(wake_ups.wait(0ms))) << "a document that was there is no news";
}

TEST(WakeUpsPostgresql, EndAtOnceWhenInterrupted) {
  WakeUps wake_ups(new_postgresql_database());
  EXPECT_TRUE(must(wake_ups.wait(0ms)));
  std::thread interrupts([&] { wake_ups.interrupt(); });
  EXPECT_FALSE(must(wake_ups.wait(600s)));
  interrupts.join();
}

TEST(WakeUpsPostgresql, SayInWordsThatTheServerIsNotThere) {
  WakeUps wake_ups("postgresql:///nothing?host=/nowhere");
  const auto refused = wake_ups.wait(0ms);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().reopen);
}

}  // namespace
}  // namespace tradewatch::storage
