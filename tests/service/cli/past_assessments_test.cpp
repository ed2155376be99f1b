#include "service/cli/past_assessments.h"

#include <gtest/gtest.h>

#include <thread>

#include "service/watch/import_document.h"
#include "service/watch/threads.h"
#include "tests/service/cli/demo_folder.h"

namespace tradewatch::cli {
namespace {

constexpr std::string_view kRevised =
    "reporter,partner,flow,period,value,unit,source,basis,published\n"
    "PAK,KAZ,export,2024-05,19.5,USD million,sbp,payments,2025-07-30\n";

class PastAssessmentsOf : public testing::Test {
 protected:
  PastAssessmentsOf() { target_.readings.clear(); }

  storage::Store open() {
    return std::move(
        *storage::Store::open(demo_.settings().store.url, storage::OpenMode::read_write, {.quick_check = false}));
  }

  const runtime::ManualClock clock_{*trade::parse_instant("2026-03-01T09:00:00Z")};
  const DemoFolder demo_{clock_};
  targets::Target target_ = demo_.settings().targets.front();
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
  const auto taken = watch::import_document(store, std::string(kRevised), options, clock_.now(), watch::Dry::no);
  ASSERT_TRUE(taken);
  const auto again = past_.of(store, target_, then, run_);
  EXPECT_NE(again.value(), *first);
}

}  // namespace
}  // namespace tradewatch::cli
