// Statements that a session keeps to use them again.

#include <sqlite3.h>

#include "service/storage/session.h"
#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

class PreparedStatements : public StoreTest {
 protected:
  PreparedStatements() { keep({figure("2026-01", "1", "2026-02-10"), figure("2026-02", "2", "2026-03-10")}); }

  std::int64_t months_from(int first) {
    std::int64_t count = 0;
    Query(*session_, "SELECT count(*) FROM figure WHERE first_month >= :first").with(first).into(count).run();
    return count;
  }
  void make_half(std::string_view value) {
    Query(*session_, "INSERT INTO counter (name, value) VALUES (:name, 1)").with(value).run();
  }

  std::unique_ptr<Store::Impl> session_ = must(connect(url_, OpenMode::read_write));
};
ON_BOTH_DATABASES(PreparedStatements);

TEST_P(PreparedStatements, AnswerOtherValuesWhenTheyAreUsedAgain) {
  const int january = (trade::Month(2026, 1)).index();
  EXPECT_EQ(months_from(january), 2);
  EXPECT_EQ(months_from(january + 1), 1);
  EXPECT_EQ(months_from(january + 2), 0);
  EXPECT_EQ(session_->idle.size(), 1U) << "one statement for all three";
}

TEST_P(PreparedStatements, AreTwoWhereOneTextIsAskedInsideItself) {
  std::int64_t outer = 0, inner = 0;
  constexpr std::string_view kText = "SELECT first_month FROM figure ORDER BY first_month";
  Query first(*session_, kText);
  first.into(outer);
  ASSERT_TRUE(first.step());
  Query(*session_, kText).into(inner).run();
  EXPECT_EQ(inner, outer + 1) << "the inner one went to its end";
  ASSERT_TRUE(first.step()) << "and the outer one goes on where it was";
  EXPECT_EQ(outer, inner);
}

TEST_P(PreparedStatements, ThatFailedAreMadeAnew) {
  make_half("a");
  EXPECT_EQ(session_->idle.size(), 1U);
  EXPECT_THROW(make_half("a"), std::exception) << "the name is there already";
  EXPECT_EQ(session_->idle.size(), 0U);
  make_half("b");
}

TEST_P(PreparedStatements, SeeTheSchemaThatAnotherSessionMadeMeanwhile) {
  const int january = (trade::Month(2026, 1)).index();
  EXPECT_EQ(months_from(january), 2);
  const auto other = must(connect(url_, OpenMode::read_write));
  other->sql << "ALTER TABLE figure ADD COLUMN more integer";
  other->sql << "CREATE INDEX by_month ON figure (first_month)";
  EXPECT_EQ(months_from(january + 1), 1);
}

TEST_P(PreparedStatements, AreNotKeptWithoutEnd) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 2 * kIdleStatementsKept; ++i)
    Query(*session_, "SELECT " + std::to_string(i) + " ORDER BY 1").into(number).run();
  EXPECT_EQ(session_->idle.size(), kIdleStatementsKept);
}

// A reader that stays keeps SQLite's log from being folded away, so that it grows for ever.
TEST(IdleStatement, HoldsNoLockThoughItsRowsWereNotReadToTheEnd) {
  const Folder folder;
  const std::string file = (folder.path() / "store.db").string();
  Store store = must(Store::open("sqlite:" + file, OpenMode::read_write));
  const std::vector figures{figure("2026-01", "1", "2026-02-10"), figure("2026-02", "2", "2026-03-10")};
  must(store.keep_document(document("a", "a"), figures, at("2026-03-11T00:00:00Z")));
  const auto session = must(connect("sqlite:" + file, OpenMode::read_write));
  std::int64_t month = 0;
  {
    Query half(*session, "SELECT first_month FROM figure ORDER BY first_month");
    ASSERT_TRUE(half.into(month).step());
  }
  ASSERT_EQ(session->idle.size(), 1U);
  must(store.keep_document(document("b", "b"), {}, at("2026-03-12T00:00:00Z")));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "SELECT count(*) FROM figure", nullptr, nullptr, nullptr), SQLITE_OK);  // meets the log
  int left = 0, folded = 0;
  EXPECT_EQ(sqlite3_wal_checkpoint_v2(other, nullptr, SQLITE_CHECKPOINT_TRUNCATE, &left, &folded), SQLITE_OK);
  EXPECT_EQ(left, 0) << "pages in the log that a reader still needs";
  sqlite3_close(other);
}

}  // namespace
}  // namespace tradewatch::storage
