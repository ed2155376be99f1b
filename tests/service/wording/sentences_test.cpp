#include "service/wording/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::Reason;
using targets::Verdict;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A code stands first in its braces, followed by its list of values or by `values` made before.
std::set<std::string> codes_in_models() {
  std::set<std::string> codes;
  const std::regex code(R"re([{(]\s*"([a-z_]+)",\s*(\{\{|\{\}\}|values\}))re");
  for (const char* folder : {"models/targets", "models/alerts"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(TRADEWATCH_SOURCE_DIR "/") + folder)) {
      if (entry.path().extension() != ".cpp") continue;
      std::ifstream file(entry.path());
      std::stringstream text;
      text << file.rdbuf();
      const std::string source = text.str();
      for (std::sregex_iterator it(source.begin(), source.end(), code), end; it != end; ++it) codes.insert((*it)[1]);
    }
  }
  return codes;
}

TEST(Sentence, IsThereForEveryCodeThatTheModelsUse) {
  const std::set<std::string> codes = codes_in_models();
  EXPECT_GE(codes.size(), 20U);  // or the pattern no longer finds them
  for (const char* code : {"no_figures", "amount_reached", "no_forecast", "figures_overdue", "no_figure_yet",
                           "behind_path", "outside_band", "no_surprise", "trailing_total_revised", "figure_revised",
                           "figure_taken_back", "sum_contradicted", "no_revision", "unusual_mirror"}) {
    EXPECT_TRUE(codes.contains(code)) << code;
  }
  for (const std::string& code : codes) EXPECT_TRUE(has_sentence(code)) << code;
}

TEST(Sentence, OfAnUnknownCodeShowsCodeAndValues) {
  EXPECT_EQ(sentence({"brand_new", {{"usd", 12.5}, {"series", std::string("sbp")}}}, Language::en),
            "brand_new: usd = 12.5, series = sbp.");
  EXPECT_EQ(sentence({"brand_new", {}}, Language::en), "brand_new.");
}

TEST(Sentence, WithoutItsValuesSaysUnknownAndNoNumber) {
  for (const std::string& code : codes_in_models()) {
    const std::string text = sentence({code, {}}, Language::en);
    EXPECT_TRUE(text.ends_with('.')) << text;
    EXPECT_THAT(text, Not(HasSubstr("nan")));
  }
}

Assessment off_track() {
  Assessment a;
  a.target.id = "pak-kaz";
  a.target.title = "Pakistan-Kazakhstan trade";
  a.target.amount_usd = 1e9;
  a.target.window = {trade::Month(2026, 2), trade::Month(2027, 1)};
  a.figures.emplace();
  a.figures->latest_month = trade::Month(2025, 10);
  a.figures->trailing_12 = {trade::Month(2025, 10), 157.0e6, true};
  a.figures->estimated_share = 0.11;
  a.path_expected_usd = 250.0e6;
  a.required.emplace();
  a.required->remaining_months = 12;
  a.required->monthly_usd = 1e9 / 12;
  a.required->best_12 = targets::CombinedSum{{trade::Month(2023, 7), trade::Month(2023, 9)}, 108.0e6};
  a.required->multiple_of_best_12 = 1e9 / 12 / 36e6;
  a.required->multiple_of_recent_12 = 1e9 / 157e6;
  a.forecast.emplace();
  a.forecast->probability = 0.027;
  a.forecast->probability_low = 0.001;
  a.forecast->probability_high = 0.07;
  a.forecast->total = {157e6, 60e6, 79e6, 406e6, 700e6};
  a.forecast->paths = 20000;
  a.verdict = Verdict::off_track;
  return a;
}

TEST(Headline, BeginsWithTheVerdictAndGivesTheRange) {
  EXPECT_EQ(headline(off_track(), Language::en),
            "Pakistan-Kazakhstan trade: off track, very unlikely (2.7 %, range under 1 % to 7.0 %) to reach 1 billion "
            "US dollars by January 2027.");
}

TEST(Headline, SaysWhyNothingCanBeJudged) {
  Assessment a;
  a.target.id = "x";
  EXPECT_EQ(headline(a, Language::en), "x: cannot be judged.");
  a.reasons.push_back({"no_figures", {{"component", std::string("sbp PAK export KAZ")}}});
  EXPECT_EQ(headline(a, Language::en), "x: cannot be judged. There is no figure of sbp PAK export KAZ yet.");
}

TEST(Headline, OfADecidedTargetIsArithmetic) {
  Assessment a = off_track();
  a.verdict = Verdict::missed;
  a.figures->window_to_date_usd = 990e6;
  a.provisional = true;
  EXPECT_EQ(headline(a, Language::en),
            "Pakistan-Kazakhstan trade: missed (provisional): published figures of February 2026 to January 2027 add "
            "up to 990.0 million US dollars, and the target is 1 billion US dollars.");
}

AlertChange change(alerts::Rule rule, targets::Reason reason = {}) {
  return {rule, alerts::State::pending, alerts::State::firing, std::move(reason)};
}

std::string firing(std::vector<AlertChange> changes, std::optional<VerdictRevision> revised = std::nullopt) {
  return notice_text(off_track(), alerts::NoticeKind::firing, changes, revised, Language::en);
}

TEST(NoticeText, SaysWhatHappenedWhereItStandsAndWhatItTakes) {
  EXPECT_EQ(firing({change(alerts::Rule::off_track)}),
            "Alert (target off track): Pakistan-Kazakhstan trade: off track, very unlikely (2.7 %, range under 1 % to "
            "7.0 %) to reach 1 billion US dollars by January 2027. The twelve months to October 2025 stand at 157.0 "
            "million US dollars, partly estimated, 37 % under the path. It would take 83.3 million US dollars a month "
            "in all 12 months of the window; the best on record, July to September 2023, averaged 36.0 million.");
}

TEST(NoticeText, OfOverdueFiguresTalksOfFigures) {
  const targets::Reason reason{"figures_overdue",
                               {{"component", std::string("sbp PAK export KAZ")},
                                {"published", std::string("2025-12-18")},
                                {"days", 90.0},
                                {"due", std::string("2026-03-03")},
                                {"releases", 0.0}}};
  EXPECT_EQ(
      firing({change(alerts::Rule::stale, reason)}),
      "Alert (figures overdue): Pakistan-Kazakhstan trade. The newest figures of sbp PAK export KAZ were published "
      "on 18 December 2025, 90 days ago; the next were due by 3 March 2026, as the settings allow. The last verdict "
      "was: "
      "off track.");
}

TEST(NoticeText, OfSeveralAlertsIsOneMessageThatNamesThemAll) {
  const targets::Reason revised{
      "figure_revised",
      {{"figure", std::string("sbp PAK export KAZ 2025-10")}, {"before_usd", 20e6}, {"after_usd", 9e6}}};
  const std::string text = firing({change(alerts::Rule::critical), change(alerts::Rule::revision, revised)},
                                  VerdictRevision{Verdict::on_track, "sbp PAK export KAZ 2025-10"});
  EXPECT_THAT(text, StartsWith("Alert (target almost out of reach; large revision): Pakistan-Kazakhstan trade: off"));
  EXPECT_THAT(text, HasSubstr("revised sbp PAK export KAZ 2025-10 from 20.0 million US dollars to 9.0 million"));
  EXPECT_THAT(text,
              EndsWith("A revision of sbp PAK export KAZ 2025-10 changed the verdict from on track to off track."));
}

TEST(NoticeText, TellsEveryKindAndRuleApart) {
  std::set<std::string> openings;
  for (const alerts::Rule rule : alerts::kRules) {
    for (const auto kind : {alerts::NoticeKind::firing, alerts::NoticeKind::reminder, alerts::NoticeKind::resolved})
      openings.insert(notice_text(off_track(), kind, std::vector{change(rule)}, std::nullopt, Language::en));
  }
  EXPECT_EQ(openings.size(), 3 * alerts::kRules.size());
}

TEST(Paragraphs, BeginWithWhereItStandsThenWhatItTakesThenTheForecast) {
  const auto paragraphs = wording::paragraphs(off_track(), Language::en);
  ASSERT_GE(paragraphs.size(), 3U);
  EXPECT_THAT(paragraphs[0], HasSubstr("The twelve months to October 2025 stand at 157.0 million"));
  EXPECT_THAT(paragraphs[1], HasSubstr("6.4 times the average month of the last twelve and 2.3 times the best"));
  EXPECT_THAT(paragraphs[2],
              HasSubstr("forecast at 157.0 million US dollars, with 80 % between 79.0 million and 406.0"));
}

TEST(Paragraphs, OfATargetWithoutFiguresSayOnlyWhy) {
  Assessment a;
  a.reasons.push_back({"no_figures", {{"component", std::string("sbp PAK export KAZ")}}});
  EXPECT_THAT(wording::paragraphs(a, Language::en),
              testing::ElementsAre("There is no figure of sbp PAK export KAZ yet."));
}

}  // namespace
}  // namespace tradewatch::wording
