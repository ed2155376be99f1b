// When the daemon makes a backup, and what it does with the old ones.

#include "service/cli/backups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <fstream>

#include "service/intake/digest.h"

namespace tradewatch::cli {
namespace {

using testing::HasSubstr;

constexpr std::chrono::hours kDay{24};

class BackupRounds : public testing::Test {
 protected:
  BackupRounds() {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-cli-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    place_ = name;
    store_.url = "sqlite:" + (place_ / "store.db").string();
    store_.keep = 2;
    auto store = storage::Store::open(store_.url, storage::OpenMode::read_write).value();
    const storage::RawDocument document{"a", intake::sha256_hex("bytes"), "bytes", "house-csv", ""};
    EXPECT_TRUE(store.keep_document(document, {}, now_));
  }
  ~BackupRounds() override { std::filesystem::remove_all(place_); }

  std::size_t backups() const { return backup_folder(store_).list().size(); }
  BackupRound look() const { return look_at_backups(store_, kDay, now_); }
  // Behind the store's back: its chain of digests tells.
  void spoil() const {
    sqlite3* db = nullptr;
    sqlite3_open((place_ / "store.db").c_str(), &db);
    EXPECT_EQ(sqlite3_exec(db, "UPDATE document SET name = 'b'", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
  }

  std::filesystem::path place_;
  settings::Store store_;
  trade::Instant now_ = trade::parse_instant("2026-03-01T09:00:00Z").value();
};

TEST_F(BackupRounds, MakeOneWhenTheNewestIsOldEnough) {
  EXPECT_TRUE(look().made) << "there is none yet";
  now_ += kDay - std::chrono::seconds(1);
  const BackupRound early = look();
  EXPECT_FALSE(early.made);
  EXPECT_EQ(early.newest->taken, now_ - kDay + std::chrono::seconds(1)) << "its age is told all the same";
  now_ += std::chrono::seconds(1);
  EXPECT_TRUE(look().made);
  now_ += kDay;
  const BackupRound third = look();
  EXPECT_TRUE(third.made);
  EXPECT_EQ(third.removed, 1U);
  EXPECT_EQ(backups(), 2U);
}

TEST_F(BackupRounds, DoNotCountABackupOfTheFuture) {
  now_ += 365 * kDay;
  EXPECT_TRUE(look().made);
  now_ -= 365 * kDay;  // somebody set the clock right
  EXPECT_TRUE(look().made);
  EXPECT_FALSE(look().made);
}

TEST_F(BackupRounds, KeepTheOldOnesWhenTheNewOneFails) {
  for (int day = 0; day < 2; ++day, now_ += kDay) EXPECT_TRUE(look().made);
  spoil();
  const BackupRound round = look();
  ASSERT_TRUE(round.fault);
  EXPECT_FALSE(round.made);
  EXPECT_TRUE(round.fault->damaged) << "the store itself is damaged, and the daemon has to know";
  EXPECT_THAT(round.fault->where, HasSubstr("document 1"));
  EXPECT_EQ(backups(), 2U);
}

TEST_F(BackupRounds, SayWhereTheyCannotBeMade) {
  std::ofstream(place_ / "no folder") << "a file";
  store_.backup_folder = place_ / "no folder";
  const BackupRound round = look();
  ASSERT_TRUE(round.fault);
  EXPECT_FALSE(round.fault->damaged);
  EXPECT_THAT(round.fault->where, HasSubstr("no folder"));
}

TEST_F(BackupRounds, AreNamedInTheAdviceForADamagedStore) {
  ASSERT_TRUE(look().made);
  storage::StoreFault fault{"store.db", "damaged", "", "look"};
  EXPECT_EQ(with_backup(fault, store_).todo, "look") << "a sound store needs none";
  fault.damaged = true;
  EXPECT_THAT(with_backup(fault, store_).todo, HasSubstr("store restore " + look().newest->file.string()));
}

}  // namespace
}  // namespace tradewatch::cli
