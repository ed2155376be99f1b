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
using testing::HasSubstr;
using testing::Not;

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
  for (const char* code : {"no_figures", "amount_reached", "no_forecast", "figures_overdue", "no_figure_yet"}) {
    EXPECT_TRUE(codes.contains(code)) << code;
  }
  for (const std::string& code : codes) EXPECT_TRUE(has_sentence(code)) << code;
}

TEST(Sentence, OfAnUnknownCodeShowsCodeAndValues) {
  EXPECT_EQ(sentence({"brand_new", {{"usd", 12.5}, {"series", std::string("sbp")}}}),
            "brand_new: usd = 12.5, series = sbp.");
  EXPECT_EQ(sentence({"brand_new", {}}), "brand_new.");
}

TEST(Sentence, WithoutItsValuesSaysUnknownAndNoNumber) {
  for (const std::string& code : codes_in_models()) {
    const std::string text = sentence({code, {}});
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
  EXPECT_EQ(headline(off_track()),
            "Pakistan-Kazakhstan trade: off track, very unlikely (2.7 %, range under 1 % to 7.0 %) to reach 1 billion "
            "US dollars by January 2027.");
}

TEST(Headline, SaysWhyNothingCanBeJudged) {
  Assessment a;
  a.target.id = "x";
  EXPECT_EQ(headline(a), "x: cannot be judged.");
  a.reasons.push_back({"no_figures", {{"component", std::string("sbp PAK export KAZ")}}});
  EXPECT_EQ(headline(a), "x: cannot be judged: there is no figure of sbp PAK export KAZ yet.");
}

TEST(Headline, OfADecidedTargetIsArithmetic) {
  Assessment a = off_track();
  a.verdict = Verdict::missed;
  a.figures->window_to_date_usd = 990e6;
  a.provisional = true;
  EXPECT_EQ(headline(a),
            "Pakistan-Kazakhstan trade: missed (provisional): published figures of February 2026 to January 2027 add "
            "up to 990.0 million US dollars, and the target is 1 billion US dollars.");
}

TEST(AlertMessage, SaysWhatHappenedWhereItStandsAndWhatItTakes) {
  EXPECT_EQ(alert_message(off_track(), alerts::Rule::off_track, alerts::State::pending, alerts::State::firing,
                          {"probability_below", {{"probability", 0.027}, {"threshold", 0.33}}}),
            "Alert (target off track): Pakistan-Kazakhstan trade: off track, very unlikely (2.7 %, range under 1 % to "
            "7.0 %) to reach 1 billion US dollars by January 2027. The twelve months to October 2025 stand at 157.0 "
            "million US dollars, partly estimated, 37 % under the path. It would take 83.3 million US dollars a month "
            "in all 12 months of the window; the best on record, July to September 2023, averaged 36.0 million.");
}

TEST(AlertMessage, OfOverdueFiguresTalksOfFigures) {
  const std::string text = alert_message(
      off_track(), alerts::Rule::stale, alerts::State::inactive, alerts::State::firing,
      {"figures_overdue", {{"published", std::string("2025-12-18")}, {"days", 90.0}, {"allowed_days", 75.0}}});
  EXPECT_EQ(text,
            "Alert (figures overdue): Pakistan-Kazakhstan trade. The newest figures were published on 2025-12-18, 90 "
            "days ago; 75 days are allowed. The last verdict was: off track.");
}

TEST(AlertMessage, TellsEveryChangeApart) {
  using enum alerts::State;
  std::set<std::string> openings;
  for (const auto& [from, to] : {std::pair{pending, inactive},
                                 {inactive, pending},
                                 {pending, firing},
                                 {firing, firing},
                                 {recovering, firing},
                                 {firing, recovering},
                                 {recovering, resolved}}) {
    openings.insert(alert_message(off_track(), alerts::Rule::critical, from, to, {}));
  }
  EXPECT_EQ(openings.size(), 7U);
}

TEST(Paragraphs, BeginWithWhereItStandsThenWhatItTakesThenTheForecast) {
  const auto paragraphs = wording::paragraphs(off_track());
  ASSERT_GE(paragraphs.size(), 3U);
  EXPECT_THAT(paragraphs[0], HasSubstr("The twelve months to October 2025 stand at 157.0 million"));
  EXPECT_THAT(paragraphs[1], HasSubstr("6.4 times the average month of the last twelve and 2.3 times the best"));
  EXPECT_THAT(paragraphs[2],
              HasSubstr("forecast at 157.0 million US dollars, with 80 % between 79.0 million and 406.0"));
}

TEST(Paragraphs, OfATargetWithoutFiguresSayOnlyWhy) {
  Assessment a;
  a.reasons.push_back({"no_figures", {{"component", std::string("sbp PAK export KAZ")}}});
  EXPECT_THAT(wording::paragraphs(a), testing::ElementsAre("There is no figure of sbp PAK export KAZ yet."));
}

}  // namespace
}  // namespace tradewatch::wording
