// Copies of a store: made whole or not at all, brought back whole or not at all.

#include "service/storage/backup.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <fstream>

#include "service/storage/migration.h"
#include "tests/service/storage/older_store.h"
#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Backups : public testing::Test {
 protected:
  Backups() { keep(1, 3); }

  // Documents d1, d2, ... with one figure each.
  void keep(int first, int last) {
    Store store = open();
    for (int i = first; i <= last; ++i) {
      const std::vector figures{figure("2026-01", std::to_string(i), "2026-02-10")};
      const auto text = std::to_string(i);
      must(store.keep_document(document("d" + text, "bytes " + text), figures, at("2026-03-01T00:00:00Z")));
    }
  }
  Store open(OpenMode mode = OpenMode::read_write) { return must(Store::open(url_, mode)); }
  void backup(const std::filesystem::path& file) { must(open(OpenMode::read_only).backup_to(file.string())); }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }
  void change(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  Folder folder_;
  std::filesystem::path file_ = folder_.path() / "store.db";
  std::string url_ = "sqlite:" + file_.string();
  std::filesystem::path copy_ = folder_.path() / "copy.db";
  trade::Instant now_ = at("2026-03-02T09:30:00.123456Z");
};

TEST_F(Backups, HoldTheLastDocumentAndLeaveNothingElse) {
  const VerifyReport held = must(open(OpenMode::read_only).backup_to(copy_.string()));
  EXPECT_EQ(held.documents, 3);
  EXPECT_TRUE(std::filesystem::exists(copy_));
  EXPECT_THAT(names(), Not(Contains(HasSubstr(".part"))));
}

TEST_F(Backups, ThatAreToldToStopLeaveNothing) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(open(OpenMode::read_only).backup_to(copy_.string(), stop.get_token()));
  EXPECT_THAT(names(), Not(Contains(AnyOf("copy.db", HasSubstr(".part")))));
  must(open(OpenMode::read_only).backup_to(copy_.string()));
}

TEST_F(Backups, OfADamagedStoreAreNotMade) {
  change(file_, "UPDATE figure SET value_usd = 7 WHERE sequence = 2");
  const auto refused = open(OpenMode::read_only).backup_to(copy_.string());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().found, HasSubstr("document 2 'd2'"));
  EXPECT_THAT(names(), Not(Contains(AnyOf("copy.db", HasSubstr(".part")))));
}

TEST_F(Backups, AreBroughtBackWithTheReplacedStoreBeside) {
  backup(copy_);
  keep(4, 5);
  const Restored restored = must(restore(url_, copy_, now_));
  EXPECT_EQ(restored.sequence, 3);
  EXPECT_EQ(restored.held.documents, 3);
  EXPECT_EQ(restored.replaced.filename(), "store.db.replaced-20260302T093000Z");
  EXPECT_EQ(must(open().sequence()), 3);
  EXPECT_EQ(must(must(Store::open("sqlite:" + restored.replaced.string(), OpenMode::read_write)).sequence()), 5);
  keep(6, 6);
  EXPECT_THAT(must(open().verify()).faults, IsEmpty());
}

TEST_F(Backups, AreBroughtBackWhereThereIsNoStore) {
  backup(copy_);
  std::filesystem::remove(file_);
  const Restored restored = must(restore(url_, copy_, now_));
  EXPECT_TRUE(restored.replaced.empty());
  EXPECT_EQ(must(open().sequence()), 3);
}

TEST_F(Backups, ReplaceADamagedStore) {
  backup(copy_);
  std::ofstream(file_, std::ios::binary | std::ios::trunc) << std::string(40960, 'x');
  std::ofstream(file_.string() + "-wal", std::ios::binary) << std::string(4096, 'y');
  const Restored restored = must(restore(url_, copy_, now_));
  EXPECT_EQ(must(open().sequence()), 3);
  EXPECT_EQ(std::filesystem::file_size(restored.replaced), 40960U);
}

TEST_F(Backups, ReplaceAStoreThatWasKilledTogetherWithItsLog) {
  backup(copy_);
  {
    Store writer = open();
    must(writer.keep_document(document("d4", "bytes 4"), {}, now_));
    for (const char* end : {"", "-wal"})
      std::filesystem::copy_file(file_.string() + end, folder_.path() / ("was" + std::string(end)));
  }
  for (const char* end : {"", "-wal"})
    std::filesystem::rename(folder_.path() / ("was" + std::string(end)), file_.string() + end);
  const Restored restored = must(restore(url_, copy_, now_));
  EXPECT_EQ(must(open().sequence()), 3) << "the log of the replaced store is not taken for the new one's";
  EXPECT_EQ(must(must(Store::open("sqlite:" + restored.replaced.string(), OpenMode::read_write)).sequence()), 4);
}

TEST_F(Backups, AreRefusedWhileSomebodyHasTheStoreOpen) {
  backup(copy_);
  {
    Store reader = open(OpenMode::read_only);
    const auto refused = restore(url_, copy_, now_);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().busy);
    EXPECT_THAT(refused.error().todo, HasSubstr("stop the daemon"));
    EXPECT_EQ(must(reader.sequence()), 3);
  }
  must(restore(url_, copy_, now_));
}

TEST_F(Backups, ThatAreUnsoundAreRefusedAndTheStoreStays) {
  const auto refusal = [&](const std::filesystem::path& file) {
    const auto refused = restore(url_, file, now_);
    EXPECT_FALSE(refused);
    EXPECT_EQ(must(open().sequence()), 3);
    EXPECT_THAT(names(), Not(Contains(HasSubstr("part"))));
    EXPECT_THAT(names(), Not(Contains(HasSubstr("replaced"))));
    return refused ? "" : refused.error().where + ": " + refused.error().found;
  };
  EXPECT_THAT(refusal(folder_.path() / "none.db"), HasSubstr("no such file"));
  backup(copy_);
  change(copy_, "UPDATE raw_document SET bytes = x'00'");
  EXPECT_THAT(refusal(copy_), HasSubstr("raw_document, document 1"));
  const auto other = folder_.path() / "other.db";
  change(other, "CREATE TABLE notes (text TEXT)");
  EXPECT_THAT(refusal(other), HasSubstr("another program"));
  const auto newer = folder_.path() / "newer.db";
  backup(newer);
  change(newer, "PRAGMA user_version = 99");
  EXPECT_THAT(refusal(newer), HasSubstr("schema 99"));
  const auto torn = folder_.path() / "torn.db";
  backup(torn);
  std::filesystem::resize_file(torn, std::filesystem::file_size(torn) / 2);
  EXPECT_THAT(refusal(torn), HasSubstr("malformed"));
}

TEST_F(Backups, OfAnOlderSchemaAreBroughtUpToDate) {
  make_older(file_, 1);
  std::filesystem::copy_file(file_, copy_);
  const Restored restored = must(restore(url_, copy_, now_));
  EXPECT_EQ(restored.upgrade.from, 1);
  EXPECT_EQ(restored.upgrade.to, migrations().back().number);
  EXPECT_EQ(must(open(OpenMode::read_only).sequence()), 3);
}

TEST_F(Backups, PutSilencesThatHaveNotEndedOutOfForce) {  // case L45
  must(open().add_silence({"s1", "t1", "", "", now_, now_ + std::chrono::hours(24), "Aisha", "a holiday", now_}));
  must(open().add_silence({"s2", "t1", "", "", now_, now_ + std::chrono::hours(24), "Aisha", "a holiday", now_}));
  must(open().end_silence("s1", now_, "Aisha"));
  backup(copy_);
  must(open().end_silence("s2", now_, "Aisha"));
  const Restored restored = must(restore(url_, copy_, now_));
  ASSERT_THAT(restored.doubted, SizeIs(1));
  EXPECT_EQ(restored.doubted[0].id, "s2");
  const auto silences = must(open().silences());
  EXPECT_TRUE(silences[0].ended);
  EXPECT_FALSE(silences[1].confirmed);
}

TEST_F(Backups, OfAnInterruptedRestoreKeepEverybodyOutUntilItIsRepeated) {
  backup(copy_);
  std::filesystem::rename(file_, file_.string() + ".replaced-20260302T093000Z");
  std::filesystem::copy_file(copy_, file_.string() + ".restoring");
  for (const OpenMode mode : {OpenMode::read_write, OpenMode::read_only}) {
    const auto refused = Store::open(url_, mode);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().found, HasSubstr("interrupted"));
  }
  EXPECT_FALSE(std::filesystem::exists(file_)) << "no empty store is made in its place";
  must(restore(url_, copy_, now_));
  EXPECT_EQ(must(open().sequence()), 3);
}

TEST_F(Backups, OfOneFolderAreListedNewestFirstAndThinnedOut) {
  const BackupFolder folder(usual_backup_folder(url_), url_);
  Store store = open(OpenMode::read_only);
  for (int day = 1; day <= 4; ++day) {
    must(folder.add(store, at(fmt::format("2026-03-0{}T00:00:00Z", day))));
  }
  std::ofstream(folder.path() / "store-notes.db") << "not ours";
  std::ofstream(folder.path() / ".store-20260301T000000Z.db.77.part") << "left by a process that was killed";
  EXPECT_THAT(must(folder.thin_out(2)), SizeIs(2));
  const auto left = folder.list();
  ASSERT_THAT(left, SizeIs(2));
  EXPECT_EQ(left[0].file.filename(), "store-20260304T000000Z.db");
  EXPECT_EQ(left[1].taken, at("2026-03-03T00:00:00Z"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "store-notes.db"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / ".store-20260301T000000Z.db.77.part"));
}

TEST_F(Backups, AreNamedByTheirNewestSoundOne) {
  const BackupFolder folder(usual_backup_folder(url_), url_);
  EXPECT_FALSE(folder.newest_sound());
  Store store = open(OpenMode::read_only);
  must(folder.add(store, at("2026-03-01T00:00:00Z")));
  const Backup newer = must(folder.add(store, at("2026-03-02T00:00:00Z")));
  std::filesystem::resize_file(newer.file, 8192);
  EXPECT_EQ(folder.newest_sound()->taken, at("2026-03-01T00:00:00Z"));
}

}  // namespace
}  // namespace tradewatch::storage
