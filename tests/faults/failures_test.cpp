// The N-th write, sync or allocation fails, once and for ever, for N = 1, 2, ... until nothing fails any more.
//
// Whatever N: the call says so, or what it accepted is there; the store is sound and serves what it has; and when the
// disk works again, the same session does the same thing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <set>

#include "service/delivery/dispatcher.h"
#include "service/delivery/file_receiver.h"
#include "service/storage/migration.h"
#include "tests/faults/disk.h"
#include "tests/faults/memory.h"
#include "tests/faults/workload.h"
#include "tests/service/storage/older_store.h"

namespace tradewatch::faults {
namespace {

using storage::OpenMode;
using storage::Store;
using storage::StoreFault;

constexpr int kReady = 3;     // documents and assessments that a store has before anything fails
constexpr int kMost = 20000;  // operations of one task

// Something that a store is asked to do.
struct Task {
  const char* name;
  std::function<std::expected<void, StoreFault>(Store&, const std::filesystem::path&)> act;
  // All of it is there. What is there by halves, `verify` or `halves` finds.
  std::function<bool(Store&, const std::filesystem::path&)> is_done;
};

void PrintTo(const Task& task, std::ostream* out) { *out << task.name; }

std::expected<void, StoreFault> void_of(const auto& result) {
  if (result) return {};
  return std::unexpected(result.error());
}

std::set<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::set<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

const Task kImport{"import",
                   [](Store& store, const std::filesystem::path&) {
                     const NumberedDocument document(kReady + 1);
                     return void_of(store.keep_document(document.raw, document.figures, moment()));
                   },
                   [](Store& store, const std::filesystem::path&) {
                     const auto row = store.document(NumberedDocument(kReady + 1).raw.sha256);
                     return row.value() && (*row)->stored == kFiguresOfADocument;
                   }};

const Task kAssess{
    "assess",
    [](Store& store, const std::filesystem::path&) { return void_of(store.write_assessment(assessment(kReady + 1))); },
    [](Store& store, const std::filesystem::path&) {
      const auto assessments = store.assessments("t1").value().size();
      const auto transitions = store.transitions("t1", 100).value().size();
      const auto notices = store.outbox_backlog().value().queued;
      EXPECT_EQ(assessments, transitions) << "half an assessment";
      EXPECT_EQ(static_cast<std::int64_t>(assessments), notices) << "half an assessment";
      return assessments == kReady + 1;
    }};

const Task kDeliver{
    "deliver",
    [](Store& store, const std::filesystem::path& folder) -> std::expected<void, StoreFault> {
      std::vector<std::unique_ptr<delivery::Receiver>> receivers;
      receivers.push_back(std::make_unique<delivery::FileReceiver>("file", folder / "alerts.jsonl"));
      // A claim that an earlier try left has ended by then.
      const auto report =
          delivery::Dispatcher(std::move(receivers), {.claim = std::chrono::seconds(0)}).dispatch(store, moment());
      if (report.store_fault) return std::unexpected(*report.store_fault);
      return {};
    },
    [](Store& store, const std::filesystem::path& folder) {
      const auto told = lines_of(folder / "alerts.jsonl").size();
      const auto waiting = static_cast<std::size_t>(store.outbox_backlog().value().queued);
      EXPECT_GE(told + waiting, kReady) << "a notice is lost";
      return waiting == 0 && told == kReady;
    }};

class Failures : public testing::TestWithParam<Task> {
 protected:
  // A store with kReady documents, assessments and notices, closed.
  Failures() {
    Store store = Store::open(url_of(ready_), OpenMode::read_write).value();
    for (int n = 1; n <= kReady; ++n) {
      const NumberedDocument document(n);
      EXPECT_TRUE(store.keep_document(document.raw, document.figures, moment()));
      EXPECT_TRUE(store.write_assessment(assessment(n)));
    }
  }

  static std::string url_of(const Folder& folder) { return "sqlite:" + (folder.path() / "store.db").string(); }

  void copy_ready() {
    folder_.empty();
    std::filesystem::copy_file(ready_.path() / "store.db", folder_.path() / "store.db");
  }

  // Once with this failure; false when it never came to it.
  bool survives(const std::function<void()>& begin, const std::function<bool()>& end) {
    const Task& task = GetParam();
    copy_ready();
    std::optional<Store> store = Store::open(url_of(folder_), OpenMode::read_write, {.quick_check = false}).value();
    begin();
    const auto done = task.act(*store, folder_.path());
    const bool failed = end();
    const std::string found = done ? "" : done.error().found;
    EXPECT_TRUE(!done || task.is_done(*store, folder_.path())) << "it was accepted and is not there";
    EXPECT_TRUE(done || failed) << "a fault out of nothing: " << found;
    const auto held = store->figures_in_force({}, {});
    EXPECT_TRUE(held) << "what is there is served: " << held.error().found;
    if (!done && !task.is_done(*store, folder_.path())) {
      const auto again = task.act(*store, folder_.path());
      EXPECT_TRUE(again) << "it does not go on by itself: " << again.error().found;
    }
    EXPECT_TRUE(task.is_done(*store, folder_.path()));
    store.reset();
    const auto opened = Store::open(url_of(folder_), OpenMode::read_write);
    EXPECT_TRUE(opened) << opened.error().found;
    store = Store::open(url_of(folder_), OpenMode::read_only).value();
    EXPECT_TRUE(store->verify().value().faults.empty());
    EXPECT_TRUE(task.is_done(*store, folder_.path()));
    return failed;
  }

  void fail_each(Failure failure) {
    const auto begin = [&] { disk_.fail(failure); };
    const auto end = [&] {
      const bool failed = disk_.has_failed();
      disk_.work();
      return failed;
    };
    for (failure.at = 1; failure.at < kMost; ++failure.at) {
      SCOPED_TRACE(testing::Message() << GetParam().name << ": operation " << failure.at
                                      << (failure.for_ever ? " and all after it" : ""));
      if (!survives(begin, end) || HasFailure()) break;
      ++failures_;
    }
  }

  Disk disk_;
  Folder ready_;
  Folder folder_;
  int failures_ = 0;
};

TEST_P(Failures, OfWritingLoseNothing) {
  for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
    for (const bool for_ever : {false, true}) fail_each({std::nullopt, 1, for_ever, code});
  }
  std::printf("%s: %d failures\n", GetParam().name, failures_);
  EXPECT_GT(failures_, 4);
}

TEST_P(Failures, OfSyncingLoseNothing) {
  for (const bool for_ever : {false, true}) fail_each({Operation::sync, 1, for_ever, SQLITE_IOERR_FSYNC});
  std::printf("%s: %d failures\n", GetParam().name, failures_);
  EXPECT_GE(failures_, 2);
}

TEST_P(Failures, OfMemoryLoseNothing) {
  const int stride = asked("TRADEWATCH_ALLOCATION_STRIDE", 23);
  for (const bool for_ever : {false, true}) {
    for (int at = 1; at < kMost * stride; at += stride) {
      SCOPED_TRACE(testing::Message() << GetParam().name << ": allocation " << at
                                      << (for_ever ? " and all after it" : ""));
      const auto end = [] {
        Memory::work();
        return Memory::has_failed();
      };
      if (!survives([&] { Memory::fail(at, for_ever); }, end) || HasFailure()) break;
      ++failures_;
    }
  }
  std::printf("%s: %d failures\n", GetParam().name, failures_);
  EXPECT_GT(failures_, 4);
}

INSTANTIATE_TEST_SUITE_P(In, Failures, testing::Values(kImport, kAssess, kDeliver),
                         [](const testing::TestParamInfo<Task>& task) { return task.param.name; });

// Opening is what migrates, so here a failed opening is repeated.
TEST(Migration, LosesNothingWhateverFails) {
  Disk disk;
  const Folder ready, folder;
  const auto url = [](const Folder& of) { return "sqlite:" + (of.path() / "store.db").string(); };
  {
    Store store = Store::open(url(ready), OpenMode::read_write).value();
    const NumberedDocument document(1);
    ASSERT_TRUE(store.keep_document(document.raw, document.figures, moment()));
  }
  storage::make_older(ready.path() / "store.db", 1);
  int failures = 0;
  for (const std::optional<Operation> of : {std::optional<Operation>(), std::optional(Operation::sync)}) {
    for (const bool for_ever : {false, true}) {
      bool failed = true;
      for (int at = 1; failed && at < kMost; ++at) {
        SCOPED_TRACE(testing::Message() << "operation " << at << (for_ever ? " and all after it" : ""));
        folder.empty();
        std::filesystem::copy_file(ready.path() / "store.db", folder.path() / "store.db");
        disk.fail({of, at, for_ever, SQLITE_FULL});
        const auto opened = Store::open(url(folder), OpenMode::read_write, {.quick_check = false});
        failed = disk.has_failed();
        disk.work();
        ASSERT_TRUE(opened || failed) << opened.error().found;
        failures += failed ? 1 : 0;
        Store store = Store::open(url(folder), OpenMode::read_write).value();
        ASSERT_EQ(store.schema_number().value(), storage::migrations().back().number);
        ASSERT_TRUE(store.verify().value().faults.empty());
        ASSERT_EQ(store.figures_in_force({}, {}).value().size(), static_cast<std::size_t>(kFiguresOfADocument));
      }
    }
  }
  std::printf("migrate: %d failures\n", failures);
  EXPECT_GT(failures, 8);
}

}  // namespace
}  // namespace tradewatch::faults
