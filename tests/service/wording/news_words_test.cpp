// News and readings as sentences; what is said is worked out by hand from the made-up values.

#include <gtest/gtest.h>

#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::NewsKind;
using targets::NewsLine;
using targets::ReadingSummary;
using targets::Verdict;

NewsLine line(NewsKind kind, const std::string& figure, std::int64_t usd) {
  NewsLine out;
  out.kind = kind;
  out.figure = figure;
  out.effect_on_median_usd = usd;
  if (kind != NewsKind::re_estimation) out.figures = {{0, 0}};
  return out;
}

Assessment with_news(std::vector<NewsLine> lines) {
  Assessment a;
  a.verdict = Verdict::off_track;
  a.forecast.emplace();
  a.news = targets::News{*trade::parse_date("2025-12-09"), 150'000'000, 157'000'000, 0.004, 0.027, std::move(lines)};
  return a;
}

TEST(NewsSentence, NamesTheTwoLinesThatMovedItMost) {
  const Assessment a = with_news({line(NewsKind::revision, "sbp PAK export KAZ 2024-07/2024-10", -1'200'000),
                                  line(NewsKind::release, "sbp PAK import KAZ 2025-07/2025-10", 9'500'000),
                                  line(NewsKind::re_estimation, "", -1'300'000)});
  EXPECT_EQ(news_sentence(a, Language::en),
            "With the figures published since 9 December 2025 the middle forecast goes from 150.0 million to 157.0 "
            "million US dollars and the probability goes from under 1 % to 2.7 %. The largest effects: the new figure "
            "sbp PAK import KAZ 2025-07/2025-10 (+9.5 million), then the models fitted anew (-1.3 million).");
}

TEST(NewsSentence, SaysThatNothingMoved) {
  Assessment a = with_news({line(NewsKind::release, "x", 0), line(NewsKind::re_estimation, "", 0)});
  a.news->median_before_usd = a.news->median_after_usd;
  a.news->probability_before = a.news->probability_after;
  EXPECT_EQ(news_sentence(a, Language::en),
            "With the figures published since 9 December 2025 the middle forecast stays at 157.0 million US dollars "
            "and the probability stays at 2.7 %.");
}

TEST(NewsSentence, IsNotSaidBesideADecidedVerdictOrWithoutNews) {
  Assessment a = with_news({line(NewsKind::release, "x", 7'000'000), line(NewsKind::re_estimation, "", 0)});
  a.verdict = Verdict::missed;
  EXPECT_EQ(news_sentence(a, Language::en), "");
  a.verdict = Verdict::off_track;
  a.news.reset();
  EXPECT_EQ(news_sentence(a, Language::en), "");
}

ReadingSummary judged() {
  ReadingSummary r;
  r.id = "kazakh-figures";
  r.rules = true;
  r.amount_usd = 1e9;
  r.window = *trade::parse_period("2026-03/2027-02");
  r.verdict = Verdict::off_track;
  r.latest_month = trade::Month(2025, 7);
  r.probability = 0.004;
  r.median_usd = 157e6;
  return r;
}

TEST(ReadingLine, SaysVerdictProbabilityMedianAndNewestMonth) {
  EXPECT_EQ(
      reading_line(judged(), Language::en),
      "kazakh-figures (the headline): off track, under 1 % to reach 1 billion US dollars in March 2026 to February "
      "2027, median 157.0 million. Figures to July 2025.");
}

TEST(ReadingLine, OfOneThatCannotBeJudgedSaysWhy) {
  ReadingSummary r;
  r.id = "main";
  r.reason = targets::Reason{"no_figures", {{"component", "sbp PAK export KAZ"}}};
  EXPECT_EQ(reading_line(r, Language::en), "main: cannot be judged. There is no figure of sbp PAK export KAZ yet.");
}

TEST(ReadingsSentence, IsThereWhereThereAreSeveralOnly) {
  Assessment a;
  EXPECT_EQ(readings_sentence(a, Language::en), "");
  ReadingSummary other = judged();
  other.id = "main";
  other.rules = false;
  a.readings = {other, judged()};
  const std::string text = readings_sentence(a, Language::en);
  EXPECT_NE(text.find("read in more than one way. Reading main: off track"), std::string::npos) << text;
  EXPECT_NE(text.find("Reading kazakh-figures (the headline): off track"), std::string::npos) << text;
}

}  // namespace
}  // namespace tradewatch::wording
