#include "service/runtime/file_owner.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace tradewatch::runtime {
namespace {

class FileOwner : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    std::string pattern = testing::TempDir() + "owner-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    file_ = folder_ / "alerts.jsonl";
    std::ofstream(file_) << "{}\n";
    nobody_ = ::getpwnam("nobody")->pw_uid;
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  uid_t owner() const {
    struct stat found{};
    EXPECT_EQ(::stat(file_.c_str(), &found), 0);
    return found.st_uid;
  }

  std::filesystem::path folder_, file_;
  uid_t nobody_ = 0;
};

TEST_F(FileOwner, WhatRootMakesInAnothersFolderIsGivenToIt) {
  ASSERT_EQ(::chown(folder_.c_str(), nobody_, 0), 0);
  give_to_owner_of_folder(file_);
  EXPECT_EQ(owner(), nobody_);
  EXPECT_EQ(owner_of(file_), "nobody");
}

TEST_F(FileOwner, RootsOwnFolderAndOthersFilesStayAsTheyAre) {
  give_to_owner_of_folder(file_);
  EXPECT_EQ(owner(), 0u);
  ASSERT_EQ(::chown(file_.c_str(), nobody_, 0), 0);
  give_to_owner_of_folder(file_);
  EXPECT_EQ(owner(), nobody_);
}

TEST(FilePermission, OfWhatIsNotThereIsItsFolders) {
  const std::filesystem::path folder = testing::TempDir();
  EXPECT_TRUE(may_write(folder / "not-there-yet"));
  EXPECT_TRUE(may_write(folder / "no/folder/yet/file")) << "whoever opens it says that there is none";
  EXPECT_EQ(owner_of(folder / "not-there-yet"), "");
}

}  // namespace
}  // namespace tradewatch::runtime
