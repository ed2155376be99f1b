// Sessions that others get in the way of: a lock that does not end, a connection that is lost.

#include <sqlite3.h>

#include <cstdlib>

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::HasSubstr;

// Case L55: the refusal is in words, and everything goes on once the lock is gone.
TEST(Session, RefusesInWordsWhatALockKeepsOutLongerThanTheTimeOut) {
  const Folder folder;
  const auto file = folder.path() / "store.db";
  Store store = must(Store::open("sqlite:" + file.string(), OpenMode::read_write, {.busy_timeout_s = 0}));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const std::vector figures{figure("2026-01", "1", "2026-02-10")};
  const auto refused = store.keep_document(document("a", "a"), figures, at("2026-03-01T00:00:00Z"));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().busy);
  EXPECT_THAT(refused.error().todo, HasSubstr("which program holds the file"));
  EXPECT_EQ(must(store.sequence()), 0) << "what is there is read all the same";
  sqlite3_close(other);
  must(store.keep_document(document("a", "a"), figures, at("2026-03-01T00:00:00Z")));
}

TEST(PostgresqlSession, ThatIsLostIsOpenedAnewByTheNextCall) {
  const std::string url = new_postgresql_database();
  Store store = must(Store::open(url, OpenMode::read_write));
  const std::vector figures{figure("2026-01", "1", "2026-02-10")};
  must(store.keep_document(document("a", "a"), figures, at("2026-03-01T00:00:00Z")));
  const std::string cut = "/usr/lib/postgresql/15/bin/psql -q -o /dev/null -d '" + url +
                          "' -c 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                          "current_database() AND pid <> pg_backend_pid()'";
  ASSERT_EQ(std::system(cut.c_str()), 0);
  const auto lost = store.keep_document(document("b", "b"), figures, at("2026-03-01T00:00:00Z"));
  ASSERT_FALSE(lost);
  EXPECT_TRUE(lost.error().reopen);
  EXPECT_EQ(must(store.keep_document(document("b", "b"), figures, at("2026-03-01T00:00:00Z"))).sequence, 2);
  EXPECT_TRUE(must(store.verify()).faults.empty());
}

}  // namespace
}  // namespace tradewatch::storage
