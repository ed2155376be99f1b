// Targets on one store, brought up to date by the daemon's own threads. Figures are made up.

#include "service/cli/fits.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

class BringingUpToDate : public testing::Test {
 protected:
  BringingUpToDate() {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-fits-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    place_ = name;
    settings_.store.url = "sqlite:" + (place_ / "store.db").string();
    for (const char* id : {"a", "b", "c"}) settings_.targets.push_back(target(id));
  }
  ~BringingUpToDate() override { std::filesystem::remove_all(place_); }

  static targets::Target target(const std::string& id) {
    targets::Target t;
    t.id = id;
    t.title = id;
    t.amount_usd = 4e8;
    t.announced = *trade::parse_date("2026-02-04");
    t.window = *trade::parse_period("2026-03/2027-02");
    t.components.emplace_back();
    t.components[0].source = id;
    t.components[0].reporter = trade::Country("PAK");
    t.components[0].partner = trade::Country("KAZ");
    t.components[0].flow = trade::Flow::export_;
    return t;
  }

  // Months of one target's flow, as one document.
  void take(const std::string& id, const char* first, const char* last, const char* published) {
    std::string text = "reporter,partner,flow,period,value,unit,source,published\n";
    const auto span = *trade::parse_period(std::string(first) + "/" + last);
    for (trade::Month m = span.first; m <= span.last; m = m + 1)
      text += fmt::format("PAK,KAZ,export,{},{},USD million,{},{}\n", trade::format_month(m), 20 + m.month() % 3, id,
                          published);
    auto store = storage::Store::open(settings_.store.url, storage::OpenMode::read_write).value();
    intake::ReadOptions options;
    options.document = id + published;
    options.taken_date = *trade::parse_date("2026-12-31");
    ASSERT_EQ(watch::import_document(store, text, options, clock_.now(), watch::Dry::no)->outcome,
              intake::DocumentReport::Outcome::accepted);
  }

  std::shared_ptr<const settings::Settings> settings() const {
    return std::make_shared<const settings::Settings>(settings_);
  }

  // Until so many targets were told of; the number of assessments written for each, in any order.
  std::vector<std::pair<std::string, int>> told(std::size_t count) {
    told_.clear();
    wanted_ = count;
    if (count > 0) loop_.run();
    return told_;
  }

  std::filesystem::path place_;
  settings::Settings settings_;
  runtime::ManualClock clock_{trade::parse_instant("2026-12-01T08:00:00Z").value()};
  StoreGuard guard_{settings::Store{}};
  runtime::Loop loop_;
  std::vector<std::pair<std::string, int>> told_;
  std::size_t wanted_ = 0;
  std::string trouble_;

  Fits::Around around() { return {loop_, clock_, guard_}; }
  std::function<void(Fitted)> note() {
    return [this](const Fitted& f) {
      told_.emplace_back(f.target, f.assessments);
      if (!f.trouble.empty()) trouble_ = f.trouble;
      EXPECT_EQ(f.newest != nullptr, f.card.has_value());
      if (told_.size() == wanted_) loop_.stop();
    };
  }
};

TEST_F(BringingUpToDate, ReachesEveryTargetAndForecastsThoseThatChanged) {
  for (const char* id : {"a", "b", "c"}) take(id, "2021-01", "2026-02", "2026-03-01");
  Fits fits(around(), settings(), note());
  fits.bring_all_up_to_date();
  EXPECT_THAT(told(3), UnorderedElementsAre(Pair("a", 1), Pair("b", 1), Pair("c", 1)));
  fits.drain();
  loop_.run_ready();
  const auto before = fits.newest();
  ASSERT_EQ(before.size(), 3U);

  take("b", "2026-03", "2026-03", "2026-04-10");
  Fits later(around(), settings(), note());
  later.bring_all_up_to_date();
  EXPECT_THAT(told(3), UnorderedElementsAre(Pair("a", 0), Pair("b", 1), Pair("c", 0)));
  const auto known = later.newest();
  later.bring_all_up_to_date();
  EXPECT_THAT(told(3), UnorderedElementsAre(Pair("a", 0), Pair("b", 0), Pair("c", 0)));
  EXPECT_EQ(later.newest(), known) << "nothing is forecast again";
}

TEST_F(BringingUpToDate, KeepsNothingOfOtherSettings) {
  take("a", "2021-01", "2026-02", "2026-03-01");
  settings_.targets.resize(1);
  Fits fits(around(), settings(), note());
  fits.bring_all_up_to_date();
  EXPECT_THAT(told(1), UnorderedElementsAre(Pair("a", 1)));
  settings_.targets[0].title = "another title";
  fits.set(settings());
  EXPECT_THAT(fits.newest(), IsEmpty());
  fits.bring_all_up_to_date();
  EXPECT_THAT(told(1), UnorderedElementsAre(Pair("a", 0)));
  EXPECT_EQ(fits.newest().at("a")->assessment.target.title, "another title");
}

TEST_F(BringingUpToDate, TellsTroubleWithTheStoreAndBeginsNothingOnceItIsDamaged) {
  settings_.store.url = "sqlite:" + (place_ / "no" / "\"such").string();
  Fits fits(around(), settings(), note());
  fits.bring_up_to_date(std::vector<std::string>{"a", "unknown"});
  EXPECT_THAT(told(1), UnorderedElementsAre(Pair("a", 0)));
  EXPECT_THAT(trouble_, testing::HasSubstr("quotation mark"));
  storage::StoreFault fault{"store", "broken", "whole", "restore"};
  fault.damaged = true;
  guard_.met(fault);
  fits.bring_all_up_to_date();
  fits.drain();
  loop_.run_ready();
  EXPECT_THAT(told(0), IsEmpty());
}

}  // namespace
}  // namespace tradewatch::cli
