// Whole lines on disk, or a fault in words.

#include "service/delivery/file_receiver.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

using testing::HasSubstr;

// What this thread synced while a test watches; a path that is refused answers EIO, as a dying disk does.
struct Syncs {
  std::vector<std::string> paths;
  std::string refused;
};
thread_local Syncs* watched_syncs = nullptr;

int sync(long call, int descriptor) {
  if (watched_syncs != nullptr) {
    const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor)).string();
    watched_syncs->paths.push_back(path);
    if (path == watched_syncs->refused) {
      errno = EIO;
      return -1;
    }
  }
  return static_cast<int>(syscall(call, descriptor));
}

}  // namespace

// In place of the C library's, for this program.
extern "C" int fdatasync(int descriptor) { return sync(SYS_fdatasync, descriptor); }
extern "C" int fsync(int descriptor) { return sync(SYS_fsync, descriptor); }

namespace {

using testing::ElementsAre;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");

// Files of this process cannot grow past `bytes` while it lives: a write is cut short there, as on a full disk.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_;
};

class File : public testing::Test {
 protected:
  Delivery deliver(const std::string& body) { return receiver_.deliver(notice("n", body), kNow); }

  Folder folder_;
  std::filesystem::path path_ = folder_.path() / "notices.jsonl";
  FileReceiver receiver_{"archive", path_, {.rotate_bytes = 30, .kept_files = 2}};
};

TEST_F(File, AppendsOneLineForEachNotice) {
  ASSERT_TRUE(deliver(R"({"id":"1"})"));
  ASSERT_TRUE(deliver(R"({"id":"2"})"));
  EXPECT_EQ(read_file(path_), "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  struct stat state{};
  ASSERT_EQ(stat(path_.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0137U, 0U) << "nothing beyond 0640";
}

TEST_F(File, SyncsTheLineAndTheNameOfANewFileBeforeItSaysDelivered) {
  const std::string file = path_.string();
  const std::string folder = folder_.path().string();
  Syncs syncs;
  watched_syncs = &syncs;
  EXPECT_TRUE(deliver("0123456789"));
  EXPECT_TRUE(deliver("0123456789"));
  EXPECT_TRUE(deliver("0123456789")) << "the third goes to a fresh file";
  EXPECT_THAT(syncs.paths, ElementsAre(file, folder, file, file, folder));
  syncs = {{}, file};
  const auto unsure = deliver("0123456789");
  watched_syncs = nullptr;
  ASSERT_FALSE(unsure) << "what may not be on disk is not delivered";
  EXPECT_THAT(unsure.error().found, HasSubstr("cannot sync"));
  EXPECT_FALSE(unsure.error().permanent);
}

TEST_F(File, SyncsTheNameAgainWhenThatFailed) {
  Syncs syncs{{}, folder_.path().string()};
  watched_syncs = &syncs;
  EXPECT_FALSE(deliver("1"));
  syncs.refused.clear();
  EXPECT_TRUE(deliver("1"));
  watched_syncs = nullptr;
  EXPECT_EQ(syncs.paths.back(), folder_.path().string());
}

TEST_F(File, EndsATornLineBeforeTheNextOne) {
  write_file(path_, "{\"id\":\"0\"}\n{\"id\":");
  ASSERT_TRUE(deliver(R"({"id":"1"})"));
  EXPECT_EQ(read_file(path_), "{\"id\":\"0\"}\n{\"id\":\n{\"id\":\"1\"}\n");
}

TEST_F(File, SaysWhenALineDidNotFitAndWritesItWholeLater) {
  ASSERT_TRUE(deliver(R"({"id":"1"})"));
  {
    const SizeLimit full(15);
    for (int i = 0; i < 3; ++i) {
      const auto answer = deliver(R"({"id":"2"})");
      ASSERT_FALSE(answer);
      EXPECT_FALSE(answer.error().permanent);
      EXPECT_THAT(answer.error().todo, HasSubstr("make room on the disk"));
    }
    EXPECT_EQ(read_file(path_), "{\"id\":\"1\"}\n{\"id") << "tries on a full disk add nothing";
  }
  ASSERT_TRUE(deliver(R"({"id":"2"})"));
  EXPECT_EQ(read_file(path_), "{\"id\":\"1\"}\n{\"id\n{\"id\":\"2\"}\n");
}

TEST_F(File, MovesAFullFileAwayAndKeepsAsManyOldOnesAsAsked) {
  for (int i = 1; i <= 7; ++i) ASSERT_TRUE(deliver("{\"id\":\"" + std::to_string(i) + "\"}"));
  EXPECT_EQ(read_file(path_), "{\"id\":\"7\"}\n");
  EXPECT_EQ(read_file(path_.string() + ".1"), "{\"id\":\"5\"}\n{\"id\":\"6\"}\n");
  EXPECT_EQ(read_file(path_.string() + ".2"), "{\"id\":\"3\"}\n{\"id\":\"4\"}\n");
  EXPECT_FALSE(std::filesystem::exists(path_.string() + ".3"));
}

TEST_F(File, WritesALineLongerThanTheLimitToAFileOfItsOwn) {
  const std::string longer(100, 'x');
  ASSERT_TRUE(deliver("1"));
  ASSERT_TRUE(deliver(longer));
  ASSERT_TRUE(deliver("2"));
  EXPECT_EQ(read_file(path_), "2\n");
  EXPECT_EQ(read_file(path_.string() + ".1"), longer + "\n");
  EXPECT_EQ(read_file(path_.string() + ".2"), "1\n");
}

TEST_F(File, GoesOnInANewFileWhenSomebodyMovedTheOldOne) {
  ASSERT_TRUE(deliver("1"));
  std::filesystem::rename(path_, folder_.path() / "taken");
  ASSERT_TRUE(deliver("2"));
  EXPECT_EQ(read_file(path_), "2\n");
}

TEST_F(File, RefusesABodyOfTwoLinesForGood) {
  const auto answer = deliver("{\n}");
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().permanent);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(File, NamesTheFolderThatIsMissing) {
  FileReceiver lost("archive", folder_.path() / "gone" / "notices.jsonl");
  const auto answer = lost.deliver(notice("n", "1"), kNow);
  ASSERT_FALSE(answer);
  EXPECT_FALSE(answer.error().permanent);
  EXPECT_THAT(answer.error().found, HasSubstr("No such file or directory"));
  EXPECT_EQ(answer.error().todo, "make the folder " + (folder_.path() / "gone").string());
}

TEST_F(File, TakesNothingButARegularFile) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(deliver("1").error().found, HasSubstr("is not a file"));
  FileReceiver folder("archive", folder_.path());
  EXPECT_THAT(folder.deliver(notice("n", "1"), kNow).error().found, HasSubstr("Is a directory"));
}

TEST_F(File, WaitsForAnotherWriterToLetGo) {
  ASSERT_TRUE(deliver("1"));
  const int other = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(flock(other, LOCK_EX), 0);
  EXPECT_THAT(deliver("2").error().found, HasSubstr("is being written"));
  close(other);
  EXPECT_TRUE(deliver("2"));
  EXPECT_EQ(read_file(path_), "1\n2\n");
}

TEST(FileFault, SaysWhatHelps) {
  EXPECT_EQ(file_fault("/var/log/n", "write to", ENOSPC).found, "cannot write to /var/log/n: No space left on device");
  EXPECT_EQ(file_fault("/var/log/n", "write to", ENOSPC).todo,
            "make room on the disk (or in the quota) that holds /var/log");
  EXPECT_EQ(file_fault("/var/log/n", "open", EACCES).todo, "let the service's user write in /var/log");
  EXPECT_EQ(file_fault("n", "open", ENOENT).todo, "make the folder .");
}

}  // namespace
}  // namespace tradewatch::delivery
