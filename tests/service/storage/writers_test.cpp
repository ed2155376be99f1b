// More than one writer, and writers that die.

#include "tests/service/storage/writers.h"
#include "service/storage/migration.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "tests/service/storage/places.h"

namespace tradewatch::storage {
namespace {

using testing::IsEmpty;

using Writers = StoreTest;
ON_BOTH_DATABASES(Writers);

constexpr int kFiguresPerDocument = 20;

std::vector<trade::Figure> figures_of(int document) {
  std::vector<trade::Figure> figures;
  for (int i = 0; i < kFiguresPerDocument; ++i) {
    auto f = figure("2026-01", std::to_string(document + 1), "2026-02-10");
    f.period.first = f.period.last = trade::Month(2000, 1) + i;
    f.published += std::chrono::days(document);
    figures.push_back(f);
  }
  return figures;
}

TEST_P(Writers, OfTwoThreadsBothSucceedAndTheirSequencesAreTheOrderOfCommit) {
  constexpr int kEach = 40;
  std::array<std::vector<std::int64_t>, 2> sequences;
  const auto write = [&](std::size_t writer) {
    Store store = open();
    for (int i = 0; i < kEach; ++i) {
      const auto raw = document("d", fmt::format("writer {} document {}", writer, i));
      const auto report = store.keep_document(raw, figures_of(i), at("2026-03-01T00:00:00Z"));
      if (!report) return ADD_FAILURE() << report.error().found;
      sequences[writer].push_back(report->sequence);
    }
  };
  std::atomic<bool> done = false;
  // Whatever a reader sees is without gaps: nobody meets 2 before 1.
  std::thread reader([&] {
    Store store = open(OpenMode::read_only);
    while (!done) {
      const auto rows = must(store.documents_after(0));
      ASSERT_TRUE(rows.empty() || rows.back().sequence == static_cast<std::int64_t>(rows.size()));
    }
  });
  std::thread other([&] { write(1); });
  write(0);
  other.join();
  done = true;
  reader.join();
  std::set<std::int64_t> all;
  for (const auto& of_one : sequences) {
    EXPECT_TRUE(std::ranges::is_sorted(of_one));
    all.insert(of_one.begin(), of_one.end());
  }
  EXPECT_EQ(all.size(), 2U * kEach);
  EXPECT_EQ(*all.rbegin(), 2 * kEach);
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
}

TEST_P(Writers, OfTheSameDocumentKeepItOnce) {
  const RawDocument raw = document("same", "same");
  std::array<bool, 2> duplicate{};
  const auto write = [&](std::size_t writer) {
    Store store = open();
    duplicate[writer] = must(store.keep_document(raw, figures_of(0), at("2026-03-01T00:00:00Z"))).duplicate_document;
  };
  std::thread other([&] { write(1); });
  write(0);
  other.join();
  EXPECT_NE(duplicate[0], duplicate[1]);
  EXPECT_EQ(must(store_.sequence()), 1);
}

TEST_P(Writers, ThatOpenANewStoreTogetherBothFindItMade) {
  const std::string url =
      GetParam() == "sqlite" ? "sqlite:" + (folder_.path() / "new.db").string() : new_postgresql_database();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      EXPECT_EQ(must(must(Store::open(url, OpenMode::read_write)).schema_number()), migrations().back().number);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    EXPECT_THAT(entry.path().string(), testing::Not(testing::HasSubstr("before-schema")))
        << "there was nothing to copy";
}

// A program that keeps documents, and the digests that it says it kept.
class Child {
 public:
  explicit Child(const std::string& url) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      execl("/proc/self/exe", "test_storage", "--keep-documents", url.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    read_end_ = ends[0];
  }
  ~Child() { close(read_end_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Kills it once it has acknowledged `documents` and a further `microseconds` have passed; all it ever acknowledged.
  std::vector<std::string> kill_after(int documents, useconds_t microseconds) {
    std::string said;
    while (std::ranges::count(said, '\n') < documents && read_some(said)) {
    }
    usleep(microseconds);
    kill(pid_, SIGKILL);
    while (read_some(said)) {
    }
    waitpid(pid_, nullptr, 0);
    std::vector<std::string> digests;
    for (std::size_t at = 0; at + 65 <= said.size(); at += 65) digests.push_back(said.substr(at, 64));
    return digests;
  }

 private:
  bool read_some(std::string& into) const {
    std::array<char, 4096> buffer{};
    const auto count = read(read_end_, buffer.data(), buffer.size());
    if (count <= 0) return false;
    into.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  pid_t pid_ = 0;
  int read_end_ = 0;
};

TEST_P(Writers, ThatAreKilledHaveKeptAllTheyAcknowledgedAndNothingByHalves) {
  constexpr unsigned kSeed = 4711;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  std::vector<std::string> acknowledged;
  for (int round = 0; round < 20; ++round) {
    Child child(url_);
    const auto more = child.kill_after(1 + static_cast<int>(random() % 3), static_cast<useconds_t>(random() % 20000));
    EXPECT_THAT(more, testing::Not(IsEmpty()));
    acknowledged.insert(acknowledged.end(), more.begin(), more.end());
  }
  store_ = open();
  for (const std::string& digest : acknowledged) {
    const auto row = must(store_.document(digest));
    ASSERT_TRUE(row) << digest << " was acknowledged and is gone";
    // Duplicates where a server still committed for the writer before, which was dead, while this one began.
    EXPECT_EQ(row->stored + row->duplicates, kFiguresPerDocument);
    const auto kept = must(store_.vintages({.after = row->sequence - 1}, {.sequence = row->sequence}));
    EXPECT_EQ(kept.size(), static_cast<std::size_t>(row->stored));
  }
  EXPECT_GE(must(store_.sequence()), static_cast<std::int64_t>(acknowledged.size()));
  EXPECT_THAT(must(store_.verify()).faults, IsEmpty());
}

}  // namespace

int keep_documents_until_killed(const std::string& url) {
  auto store = Store::open(url, OpenMode::read_write);
  if (!store) return 1;
  const auto first = store->sequence();
  if (!first) return 1;
  for (int i = static_cast<int>(*first);; ++i) {
    const auto raw = document("loop", fmt::format("document {} of process {}", i, getpid()));
    if (!store->keep_document(raw, figures_of(i), at("2026-03-01T00:00:00Z"))) return 1;
    const std::string line = raw.sha256 + "\n";
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) return 1;
  }
}

}  // namespace tradewatch::storage
