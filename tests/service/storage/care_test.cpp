// Looking through a store and copying it. Damage is done behind the store's back, with SQLite itself.

#include <fmt/format.h>
#include <sqlite3.h>

#include <fstream>

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Care = StoreTest;
ON_BOTH_DATABASES(Care);

TEST_P(Care, FindsNothingWrongWithASoundStore) {
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
  keep({figure("2026-01", "1", "2026-02-10"), figure("2026-02", "-0", "2026-03-10")});
  keep({figure("2026-01", "2", "2026-03-10")});
  const VerifyReport report = must(store_.verify());
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.documents, 2);
  EXPECT_EQ(report.figures, 3);
}

// More than two blocks of them are digested on a thread of their own; each vintage must come into the chain once and in
// its place, also where the next document finds those before it.
TEST_P(Care, VerifiesADocumentThatIsDigestedBesideItsInserts) {
  std::vector<trade::Figure> figures;
  for (int i = 0; i < 10'001; ++i) {
    figures.push_back(figure("2026-01", std::to_string(i), "2026-02-10"));
    figures.back().key.commodity = fmt::format("{:06}", i);
  }
  keep(figures);
  for (std::size_t i = 0; i < figures.size(); i += 2) {
    figures[i] = figure("2026-01", std::to_string(i + 7), "2026-03-10");
    figures[i].key.commodity = fmt::format("{:06}", i);
  }
  keep(figures);
  const VerifyReport report = must(store_.verify());
  EXPECT_THAT(report.faults, IsEmpty());
  EXPECT_EQ(report.figures, 10'001 + 5'001);
}

constexpr int kPage = 8192;

class Damage : public testing::Test {
 protected:
  Damage() {
    Store store = must(Store::open("sqlite:" + file_.string(), OpenMode::read_write));
    for (int i = 1; i <= 3; ++i) {
      const std::vector figures{figure("2026-01", std::to_string(i), "2026-02-10")};
      const auto text = std::to_string(i);
      must(store.keep_document(document("d" + text, "bytes " + text), figures, at("2026-03-01T00:00:00Z")));
    }
  }
  void change(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  int root_page_of(const std::string& table) {
    sqlite3* db = nullptr;
    sqlite3_stmt* query = nullptr;
    sqlite3_open(file_.c_str(), &db);
    sqlite3_prepare_v2(db, ("SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'").c_str(), -1, &query,
                       nullptr);
    sqlite3_step(query);
    const int page = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return page;
  }
  std::vector<StoreFault> faults() {
    return must(must(Store::open("sqlite:" + file_.string(), OpenMode::read_only)).verify()).faults;
  }
  Folder folder_;
  std::filesystem::path file_ = folder_.path() / "store.db";
};

TEST_F(Damage, ToAVintageIsFoundByTheChain) {
  change("UPDATE figure SET value_usd = value_usd + 1 WHERE sequence = 2");
  ASSERT_THAT(faults(), SizeIs(1));
  EXPECT_THAT(faults()[0].where, HasSubstr("figure, document 2 'd2'"));
}

TEST_F(Damage, ByAVintageThatNoDocumentBroughtIsFound) {
  change(
      "INSERT INTO figure SELECT id + 1000, series_id, first_month, last_month, published, published_stated, sequence, "
      "value_usd, value_text, unit, status, reference, line, change_kind, previous_id FROM figure WHERE sequence = 2");
  ASSERT_THAT(faults(), SizeIs(1));
  EXPECT_THAT(faults()[0].where, HasSubstr("table figure"));
  EXPECT_THAT(faults()[0].expected, HasSubstr("which its documents brought"));
}

TEST_F(Damage, ToRawBytesIsFoundByTheirDigest) {
  change("UPDATE raw_document SET bytes = x'00' WHERE sha256 = (SELECT sha256 FROM document WHERE sequence = 3)");
  ASSERT_THAT(faults(), SizeIs(1));
  EXPECT_THAT(faults()[0].where, HasSubstr("raw_document, document 3"));
}

TEST_F(Damage, ByADeletedDocumentIsFound) {
  change(
      "DELETE FROM figure WHERE sequence = 2; DELETE FROM raw_document WHERE sha256 = (SELECT sha256 FROM document "
      "WHERE sequence = 2); DELETE FROM document WHERE sequence = 2");
  EXPECT_THAT(faults(), testing::Not(IsEmpty()));
}

TEST_F(Damage, ToThePagesRefusesTheFileInWords) {
  change("PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 1; page < 30; ++page) {
      file.seekp(page * kPage);
      file << std::string(kPage, 'x');
    }
  }
  const auto refused = Store::open("sqlite:" + file_.string(), OpenMode::read_write);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().where, HasSubstr(file_.string()));
  EXPECT_THAT(refused.error().todo, HasSubstr("backup"));
  EXPECT_TRUE(refused.error().damaged);
}

// The file of a table whose pages are read at no opening.
TEST_F(Damage, ToAPageNamesTheTableAndTheFirstBadDigest) {
  change("PRAGMA wal_checkpoint(TRUNCATE)");
  for (const std::string table : {"figure", "notice"}) {
    const auto spoilt = folder_.path() / (table + ".db");
    std::filesystem::copy_file(file_, spoilt);
    {
      std::fstream bytes(spoilt, std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekp((root_page_of(table) - 1) * kPage);
      bytes << std::string(kPage, 'x');
    }
    const auto refused = Store::open("sqlite:" + spoilt.string(), OpenMode::read_write);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().where, HasSubstr(spoilt.string()));
    EXPECT_THAT(refused.error().found, HasSubstr("table " + table));
    Store unlooked = must(Store::open("sqlite:" + spoilt.string(), OpenMode::read_write, {.quick_check = false}));
    const auto later = unlooked.check_pages();
    ASSERT_FALSE(later) << "the same look once it is open";
    EXPECT_TRUE(later.error().damaged);
    EXPECT_EQ(later.error().found, refused.error().found);
    Store reader = must(Store::open("sqlite:" + spoilt.string(), OpenMode::read_only));
    const auto report = must(reader.verify());
    ASSERT_THAT(report.faults, testing::Not(IsEmpty()));
    EXPECT_THAT(report.faults[0].where, HasSubstr("table " + table));
    const auto first_digest = std::ranges::find_if(
        report.faults, [](const StoreFault& fault) { return fault.expected.starts_with("the chain digest"); });
    const std::string where = first_digest == report.faults.end() ? "" : first_digest->where;
    EXPECT_THAT(where, HasSubstr(table == "figure" ? "document 1 'd1'" : ""));
  }
}

TEST_F(Damage, IsLookedForBeforeAMigrationInAnyCase) {
  change("PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::fstream bytes(file_, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp((root_page_of("notice") - 1) * kPage);
    bytes << std::string(kPage, 'x');
  }
  const auto refused = Store::open("sqlite:" + file_.string(), OpenMode::read_write, {.quick_check = false});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().found, HasSubstr("table notice"));
}

TEST_F(Damage, IsNoAnswerOfACheckThatWasStopped) {
  Store store = must(Store::open("sqlite:" + file_.string(), OpenMode::read_write, {.quick_check = false}));
  EXPECT_TRUE(store.check_pages());
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = store.check_pages(stop.get_token());
  EXPECT_TRUE(stopped || !stopped.error().damaged) << "a small store may be looked through before it stops";
}

TEST_F(Damage, IsUndoneByABackup) {
  const auto copy = folder_.path() / "copy.db";
  Store store = must(Store::open("sqlite:" + file_.string(), OpenMode::read_write));
  must(store.backup_to(copy.string()));
  EXPECT_FALSE(store.backup_to(copy.string())) << "a backup overwrites nothing";
  Store other = must(Store::open("sqlite:" + copy.string(), OpenMode::read_write));
  EXPECT_EQ(must(other.sequence()), 3);
  EXPECT_THAT(must(other.verify()).faults, IsEmpty());
}

}  // namespace
}  // namespace tradewatch::storage
