// A whole store from one database to the other and back. What is in it is made here, a row of every table at least.

#include "service/storage/copy.h"

#include <sqlite3.h>

#include <cstdlib>
#include <set>

#include "service/storage/whole_rows.h"
#include "service/storage/withdrawal.h"
#include "tests/service/storage/older_store.h"
#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

const trade::Instant kNow = at("2026-03-01T09:30:00.123456Z");

void keep_documents(Store& store) {
  const std::vector first{figure("2026-01", "1.1", "2026-02-10"), figure("2026-02", "-0", "2026-03-10"),
                          figure("2026-Q1", "123456.789", "2026-04-10", "USD thousand")};
  must(store.keep_document(document("Sänger\t\\N.csv", std::string("a\0b\n\\.\n\xff", 8)), first, kNow));
  const std::vector second{figure("2026-01", "1.3", "2026-05-10")};
  const std::vector wrong{figure("2026-01", "1300", "2026-05-10")};
  must(store.keep_document(document("d2", "d2"), wrong, kNow));
  const auto kept = must(store.keep_document(document("d2", "d2"), second, kNow));  // the same bytes, read otherwise
  WithdrawOrder order{kept.sequence, "withdrawn: wrong unit", document("w", "w")};
  order.raw.format = kWithdrawalFormat;
  order.raw.media = media_of_withdrawal(kept.sequence);
  must(store.withdraw(order, kNow));
}

void write_alerts(Store& store) {
  const AlertRow alert{"t.off_track", "t", "off_track", "firing", "warning", kNow, kNow, 2, 0.1, std::nullopt, "{}"};
  AssessmentWrite write;
  write.assessment = {"t", 1, "s1", kNow, "{\"p\":\"\xd0\x9a\\t\"}", "off_track", 0.1, day("2026-02-10")};
  write.alerts = {.target = "t",
                  .book = 0,
                  .states = {alert},
                  .transitions = {{"t.off_track", "t", "off_track", "pending", "firing", kNow, 1, "{}", 0.1, {}}},
                  .notices = {{"n1", "t", alert.id, "firing", "ministry", "line\r\n\tend\n", kNow, "<svg/>"},
                              {"n2", "t", alert.id, "firing", "press", "{}", kNow}},
                  .told = {{alert.id, "ministry", "firing", kNow, "n1", "", ""}}};
  must(store.write_assessment(write));
  must(store.claim("n1", kNow, kNow + std::chrono::minutes(5)));
  must(store.given_up("n2", kNow, "410 Gone"));
  must(store.acknowledge({alert.id, "Aisha", "seen", kNow, std::nullopt}));
  must(store.add_silence({"s1", "", "", "press", kNow, kNow + std::chrono::hours(9), "Aisha", "holiday", kNow}));
}

Store filled_store(const std::string& url) {
  Store store = must(Store::open(url, OpenMode::read_write));
  keep_documents(store);
  write_alerts(store);
  PullRow pull;
  pull.name = "comtrade";
  pull.error = kNow;
  must(store.write_pull(pull));
  must(store.remember({"key", std::string(64, 'a'), 200, "{\"stored\":1}\n", kNow}));
  return store;
}

class Copies : public testing::Test {
 protected:
  std::string sqlite(const std::string& name) { return "sqlite:" + (folder_.path() / name).string(); }
  StoreFault refused(const std::string& from, const std::string& to) {
    const auto copied = copy_store(from, to);
    EXPECT_FALSE(copied);
    return copied ? StoreFault{} : copied.error();
  }
  void change(const std::string& name, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / name).c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  Folder folder_;
};
using CopiesPostgresql = Copies;

TEST_F(CopiesPostgresql, HoldEveryRowThereAndBack) {
  const std::string postgresql = new_postgresql_database();
  filled_store(sqlite("a.db"));
  const CopyReport there = must(copy_store(sqlite("a.db"), postgresql));
  const CopyReport back = must(copy_store(postgresql, sqlite("b.db")));
  ASSERT_EQ(there.tables.size(), whole_tables().size());
  for (std::size_t t = 0; t < there.tables.size(); ++t) {
    EXPECT_GT(there.tables[t].rows, 0) << there.tables[t].name << ": nothing of it was tested";
    EXPECT_EQ(there.tables[t].rows, back.tables[t].rows) << there.tables[t].name;
    EXPECT_EQ(there.tables[t].sha256, back.tables[t].sha256) << there.tables[t].name;
  }
  EXPECT_EQ(back.held.documents, 4);
}

TEST_F(CopiesPostgresql, GoOnWhereTheStoreWas) {
  const std::string postgresql = new_postgresql_database();
  filled_store(sqlite("a.db"));
  must(copy_store(sqlite("a.db"), postgresql));
  Store copy = must(Store::open(postgresql, OpenMode::read_write));
  const std::vector figures{figure("2026-03", "5", "2026-06-10")};
  EXPECT_EQ(must(copy.keep_document(document("d3", "d3"), figures, kNow)).sequence, 5);
  EXPECT_THAT(must(copy.verify()).faults, IsEmpty());
  EXPECT_EQ(must(copy.due_notices("ministry", kNow + std::chrono::minutes(5), 9)).size(), 1U) << "its claim goes too";
}

TEST_F(CopiesPostgresql, AreTakenBackWholeWhenARowCannotBeKeptThere) {
  const std::string postgresql = new_postgresql_database();
  filled_store(sqlite("a.db"));
  change("a.db", "UPDATE silence SET reason = CAST(x'ff' AS TEXT)");
  EXPECT_THAT(refused(sqlite("a.db"), postgresql).found, AllOf(HasSubstr("table silence"), HasSubstr("UTF8")));
  EXPECT_EQ(must(must(Store::open(postgresql, OpenMode::read_only)).sequence()), 0);
  change("a.db", "UPDATE silence SET reason = 'holiday'");
  must(copy_store(sqlite("a.db"), postgresql));
}

TEST_F(CopiesPostgresql, AreRefusedWhereTheAddressesLeadToOneDatabase) {
  const std::string postgresql = new_postgresql_database();
  must(Store::open(postgresql, OpenMode::read_write));
  const StoreFault fault = refused(postgresql, postgresql + "&application_name=other");
  EXPECT_THAT(fault.found, HasSubstr("the same store"));
  EXPECT_TRUE(fault.refused);
}

TEST_F(Copies, AreRefusedWhereARowIs) {
  filled_store(sqlite("a.db"));
  must(must(Store::open(sqlite("b.db"), OpenMode::read_write)).remember({"key", "", 200, "", kNow}));
  const StoreFault fault = refused(sqlite("a.db"), sqlite("b.db"));
  EXPECT_THAT(fault.found, HasSubstr("1 rows in its table answered"));
  EXPECT_TRUE(fault.refused);
}

TEST_F(Copies, AreRefusedOfAStoreToItself) {
  filled_store(sqlite("a.db"));
  std::filesystem::create_symlink(folder_.path() / "a.db", folder_.path() / "link.db");
  EXPECT_THAT(refused(sqlite("a.db"), sqlite("link.db")).found, HasSubstr("the same store"));
}

TEST_F(Copies, AreRefusedIntoAnotherSchemaWhichStaysAsItIs) {
  filled_store(sqlite("a.db"));
  must(Store::open(sqlite("b.db"), OpenMode::read_write));
  make_older(folder_.path() / "b.db", 2);
  EXPECT_THAT(refused(sqlite("a.db"), sqlite("b.db")).found, HasSubstr("a store of schema 2"));
  EXPECT_THAT(refused(sqlite("b.db"), sqlite("c.db")).found, HasSubstr("a store of schema 2")) << "nor from one";
}

TEST_F(Copies, AreNotMadeOfWhatDoesNotVerify) {
  filled_store(sqlite("a.db"));
  change("a.db", "UPDATE figure SET value_usd = value_usd + 1 WHERE sequence = 2");
  EXPECT_THAT(refused(sqlite("a.db"), sqlite("b.db")).found, HasSubstr("as in " + sqlite("a.db").substr(7)));
  EXPECT_EQ(must(must(Store::open(sqlite("b.db"), OpenMode::read_only)).sequence()), 0);
}

// A migration that adds a table or a column has to say so in whole_rows.cpp.
TEST_F(Copies, KnowEveryTableAndColumnThatTheMigrationsMake) {
  must(Store::open(sqlite("a.db"), OpenMode::read_write));
  std::set<std::string> made, copied;
  sqlite3* db = nullptr;
  sqlite3_stmt* query = nullptr;
  ASSERT_EQ(sqlite3_open((folder_.path() / "a.db").c_str(), &db), SQLITE_OK);
  sqlite3_prepare_v2(db,
                     "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c "
                     "WHERE m.type = 'table'",
                     -1, &query, nullptr);
  while (sqlite3_step(query) == SQLITE_ROW) made.insert(reinterpret_cast<const char*>(sqlite3_column_text(query, 0)));
  sqlite3_finalize(query);
  sqlite3_close(db);
  for (const WholeTable& table : whole_tables())
    for (const WholeColumn& column : table.columns) copied.insert(table.name + "." + column.name);
  EXPECT_EQ(copied, made);
}

}  // namespace
}  // namespace tradewatch::storage
