// A round of a pull with a source made up by the test. Case L68.

#include "service/watch/pull_round.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace tradewatch::watch {
namespace {

using intake::Answer;
using intake::FetchFault;
using intake::PullOutcome;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

trade::Instant at(std::string_view text) { return *trade::parse_instant(text); }

// A source: what each address answers; what is not there is 404. A body "" has no figures, "bad" is refused.
class Source {
 public:
  Source() {
    pull_.name = "p";
    pull_.url = "https://h/{year}";
    pull_.every_s = 86400;
    pull_.back = 2;
    pull_.hosts = {"h"};
  }

  PullRound round(std::string_view now) {
    asked_.clear();
    const PullHands hands{[this](const intake::FetchRequest& request) -> std::expected<Answer, FetchFault> {
                            asked_.push_back(request.url + (request.etag.empty() ? "" : " if not " + request.etag));
                            if (fault_) return std::unexpected(*fault_);
                            const auto it = answers_.find(request.url);
                            if (it == answers_.end())
                              return std::unexpected(FetchFault{PullOutcome::not_found, "HTTP status 404", {}});
                            if (!request.etag.empty() && request.etag == it->second.etag)
                              return Answer{Answer::Kind::not_modified, "", "", "", ""};
                            return it->second;
                          },
                          [this](const std::string& bytes, bool refused_before) -> Taken {
                            refused_before_ = refused_before;
                            if (bytes.empty()) return {Taken::Kind::empty, 0, ""};
                            if (bytes == "bad") return {Taken::Kind::refused, 0, "an HTML page"};
                            return stored_.insert(bytes).second ? Taken{Taken::Kind::stored, 2, ""}
                                                                : Taken{Taken::Kind::nothing_new, 0, ""};
                          }};
    PullRound round = go_round(pull_, row_, at(now), stop_, hands);
    row_ = round.row;
    return round;
  }

  void answers(const std::string& url, const std::string& body, const std::string& etag = "") {
    answers_[url] = Answer{Answer::Kind::body, body, "", etag, ""};
  }

  settings::Pull pull_;
  std::optional<storage::PullRow> row_;
  std::optional<FetchFault> fault_;
  std::map<std::string, Answer> answers_;
  std::set<std::string> stored_;
  std::vector<std::string> asked_;
  bool refused_before_ = false;
  std::atomic<bool> stop_{false};
};

TEST(PullRounds, TakeAllPeriodsInTheBeginningAndThenTheNewest) {
  Source source;
  source.answers("https://h/2026", "a", "\"1\"");
  source.answers("https://h/2025", "b");
  source.answers("https://h/2024", "c");
  PullRound round = source.round("2026-12-30T09:00:00Z");
  EXPECT_THAT(source.asked_, ElementsAre("https://h/2026", "https://h/2025", "https://h/2024"));
  EXPECT_EQ(round.outcome, PullOutcome::new_figures);
  EXPECT_EQ(round.figures_stored, 6U);
  EXPECT_EQ(round.row.reached, "2026");
  EXPECT_EQ(round.row.next_due, at("2026-12-31T09:00:00Z"));
  round = source.round("2026-12-31T09:00:00Z");
  EXPECT_THAT(source.asked_, ElementsAre("https://h/2026 if not \"1\""));
  EXPECT_EQ(round.outcome, PullOutcome::unchanged);
  EXPECT_EQ(round.row.new_figure, at("2026-12-30T09:00:00Z"));
  EXPECT_EQ(round.row.success, at("2026-12-31T09:00:00Z"));
}

TEST(PullRounds, OverNewYearFallBackToTheYearBeforeAndSaySo) {
  for (const bool empty_list : {true, false}) {
    Source source;
    source.answers("https://h/2026", "a", "\"1\"");
    source.round("2026-12-31T23:59:59Z");
    if (empty_list) source.answers("https://h/2027", "");
    PullRound round = source.round("2027-01-01T00:00:00Z");
    EXPECT_THAT(source.asked_, ElementsAre("https://h/2027", "https://h/2026 if not \"1\""));
    EXPECT_EQ(round.outcome, PullOutcome::unchanged);
    EXPECT_EQ(round.row.note, "2027 without figures yet; went back to 2026");
    EXPECT_EQ(round.row.success, at("2027-01-01T00:00:00Z"));
    source.answers("https://h/2026", "a with December", "\"2\"");
    round = source.round("2027-01-20T00:00:00Z");
    EXPECT_EQ(round.outcome, PullOutcome::new_figures) << "the old year's last months are not lost";
    source.answers("https://h/2027", "d");
    round = source.round("2027-03-01T00:00:00Z");
    EXPECT_THAT(source.asked_, ElementsAre("https://h/2027", "https://h/2026 if not \"2\""));
    EXPECT_EQ(round.row.reached, "2027");
    EXPECT_EQ(round.row.note, "");
  }
}

TEST(PullRounds, AfterALongPauseTakeWhatCameOutMeanwhile) {
  Source source;
  source.pull_.url = "https://h/{period}";
  source.answers("https://h/2026-05", "5");
  source.round("2026-06-20T00:00:00Z");
  EXPECT_EQ(source.row_->reached, "2026-05");
  for (const char* month : {"6", "7"}) source.answers(std::string("https://h/2026-0") + month, month);
  EXPECT_EQ(source.round("2026-08-20T00:00:00Z").documents_stored, 2);
  EXPECT_THAT(source.asked_, ElementsAre("https://h/2026-07", "https://h/2026-06", "https://h/2026-05"));
}

TEST(PullRounds, WithoutAnyFiguresAreNoSuccess) {
  Source source;
  PullRound round = source.round("2026-12-31T00:00:00Z");
  EXPECT_EQ(round.outcome, PullOutcome::nothing_found);
  EXPECT_EQ(round.row.success, std::nullopt);
  EXPECT_EQ(round.row.error, at("2026-12-31T00:00:00Z"));
  EXPECT_EQ(round.row.error_text, "no figures for 2026, 2025, 2024");
  EXPECT_EQ(round.row.next_due, at("2027-01-01T00:00:00Z")) << "asking sooner would find no more";
  source.pull_.url = "https://h/all";
  source.answers("https://h/all", "");
  EXPECT_EQ(source.round("2026-12-31T00:00:00Z").row.error_text, "an answer without figures");
  source.answers_.clear();
  EXPECT_EQ(source.round("2026-12-31T00:00:00Z").outcome, PullOutcome::not_found) << "no period: the address is wrong";
}

TEST(PullRounds, ThatFailKeepWhatTheyKnewAndTryAgainSooner) {
  Source source;
  source.answers("https://h/2026", "a", "\"1\"");
  source.round("2026-12-01T00:00:00Z");
  source.fault_ = FetchFault{PullOutcome::forbidden, "HTTP status 403", {}};
  PullRound round = source.round("2026-12-02T00:00:00Z");
  EXPECT_THAT(source.asked_, SizeIs(1)) << "the first failure ends the round";
  EXPECT_EQ(round.row.failures, 1);
  EXPECT_EQ(round.row.success, at("2026-12-01T00:00:00Z"));
  EXPECT_EQ(round.row.error_text, "HTTP status 403");
  EXPECT_EQ(round.row.etag, "\"1\"");
  EXPECT_LE(round.row.next_due, at("2026-12-02T00:01:00Z"));
  EXPECT_GE(round.row.next_due, at("2026-12-02T00:00:45Z"));
  source.fault_->retry_after = std::chrono::hours(2);
  EXPECT_EQ(source.round("2026-12-03T00:00:00Z").row.next_due, at("2026-12-03T02:00:00Z"));
  source.fault_.reset();
  round = source.round("2026-12-04T00:00:00Z");
  EXPECT_EQ(round.row.failures, 0);
  EXPECT_EQ(round.row.error, at("2026-12-03T00:00:00Z")) << "the last error stays to be read";
}

TEST(PullRounds, KeepTheRefusedDocumentInMindUntilOneIsTaken) {
  Source source;
  source.answers("https://h/2026", "bad");
  PullRound round = source.round("2026-12-01T00:00:00Z");
  EXPECT_EQ(round.outcome, PullOutcome::refused);
  EXPECT_FALSE(source.refused_before_);
  source.round("2026-12-01T01:00:00Z");
  EXPECT_TRUE(source.refused_before_) << "the same page need not be put into the quarantine each day";
  source.answers("https://h/2026", "good");
  EXPECT_EQ(source.round("2026-12-02T00:00:00Z").row.refused_sha256, "");
}

TEST(PullRounds, OfTheSameDocumentEachDayAreUnchanged) {
  Source source;
  source.pull_.url = "https://h/all";
  source.answers("https://h/all", "a");
  EXPECT_EQ(source.round("2026-12-01T00:00:00Z").outcome, PullOutcome::new_figures);
  EXPECT_EQ(source.round("2026-12-02T00:00:00Z").outcome, PullOutcome::unchanged);
  EXPECT_EQ(source.row_->new_figure, at("2026-12-01T00:00:00Z"));
}

TEST(PullRounds, OfAnotherAddressBeginAnew) {
  Source source;
  source.answers("https://h/2026", "a", "\"1\"");
  source.round("2026-12-01T00:00:00Z");
  source.pull_.url = "https://h/v2/{year}";
  const PullRound round = source.round("2026-12-01T01:00:00Z");
  EXPECT_THAT(source.asked_, ElementsAre("https://h/v2/2026", "https://h/v2/2025", "https://h/v2/2024"));
  EXPECT_EQ(round.row.reached, "");
  EXPECT_EQ(round.row.success, at("2026-12-01T00:00:00Z"));
}

TEST(PullRounds, ThatAreStoppedLeaveNoTrace) {
  Source source;
  source.answers("https://h/2026", "a");
  source.round("2026-12-01T00:00:00Z");
  source.stop_ = true;
  const PullRound round = source.round("2026-12-02T00:00:00Z");
  EXPECT_EQ(round.outcome, PullOutcome::stopped);
  EXPECT_THAT(source.asked_, IsEmpty());
  EXPECT_EQ(round.row.tried, at("2026-12-01T00:00:00Z"));
}

TEST(PullRounds, WithoutTheirKeyAskNobody) {
  Source source;
  source.pull_.key_file = "/no/such/file";
  const PullRound round = source.round("2026-12-02T00:00:00Z");
  EXPECT_EQ(round.outcome, PullOutcome::no_key);
  EXPECT_THAT(source.asked_, IsEmpty());
  EXPECT_THAT(round.row.error_text, HasSubstr("/no/such/file"));
}

}  // namespace
}  // namespace tradewatch::watch
