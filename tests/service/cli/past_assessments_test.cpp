#include "service/cli/past_assessments.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <thread>

#include "service/cli/demo.h"
#include "service/settings/settings.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"

namespace tradewatch::cli {
namespace {

constexpr std::string_view kRevised =
    "reporter,partner,flow,period,value,unit,source,basis,published\n"
    "PAK,KAZ,export,2024-05,19.5,USD million,sbp,payments,2025-07-30\n";

class PastAssessmentsOf : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-past-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    setenv("TRADEWATCH_DEMO", name.c_str(), 1);
    const auto file = prepare_demo(clock_);
    unsetenv("TRADEWATCH_DEMO");
    ASSERT_TRUE(file) << file.error().message;
    target_ = settings::load_settings(*file)->targets.front();
    target_.readings.clear();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  storage::Store open() {
    return std::move(*storage::Store::open("sqlite:" + (folder_ / "tradewatch.db").string(),
                                           storage::OpenMode::read_write, {.quick_check = false}));
  }

  const runtime::ManualClock clock_{*trade::parse_instant("2026-03-01T09:00:00Z")};
  std::filesystem::path folder_;
  targets::Target target_;
  const targets::Runner run_ = watch::side_by_side(std::thread::hardware_concurrency());
  PastAssessments past_;
};

TEST_F(PastAssessmentsOf, OneMomentAreMadeOnceUntilADocumentComes) {
  auto store = open();
  const storage::AsOf then{.published = trade::parse_date("2025-08-01").value()};
  const auto first = past_.of(store, target_, then, run_);
  ASSERT_TRUE(first) << first.error().found;
  EXPECT_EQ(past_.of(store, target_, then, run_).value(), *first) << "the same object";
  const auto other = past_.of(store, target_, {.published = trade::parse_date("2025-03-01").value()}, run_);
  EXPECT_NE(other.value()->figures->latest_month, first->get()->figures->latest_month);
  targets::Target greater = target_;
  greater.amount_usd *= 2.0;
  EXPECT_EQ(past_.of(store, greater, then, run_).value()->target.amount_usd, greater.amount_usd);

  // Published by then and taken afterwards: the same question has another answer.
  intake::ReadOptions options;
  options.taken_date = trade::parse_date("2026-03-01").value();
  const auto taken = watch::import_document(store, kRevised, options, clock_.now(), watch::Dry::no);
  ASSERT_TRUE(taken);
  const auto again = past_.of(store, target_, then, run_);
  EXPECT_NE(again.value(), *first);
}

}  // namespace
}  // namespace tradewatch::cli
