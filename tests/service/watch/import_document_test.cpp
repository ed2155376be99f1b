// Documents on their way into a real store, on clocks that are told the time.

#include "service/watch/import_document.h"

#include <chrono>
#include <filesystem>

#include "service/watch/withdraw_document.h"

namespace tradewatch::watch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kUndated =
    "reporter,partner,flow,period,value,unit,source\nPAK,KAZ,export,2026-01,5,USD million,sbp\n";

trade::Instant at(const char* text) { return trade::parse_instant(text).value(); }

class Documents : public testing::Test {
 protected:
  Documents() {
    std::string pattern = testing::TempDir() + "documents-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
  }
  ~Documents() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  auto import(std::string_view bytes, const char* now, std::string name = "a.csv") {
    intake::ReadOptions options;
    options.document = std::move(name);
    options.taken_date = std::chrono::floor<std::chrono::days>(at(now));
    return import_document(*store_, std::string(bytes), options, at(now), Dry::no);
  }
  std::vector<storage::DocumentRow> documents() { return store_->documents_after(0).value(); }
  auto figures() { return store_->figures_in_force({}, {}).value(); }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
};

TEST_F(Documents, AreKeptBackWhileTheClockWasNeverSet) {  // case L61
  for (const char* now : {"1970-01-01T00:00:05Z", "2000-01-01T00:00:05Z", "2019-12-31T23:59:59Z"}) {
    const auto report = import(kUndated, now);
    ASSERT_FALSE(report) << now;
    EXPECT_THAT(report.error().where, HasSubstr("clock"));
    EXPECT_THAT(report.error().found, HasSubstr(std::string(now).substr(0, 10)));
  }
  EXPECT_THAT(documents(), IsEmpty());
  ASSERT_TRUE(import(kUndated, "2026-11-27T10:00:00Z"));
  EXPECT_EQ(trade::format_date(figures().front().figure.published), "2026-11-27");
}

TEST_F(Documents, OfTheFutureAreRefusedAndTheOrderOfVintagesIsThatOfTheirDates) {  // case L61
  const std::string dated =
      "reporter,partner,flow,period,value,unit,source,published\nPAK,KAZ,export,2026-01,6,USD million,sbp,";
  const auto refused = import(dated + "2027-01-05\n", "2026-11-27T10:00:00Z");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->outcome, intake::DocumentReport::Outcome::refused);
  ASSERT_TRUE(import(dated + "2026-11-20\n", "2026-11-27T10:00:00Z"));
  // Two days back: what is taken now is older by its date, and stays so.
  ASSERT_TRUE(import(kUndated, "2026-11-19T10:00:00Z", "b.csv"));
  EXPECT_EQ(figures().front().figure.value_text, "6");
  EXPECT_EQ(documents().back().sequence, 2);
}

TEST_F(Documents, AreMeantBySequenceDigestOrName) {
  ASSERT_TRUE(import(kUndated, "2026-11-27T10:00:00Z", "a.csv"));
  ASSERT_TRUE(import(std::string(kUndated) + "# again\n", "2026-11-27T10:00:00Z", "twice.csv"));
  ASSERT_TRUE(import(std::string(kUndated) + "# and again\n", "2026-11-27T10:00:00Z", "twice.csv"));
  const auto all = documents();
  const auto meant = [&](std::string_view name) {
    const auto found = document_meant(all, name);
    return found ? std::to_string(found->sequence) : found.error();
  };
  EXPECT_EQ(meant("2"), "2");
  EXPECT_EQ(meant("a.csv"), "1");
  EXPECT_EQ(meant(all[2].sha256.substr(0, kLeastDigestDigits)), "3");
  EXPECT_EQ(meant(all[2].sha256), "3");
  EXPECT_THAT(meant(all[2].sha256.substr(0, kLeastDigestDigits - 1)), HasSubstr("expected a sequence"));
  EXPECT_THAT(meant("twice.csv"), HasSubstr("means 2 documents: 2 'twice.csv' of 2026-11-27, 3 'twice.csv'"));
  EXPECT_THAT(meant("9"), HasSubstr("found \"9\""));
  EXPECT_THAT(meant(""), HasSubstr("expected"));
}

TEST_F(Documents, OfTheSameDigestAreMeantByTheirSequences) {
  ASSERT_TRUE(import(kUndated, "2026-11-27T10:00:00Z", "a.csv"));
  auto two = documents();
  two.push_back(two.front());
  two.back().sequence = 2;
  const auto found = document_meant(two, two.front().sha256);
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error(), HasSubstr("means 2 documents: 1 'a.csv' of 2026-11-27, 2 'a.csv'"));
  EXPECT_EQ(document_meant(two, "2")->sequence, 2);
}

TEST_F(Documents, ThatWereWithdrawnSayWhoAndWhyAndThatWhenOfferedAgain) {
  ASSERT_TRUE(import(kUndated, "2026-11-27T10:00:00Z"));
  const Order order{documents().front(), "A. Khan", "thousands, not millions"};
  ASSERT_TRUE(withdraw_document(*store_, order, at("2026-11-27T11:00:00Z"), Dry::yes));
  EXPECT_THAT(figures(), SizeIs(1));
  const auto report = withdraw_document(*store_, order, at("2026-11-27T11:00:00Z"), Dry::no);
  ASSERT_TRUE(report);
  EXPECT_THAT(figures(), IsEmpty());
  const auto raw = store_->raw_document(documents().back().sha256).value();
  EXPECT_THAT(*raw, HasSubstr(R"("by":"A. Khan","note":"thousands, not millions")"));
  const auto vintages = store_->vintages({}, {}).value();
  EXPECT_EQ(vintages.back().kept.figure.reference, "document 1 'a.csv' withdrawn by A. Khan: thousands, not millions");
  const auto again = import(kUndated, "2026-11-28T10:00:00Z");
  ASSERT_TRUE(again);
  EXPECT_THAT(again->notes, ElementsAre(HasSubstr("tradewatch withdraw 2")));
}

}  // namespace
}  // namespace tradewatch::watch
