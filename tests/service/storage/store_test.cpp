// Documents, and which stores are opened.

#include <fmt/format.h>
#include <sqlite3.h>

#include <fstream>

#include "service/storage/migration.h"
#include "tests/service/storage/older_store.h"
#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Documents = StoreTest;
ON_BOTH_DATABASES(Documents);

TEST_P(Documents, ComeBackByteForByte) {
  std::string bytes;
  for (int i = 0; i < 70000; ++i) bytes += static_cast<char>(i % 251);
  const RawDocument raw = document("all.bin", bytes + std::string("\0'\\x00\xff", 6));
  ASSERT_TRUE(must(store_.keep_document(raw, {}, at("2026-03-01T00:00:00Z"))).sequence == 1);
  EXPECT_EQ(must(store_.raw_document(raw.sha256)), raw.bytes);
  const RawDocument empty = document("empty", "");
  must(store_.keep_document(empty, {}, at("2026-03-01T00:00:00Z")));
  EXPECT_EQ(must(store_.raw_document(empty.sha256)), "");
  EXPECT_EQ(must(store_.raw_document(std::string(64, '0'))), std::nullopt);
}

TEST_P(Documents, AreKeptOnce) {
  const RawDocument raw = document("a.csv", "a");
  const std::vector figures{figure("2026-01", "1", "2026-02-10")};
  EXPECT_FALSE(must(store_.keep_document(raw, figures, at("2026-03-01T00:00:00Z"))).duplicate_document);
  const KeepReport again = must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z")));
  EXPECT_TRUE(again.duplicate_document);
  EXPECT_EQ(again.sequence, 1);
  EXPECT_EQ(must(store_.sequence()), 1);
  EXPECT_THAT(must(store_.documents_after(0)), SizeIs(1));
}

TEST_P(Documents, OfTheSameBytesReadOtherwiseAreDocumentsOfTheirOwn) {
  const RawDocument raw = document("a.csv", "a");
  const std::vector wrong{figure("2026-01", "1", "2026-02-10"), figure("2026-02", "3", "2026-03-10")};
  const std::vector right{figure("2026-01", "1", "2026-02-10", "USD thousand"), figure("2026-02", "3", "2026-03-10")};
  must(store_.keep_document(raw, wrong, at("2026-03-01T00:00:00Z")));
  EXPECT_EQ(must(store_.preview_document(raw, right, at("2026-03-02T00:00:00Z"))).revisions, 1);
  const KeepReport report = must(store_.keep_document(raw, right, at("2026-03-02T00:00:00Z")));
  EXPECT_FALSE(report.duplicate_document);
  EXPECT_EQ(report.sequence, 2);
  EXPECT_EQ(report.read_before, 1);
  EXPECT_EQ(report.revisions, 1);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(in_force().front().figure.unit, "USD thousand");
  const auto rows = must(store_.documents_after(0));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].sha256, rows[1].sha256);
  EXPECT_EQ(must(store_.document(raw.sha256))->sequence, 2);
  EXPECT_EQ(must(store_.raw_document(raw.sha256)), "a");
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
  // Either reading again is the document that it was then.
  EXPECT_EQ(must(store_.keep_document(raw, right, at("2026-03-03T00:00:00Z"))).sequence, 2);
  EXPECT_EQ(must(store_.keep_document(raw, wrong, at("2026-03-03T00:00:00Z"))).sequence, 1);
  EXPECT_EQ(must(store_.sequence()), 2);
}

TEST_P(Documents, OfTheSameBytesInAnotherFormatOrOfAnotherSourceAreNoDuplicates) {
  RawDocument raw = document("a.csv", "a");
  std::vector figures{figure("2026-01", "1", "2026-02-10")};
  must(store_.keep_document(raw, figures, at("2026-03-01T00:00:00Z")));
  raw.format = "our-table";
  EXPECT_EQ(must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z"))).duplicates, 1);
  figures[0].key.source = "pbs";
  EXPECT_EQ(must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z"))).stored, 1);
  figures.push_back(figure("2026-02", "1", "2026-02-10"));
  const KeepReport more = must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z")));
  EXPECT_FALSE(more.duplicate_document) << "a figure more";
  figures.pop_back();
  EXPECT_TRUE(must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z"))).duplicate_document);
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
}

TEST_P(Documents, DatedByTheirTakingAreDuplicatesOnAnotherDay) {
  const RawDocument raw = document("a.csv", "a");
  keep({figure("2026-01", "1", "2026-02-10")});
  const std::vector then{figure("2026-01", "1", "2026-03-01"), figure("2026-02", "2", "2026-03-01")};
  EXPECT_EQ(must(store_.keep_document(raw, then, at("2026-03-01T09:00:00Z"))).duplicates, 1);
  keep({figure("2026-01", "4", "2026-03-05"), figure("2026-02", "5", "2026-03-05")});
  std::vector today{figure("2026-01", "1", "2026-03-08"), figure("2026-02", "2", "2026-03-08")};
  EXPECT_TRUE(must(store_.keep_document(raw, today, at("2026-03-08T09:00:00Z"))).duplicate_document);
  today[0].value_text = "7";  // which the document had only repeated
  today[0].value_usd = 7e6;
  const KeepReport other = must(store_.keep_document(raw, today, at("2026-03-08T09:00:00Z")));
  EXPECT_FALSE(other.duplicate_document);
  EXPECT_EQ(other.revisions, 2);
}

TEST_P(Documents, AreDuplicatesAlsoWhenARateWasCorrectedSince) {
  const RawDocument raw = document("a.csv", "a");
  std::vector figures{figure("2026-01", "1", "2026-02-10", "EUR million")};
  figures[0].value_usd = 1.1e6;
  must(store_.keep_document(raw, figures, at("2026-03-01T00:00:00Z")));
  figures[0].value_usd = 1.2e6;
  EXPECT_TRUE(must(store_.keep_document(raw, figures, at("2026-03-02T00:00:00Z"))).duplicate_document);
}

TEST_P(Documents, AreListedInOrderWithTheirCounts) {
  keep({figure("2026-01", "1", "2026-02-10"), figure("2026-02", "1", "2026-03-10")});
  keep({figure("2026-01", "2", "2026-03-10"), figure("2026-02", "1", "2026-03-10")});
  const auto rows = must(store_.documents_after(0));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].sequence, 2);
  EXPECT_EQ(rows[1].name, "figures-2.csv");
  EXPECT_EQ(rows[1].format, "house-csv");
  EXPECT_EQ(rows[1].media, "");
  EXPECT_EQ(rows[1].taken, at("2026-03-01T00:02:00Z"));
  EXPECT_EQ(rows[1].size_bytes, 26);
  EXPECT_EQ(rows[1].stored, 1);
  EXPECT_EQ(rows[1].duplicates, 1);
  EXPECT_EQ(rows[1].revisions, 1);
  EXPECT_THAT(must(store_.documents_after(1)), SizeIs(1));
  EXPECT_EQ(must(store_.document(rows[0].sha256))->name, "figures-1.csv");
  EXPECT_FALSE(must(store_.document(std::string(64, '0'))));
}

TEST_P(Documents, AreTakenWholeOrNotAtAll) {
  keep({figure("2026-01", "1", "2026-02-10")});
  std::vector<trade::Figure> figures;
  for (int i = 0; i < 50; ++i) {
    auto f = figure("2026-01", "2", "2026-03-10");
    f.key.partner = i % 2 == 0 ? trade::Country("UZB") : trade::Country("KGZ");
    f.period.first = f.period.last = trade::Month(2020, 1) + i;
    figures.push_back(f);
  }
  figures[25].value_usd.reset();  // a final figure without a value breaks a rule of the schema
  const auto refused = store_.keep_document(document("bad.csv", "bad"), figures, at("2026-03-02T00:00:00Z"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().found, HasSubstr("bad.csv"));
  EXPECT_EQ(must(store_.sequence()), 1);
  EXPECT_THAT(vintages(), SizeIs(1));
  EXPECT_FALSE(must(store_.document(document("bad.csv", "bad").sha256)));
  EXPECT_FALSE(must(store_.raw_document(document("bad.csv", "bad").sha256)));
  figures[25].value_usd = 3.0;
  const KeepReport report = must(store_.keep_document(document("bad.csv", "bad"), figures, at("2026-03-03T00:00:00Z")));
  EXPECT_EQ(report.sequence, 2) << "a refused document uses no number";
  EXPECT_EQ(report.stored, 50);
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
}

TEST_P(Documents, CanBeTriedWithoutAnythingWritten) {
  keep({figure("2026-01", "1", "2026-02-10")});
  const std::vector figures{figure("2026-01", "2", "2026-03-10")};
  const KeepReport report = must(store_.preview_document(document("b", "b"), figures, at("2026-03-02T00:00:00Z")));
  EXPECT_EQ(report.revisions, 1);
  EXPECT_EQ(must(store_.sequence()), 1);
  EXPECT_THAT(vintages(), SizeIs(1));
}

TEST_P(Documents, AreReadButNotWrittenByAReader) {
  keep({figure("2026-01", "1", "2026-02-10")});
  Store reader = open(OpenMode::read_only);
  EXPECT_THAT(must(reader.figures_in_force({}, {})), SizeIs(1));
  const auto refused = reader.keep_document(document("b", "b"), {}, at("2026-03-02T00:00:00Z"));
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().busy);
  keep({figure("2026-02", "1", "2026-03-10")});
  EXPECT_THAT(must(reader.figures_in_force({}, {})), SizeIs(2));
}

TEST_P(Documents, OutliveTheirSession) {
  keep({figure("2026-01", "1", "2026-02-10")});
  store_ = open();
  EXPECT_EQ(must(store_.schema_number()), migrations().back().number);
  EXPECT_THAT(in_force(), SizeIs(1));
  EXPECT_EQ(keep({figure("2026-02", "1", "2026-03-10")}).sequence, 2);
}

void sqlite_do(const std::filesystem::path& file, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

TEST(SqliteStore, OfANewerSchemaIsRefused) {
  const Folder folder;
  const auto file = folder.path() / "store.db";
  must(Store::open("sqlite:" + file.string(), OpenMode::read_write));
  sqlite_do(file, "PRAGMA user_version = 99");
  for (const OpenMode mode : {OpenMode::read_write, OpenMode::read_only}) {
    const auto refused = Store::open("sqlite:" + file.string(), mode);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().found, HasSubstr("schema 99"));
    EXPECT_THAT(refused.error().todo, HasSubstr("newer tradewatch"));
  }
}

TEST(SqliteStore, OfAnotherProgramIsRefusedAndLeftAsItIs) {
  const Folder folder;
  const auto file = folder.path() / "other.db";
  sqlite_do(file, "CREATE TABLE notes (text TEXT)");
  const auto refused = Store::open("sqlite:" + file.string(), OpenMode::read_write);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().found, HasSubstr("another program"));
  sqlite_do(file, "INSERT INTO notes VALUES ('still here')");
  std::ofstream(folder.path() / "text.db") << std::string(5000, 'x');
  const auto text = Store::open("sqlite:" + (folder.path() / "text.db").string(), OpenMode::read_write);
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().found, HasSubstr("not a database"));
}

TEST(SqliteStore, ThatIsMissingIsNotMadeByAReader) {
  const Folder folder;
  const auto refused = Store::open("sqlite:" + (folder.path() / "none.db").string(), OpenMode::read_only);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().todo, HasSubstr("tradewatch"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SqliteStore, MakesItsFolder) {
  const Folder folder;
  const auto file = folder.path() / "a folder" / "deeper" / "store.db";
  must(Store::open("sqlite:" + file.string(), OpenMode::read_write));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(SqliteStore, OfAnOlderSchemaIsCopiedAndBroughtUpToDate) {
  const Folder folder;
  const auto file = folder.path() / "store.db";
  const std::string url = "sqlite:" + file.string();
  const std::vector figures{figure("2026-01", "1", "2026-02-10")};
  must(must(Store::open(url, OpenMode::read_write))
           .keep_document(document("a", "a"), figures, at("2026-03-01T00:00:00Z")));
  make_older(file, 1);
  const auto reader = Store::open(url, OpenMode::read_only);
  ASSERT_FALSE(reader);
  EXPECT_THAT(reader.error().found, HasSubstr("schema 1"));
  Store store = must(Store::open(url, OpenMode::read_write));
  EXPECT_EQ(must(store.schema_number()), migrations().back().number);
  EXPECT_THAT(must(store.pulls()), SizeIs(0));
  EXPECT_THAT(must(store.figures_in_force({}, {})), SizeIs(1));
  for (int number = 2; number <= migrations().back().number; ++number) {
    const std::string copy = fmt::format("{}.before-schema-{}", file.string(), number);
    EXPECT_TRUE(std::filesystem::exists(copy)) << "a copy before each step";
    EXPECT_THAT(store.upgrade().copies, testing::Contains(copy));
  }
}

TEST(PostgresqlStore, OfAnOlderSchemaIsBroughtUpToDate) {
  const std::string url = new_postgresql_database();
  const Folder folder;
  const auto script = folder.path() / "schema.sql";
  std::ofstream(script) << postgresql_script(1);
  const std::string command =
      "/usr/lib/postgresql/15/bin/psql -q -v ON_ERROR_STOP=1 -d '" + url + "' -f " + script.string();
  ASSERT_EQ(std::system(command.c_str()), 0);
  Store store = must(Store::open(url, OpenMode::read_write));
  EXPECT_EQ(must(store.schema_number()), migrations().back().number);
  EXPECT_THAT(must(store.pulls()), SizeIs(0));
}

TEST(PostgresqlStore, OfANewerSchemaOrAnotherProgramIsRefused) {
  const std::string url = new_postgresql_database();
  must(Store::open(url, OpenMode::read_write));
  const auto psql = [&](const std::string& at_url, const std::string& sql) {
    const std::string command = "/usr/lib/postgresql/15/bin/psql -q -d '" + at_url + "' -c \"" + sql + "\"";
    ASSERT_EQ(std::system(command.c_str()), 0);
  };
  psql(url, "UPDATE tradewatch_schema SET number = 99");
  const auto newer = Store::open(url, OpenMode::read_write);
  ASSERT_FALSE(newer);
  EXPECT_THAT(newer.error().found, HasSubstr("schema 99"));
  const std::string other = new_postgresql_database();
  psql(other, "CREATE TABLE notes (text text)");
  const auto foreign = Store::open(other, OpenMode::read_write);
  ASSERT_FALSE(foreign);
  EXPECT_THAT(foreign.error().found, HasSubstr("another program"));
}

TEST(PostgresqlStore, ThatDoesNotAnswerIsSaidWithoutItsPassword) {
  const Folder folder;
  const auto refused =
      Store::open("postgresql://watch:secret@/none?host=" + folder.path().string(), OpenMode::read_write);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().reopen);
  EXPECT_THAT(refused.error().where, HasSubstr("watch@"));
  EXPECT_THAT(refused.error().where + refused.error().found, testing::Not(HasSubstr("secret")));
}

TEST(StoreUrl, OfAnUnknownKindIsRefused) {
  const auto refused = Store::open("mysql://x", OpenMode::read_write);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().expected, HasSubstr("sqlite:"));
}

}  // namespace
}  // namespace tradewatch::storage
