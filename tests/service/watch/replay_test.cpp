// Replays of a real SQLite store: the order of publication alone counts, nothing later is seen, nothing is written.
//
// Figures are made up: a pair's exports and imports month by month from 2023, then good and bad releases.

#include "service/watch/replay.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"

namespace tradewatch::watch {
namespace {

targets::Component component(trade::Flow flow) {
  targets::Component c;
  c.source = "kaz-bns";
  c.reporter = trade::Country("KAZ");
  c.partner = trade::Country("PAK");
  c.flow = flow;
  return c;
}

struct Release {
  std::string months;
  double million;  // exports and imports together, half each
  std::string published;
};

// A year whose third release reaches the billion, then silence.
const std::vector<Release> kReleases = {{"2026-03", 10, "2026-07-15"},
                                        {"2026-04", 10, "2026-08-01"},
                                        {"2026-05/2026-06", 1000, "2026-09-01"},
                                        {"2026-07", 100, "2026-10-01"},
                                        {"2026-08", 60, "2027-03-01"}};

class Replay : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "replay-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(open("first"));
    target_.id = "t";
    target_.title = "One billion in a year";
    target_.amount_usd = 1e9;
    target_.announced = *trade::parse_date("2026-02-04");
    target_.window = *trade::parse_period("2026-03/2027-02");
    target_.components = {component(trade::Flow::export_), component(trade::Flow::import_)};
    settings_.targets = {target_};
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  storage::Store open(const std::string& name) {
    return storage::Store::open("sqlite:" + (folder_ / (name + ".db")).string(), storage::OpenMode::read_write).value();
  }

  static std::string rows(const std::string& period, double million, const std::string& published) {
    std::string out;
    for (const char* flow : {"export", "import"})
      out += fmt::format("KAZ,PAK,{},{},{},USD million,kaz-bns,{}\n", flow, period, million / 2.0, published);
    return out;
  }

  void take(storage::Store& store, const std::string& body, const std::string& name) {
    intake::ReadOptions options;
    options.document = name;
    options.taken_date = *trade::parse_date("2027-12-31");
    const auto report = import_document(store, "reporter,partner,flow,period,value,unit,source,published\n" + body,
                                        options, now_, Dry::no);
    ASSERT_TRUE(report);
    ASSERT_EQ(report->outcome, intake::DocumentReport::Outcome::accepted) << intake::to_text(*report);
    now_ += std::chrono::hours{1};
  }

  void take_base(storage::Store& store) {
    std::string body;
    for (trade::Month m(2023, 1); m <= trade::Month(2026, 2); m = m + 1)
      body += rows(trade::format_month(m), 12.0, "2026-06-15");
    take(store, body, "base.csv");
  }

  void take(storage::Store& store, const Release& r) {
    take(store, rows(r.months, r.million, r.published), r.published);
  }

  report::Replay walk(storage::Store& store) {
    auto publications = publications_of(store, target_, {});
    EXPECT_TRUE(publications);
    auto walked = replay(store, target_, {}, std::move(*publications), shipped_prior(), side_by_side(2), [] {});
    EXPECT_TRUE(walked);
    return std::move(*walked);
  }

  static std::string bytes(const report::Replay& replay) { return boost::json::serialize(report::replay_json(replay)); }

  static std::vector<std::string> changes(const report::Replay& replay, const std::string& rule) {
    std::vector<std::string> out;
    for (const report::ReplayStep& step : replay.steps) {
      for (const storage::TransitionRow& t : step.alerts) {
        if (t.rule == rule) out.push_back(trade::format_date(step.date) + " " + t.from + ">" + t.to);
      }
    }
    return out;
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
  targets::Target target_;
  settings::Settings settings_;
  trade::Instant now_ = *trade::parse_instant("2027-06-01T08:00:00Z");
};

TEST_F(Replay, SaysWhenVerdictAndAlertsChangedAndWhatDidIt) {
  take_base(*store_);
  for (const Release& r : kReleases) take(*store_, r);
  const report::Replay walked = walk(*store_);
  EXPECT_EQ(walked.publications, 6);
  EXPECT_EQ(walked.steps.front().verdict, targets::Verdict::off_track);
  EXPECT_LT(walked.steps.front().probability.value(), 0.33);
  EXPECT_FALSE(walked.steps.front().before);
  EXPECT_THAT(changes(walked, "off_track"),
              testing::ElementsAre("2026-06-15 inactive>pending", "2026-07-15 pending>firing",
                                   "2026-09-01 firing>recovering", "2026-10-01 recovering>resolved"));
  const report::ReplayStep& good = walked.steps.at(3);
  EXPECT_EQ(good.date, *trade::parse_date("2026-09-01"));
  EXPECT_TRUE(good.verdict_changed());
  ASSERT_EQ(good.figures.size(), 2u);
  EXPECT_EQ(trade::format_period(good.figures.front().kept.figure.period), "2026-05/2026-06");
  EXPECT_EQ(good.verdict, targets::Verdict::achieved);
  EXPECT_FALSE(good.probability);  // arithmetic, no forecast
}

// Silence from 1 October 2026: 75 days are allowed, so 16 December is the first day of too many.
TEST_F(Replay, NoticesSilenceOnItsDayAndItsEnd) {
  take_base(*store_);
  for (const Release& r : kReleases) take(*store_, r);
  EXPECT_THAT(changes(walk(*store_), "stale"),
              testing::ElementsAre("2026-12-16 inactive>firing", "2027-03-01 firing>resolved"));
}

TEST_F(Replay, IsTheSameWhateverTheOrderOfImport) {
  take_base(*store_);
  for (const Release& r : kReleases) take(*store_, r);
  storage::Store backwards = open("backwards");
  for (auto it = kReleases.rbegin(); it != kReleases.rend(); ++it) take(backwards, *it);
  take_base(backwards);
  EXPECT_EQ(bytes(walk(*store_)), bytes(walk(backwards)));
}

TEST_F(Replay, AgreesWithTheDaemonThatSawEachPublicationAsItCame) {
  take_base(*store_);
  const auto run = side_by_side(2);
  ASSERT_TRUE(catch_up(*store_, settings_, target_, shipped_prior(), run, now_));
  for (std::size_t i = 0; i < 4; ++i) {
    take(*store_, kReleases[i]);
    ASSERT_TRUE(catch_up(*store_, settings_, target_, shipped_prior(), run, now_));
  }
  const auto transitions = store_->transitions(std::string("t"), 1000).value();
  for (const std::string rule : {"off_track", "critical"}) {
    std::vector<std::string> said;
    for (const storage::TransitionRow& t : transitions) {
      if (t.rule == rule) said.push_back(t.from + ">" + t.to);
    }
    std::ranges::reverse(said);
    std::vector<std::string> replayed;
    for (const std::string& change : changes(walk(*store_), rule)) replayed.push_back(change.substr(11));
    EXPECT_EQ(replayed, said) << rule;
    EXPECT_FALSE(said.empty()) << rule;
  }
}

TEST_F(Replay, NeverSeesAFigureOfALaterDay) {
  take_base(*store_);
  take(*store_, kReleases[0]);
  const report::Replay before = walk(*store_);
  take(*store_, kReleases[2]);
  take(*store_, rows("2026-03", 99, "2026-11-01"), "revision");
  report::Replay after = walk(*store_);
  ASSERT_GT(after.steps.size(), before.steps.size());
  after.steps.resize(before.steps.size());
  after.publications = before.publications;
  EXPECT_EQ(bytes(after), bytes(before));
}

TEST_F(Replay, WritesNothing) {
  take_base(*store_);
  walk(*store_);
  EXPECT_TRUE(store_->assessments("t").value().empty());
  EXPECT_TRUE(store_->alerts(std::nullopt).value().empty());
  EXPECT_TRUE(store_->transitions(std::nullopt, 10).value().empty());
}

TEST_F(Replay, WithoutFiguresHasNoStep) {
  EXPECT_TRUE(walk(*store_).steps.empty());
  EXPECT_THAT(report::replay_text(walk(*store_)), testing::HasSubstr("No figure"));
}

}  // namespace
}  // namespace tradewatch::watch
