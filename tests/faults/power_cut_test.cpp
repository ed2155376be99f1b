// The power goes, at any moment, on a disk that kept what it was asked to keep and whatever else it liked.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/faults/disk.h"
#include "tests/faults/workload.h"

namespace tradewatch::faults {
namespace {

using storage::OpenMode;
using storage::Store;

constexpr int kDocuments = 40;
constexpr int kReopenEvery = 7;  // documents: closing folds the log in and removes it
constexpr int kFoldPages = 20;   // the store's own thousand would fold nothing in so short a life
constexpr std::array kLosses = {Loss::none, Loss::all, Loss::part, Loss::torn};

// What the store said was done, and how many notes had been taken by then.
struct Acknowledged {
  std::size_t notes = 0;
  int document = 0;    // 0: none
  int assessment = 0;  // 0: none
  int delivered = 0;   // 0: none
};

class PowerCuts : public testing::Test {
 protected:
  void live() {
    disk_.fold_pages = kFoldPages;
    disk_.record(folder_.path());
    std::optional<Store> store;
    for (int n = 1; n <= kDocuments; ++n) {
      if (!store || n % kReopenEvery == 0) {
        store.reset();
        store = Store::open(url(folder_), OpenMode::read_write).value();
      }
      const NumberedDocument document(n);
      ASSERT_TRUE(store->keep_document(document.raw, document.figures, moment()));
      acknowledge({0, n, 0, 0});
      ASSERT_TRUE(store->write_assessment(assessment(n)));
      acknowledge({0, 0, n, 0});
      ASSERT_TRUE(store->claim(notice_of(n), moment(), moment()));
      ASSERT_TRUE(store->delivered(notice_of(n), moment()));
      acknowledge({0, 0, 0, n});
    }
    store.reset();
    disk_.stop_recording();
  }

  // How many of `images` had lost something; the seed makes the same ones again.
  int lost(int images, std::uint64_t seed) {
    std::mt19937_64 dice(seed);
    const auto& notes = disk_.notes();
    std::vector<std::size_t> moments;
    for (int i = 0; i < images; ++i) moments.push_back(dice() % (notes.size() + 1));
    std::ranges::sort(moments);
    PowerCut cut(notes);
    int lost = 0;
    for (std::size_t i = 0; i < moments.size(); ++i) {
      const Folder image;
      cut.advance(moments[i]);
      cut.write_image(image.path(), kLosses[i % kLosses.size()], dice);
      const std::string found = fault_in(image, moments[i]);
      if (found.empty()) continue;
      if (lost++ == 0) first_ = fmt::format("image {} after note {}: {}", i, moments[i], found);
    }
    return lost;
  }

  // Empty when everything that was acknowledged by then is there, whole.
  static std::string fault_in(const Folder& image, std::size_t notes) {
    int documents = 0, assessments = 0, delivered = 0;
    for (const Acknowledged& ack : acknowledged()) {
      if (ack.notes > notes) break;
      documents = std::max(documents, ack.document);
      assessments = std::max(assessments, ack.assessment);
      delivered = std::max(delivered, ack.delivered);
    }
    auto store = Store::open(url(image), OpenMode::read_write);
    if (!store) return store.error().found;
    const auto verified = store->verify();
    if (!verified) return verified.error().found;
    if (!verified->faults.empty()) return verified->faults.front().found;
    if (verified->documents < documents) return fmt::format("{} documents of {}", verified->documents, documents);
    if (verified->figures != verified->documents * kFiguresOfADocument) return "half a document";
    const auto written = static_cast<int>(store->assessments("t1").value().size());
    if (written < assessments) return fmt::format("{} assessments of {}", written, assessments);
    const auto queued = static_cast<int>(store->outbox_backlog().value().queued);
    if (queued > written - delivered)
      return fmt::format("{} notices queued of {}, {} delivered", queued, written, delivered);
    return "";
  }

  void TearDown() override { acknowledged().clear(); }

  std::string first_;  // what was found in the first image with a loss

 private:
  static std::string url(const Folder& folder) { return "sqlite:" + (folder.path() / "store.db").string(); }
  static std::vector<Acknowledged>& acknowledged() {
    static std::vector<Acknowledged> all;
    return all;
  }
  void acknowledge(Acknowledged what) {
    what.notes = disk_.notes().size();
    acknowledged().push_back(what);
  }

 protected:
  Disk disk_;

 private:
  Folder folder_;
};

TEST_F(PowerCuts, LoseNothingThatWasAcknowledged) {
  const int images = asked("TRADEWATCH_POWER_IMAGES", 400);
  const auto seed = static_cast<std::uint64_t>(asked("TRADEWATCH_SEED", 20260204));
  live();
  EXPECT_EQ(lost(images, seed), 0) << first_;
  std::printf("%d images of %zu changes and syncs, seed %llu\n", images, disk_.notes().size(),
              static_cast<unsigned long long>(seed));
}

// What the test above would find if the store did not insist on FULL.
TEST_F(PowerCuts, LoseWhatWasAcknowledgedWithoutASyncOfEachCommit) {
  disk_.synchronous = "NORMAL";
  live();
  EXPECT_GT(lost(100, 20260204), 0);
}

}  // namespace
}  // namespace tradewatch::faults
