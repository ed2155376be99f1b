#include "service/intake/inbox.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
namespace fs = std::filesystem;

class InboxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "tradewatch-inbox-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    inbox_ = *Inbox::open(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  [[nodiscard]] std::string text_of(const fs::path& path) const {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    const auto files = inbox_->scan();
    for (const Candidate& file : *files) names.push_back(file.name);
    return names;
  }

  fs::path folder_;
  std::optional<Inbox> inbox_;
};

TEST_F(InboxTest, ListsOldestFirstThenByName) {
  for (const char* name : {"c.csv", "b.csv", "a.csv"}) write(name, "x");
  const auto now = fs::last_write_time(folder_ / "a.csv");
  fs::last_write_time(folder_ / "a.csv", now);
  fs::last_write_time(folder_ / "b.csv", now);
  fs::last_write_time(folder_ / "c.csv", now - std::chrono::hours(1));
  EXPECT_THAT(names(), ElementsAre("c.csv", "a.csv", "b.csv"));
}

TEST_F(InboxTest, LeavesUnfinishedAndForeignFilesAlone) {
  for (const char* name :
       {".hidden", ".~lock.x.xlsx#", "~$x.xlsx", "x.tmp", "x.csv.part", "x.crdownload", "x~", ".x.swp"}) {
    write(name, "x");
  }
  fs::create_directory(folder_ / "sub");
  fs::create_symlink("/etc/passwd", folder_ / "link.csv");
  EXPECT_THAT(names(), SizeIs(0));
}

TEST_F(InboxTest, KnowsThatAFileIsStillBeingWritten) {
  write("x.csv", "half");
  const Candidate file = inbox_->scan()->at(0);
  if (inbox_->ready(file) == Readiness::unknown) GTEST_SKIP() << "this file system allows no leases";
  EXPECT_EQ(inbox_->ready(file), Readiness::ready);
  const int writer = ::open((folder_ / "x.csv").c_str(), O_WRONLY | O_APPEND);
  EXPECT_EQ(inbox_->ready(file), Readiness::being_written);
  ::close(writer);
  EXPECT_EQ(inbox_->ready(file), Readiness::ready);
}

TEST_F(InboxTest, TakesBytesAndMovesTheFileOnlyWhenTold) {
  write("x.csv", "figures");
  const Candidate file = inbox_->scan()->at(0);
  const auto taken = inbox_->take(file);
  ASSERT_TRUE(taken) << to_text(taken.error());
  EXPECT_EQ(taken->bytes, "figures");
  EXPECT_TRUE(fs::exists(folder_ / "x.csv"));
  EXPECT_EQ(*inbox_->accept(file, "taken\n", "{}\n"), folder_ / "accepted/x.csv");
  EXPECT_FALSE(fs::exists(folder_ / "x.csv"));
  EXPECT_EQ(text_of(folder_ / "accepted/x.csv"), "figures");
}

TEST_F(InboxTest, NumbersANameThatIsTaken) {
  for (const char* expected : {"accepted/x.csv.gz", "accepted/x-2.csv.gz", "accepted/x-3.csv.gz"}) {
    write("x.csv.gz", expected);
    EXPECT_EQ(*inbox_->accept(inbox_->scan()->at(0), "", ""), folder_ / expected);
    EXPECT_EQ(text_of(folder_ / expected), expected);
  }
}

TEST_F(InboxTest, PutsTheReportsBesideAQuarantinedFile) {
  write("x.csv", "bad");
  const auto moved = inbox_->quarantine(inbox_->scan()->at(0), "words\n", "{}");
  ASSERT_TRUE(moved) << to_text(moved.error());
  EXPECT_EQ(*moved, folder_ / "quarantine/x.csv");
  EXPECT_EQ(text_of(folder_ / "quarantine/x.csv.report.txt"), "words\n");
  EXPECT_EQ(text_of(folder_ / "quarantine/x.csv.report.json"), "{}");
  EXPECT_THAT(names(), SizeIs(0));
}

TEST_F(InboxTest, NeverMovesAFileThatChangedSinceItWasTaken) {
  write("x.csv", "first");
  const Candidate file = inbox_->scan()->at(0);
  ASSERT_TRUE(inbox_->take(file));
  write("x.csv", "first and more");
  const auto moved = inbox_->accept(file, "taken\n", "{}\n");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().kind, InboxFault::Kind::changed);
  EXPECT_EQ(inbox_->take(file).error().kind, InboxFault::Kind::changed);
  EXPECT_EQ(text_of(folder_ / "x.csv"), "first and more");
}

TEST_F(InboxTest, RefusesAFileAboveTheLimitWithoutReadingIt) {
  write("x.csv", "x");
  fs::resize_file(folder_ / "x.csv", std::uintmax_t{1} << 40U);
  const auto taken = inbox_->take(inbox_->scan()->at(0));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, InboxFault::Kind::refused);
}

TEST_F(InboxTest, TellsWhatTheSystemSaid) {
  const auto taken = inbox_->take(Candidate{"gone.csv", 1, 1, 1});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().found, "No such file or directory");
}

TEST_F(InboxTest, QuarantinesBytesThatWereNoFile) {
  ASSERT_TRUE(inbox_->quarantine_bytes("p-2026-11-27T09.json", "one", "text", "json"));
  const auto second = inbox_->quarantine_bytes("p-2026-11-27T09.json", "two", "text 2", "json 2");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->filename(), "p-2026-11-27T09-2.json");
  EXPECT_EQ(text_of(folder_ / "quarantine" / "p-2026-11-27T09.json"), "one");
  EXPECT_EQ(text_of(*second), "two");
  EXPECT_EQ(text_of(second->string() + ".report.txt"), "text 2");
  EXPECT_EQ(text_of(second->string() + ".report.json"), "json 2");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "quarantine"), fs::directory_iterator()), 6)
      << "nothing unnamed is left";
  EXPECT_THAT(names(), SizeIs(0));
}

}  // namespace
}  // namespace tradewatch::intake
