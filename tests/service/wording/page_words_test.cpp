#include "service/wording/page_words.h"

#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using namespace std::chrono_literals;
using targets::Assessment;
using targets::Verdict;
using trade::Month;

Assessment off_track() {
  Assessment a;
  a.target.id = "pak-kaz";
  a.target.title = "Pakistan-Kazakhstan trade";
  a.target.amount_usd = 1e9;
  a.target.window = {Month(2026, 3), Month(2027, 2)};
  a.verdict = Verdict::off_track;
  a.figures.emplace();
  a.figures->latest_month = Month(2025, 10);
  a.figures->published = 2025y / 12 / 9;
  a.required.emplace();
  a.required->remaining_months = 12;
  a.required->monthly_usd = 1e9 / 12;
  a.required->best_12 = targets::CombinedSum{{Month(2024, 1), Month(2024, 12)}, 240e6};
  a.forecast.emplace();
  a.forecast->probability = 0.021;
  a.forecast->probability_low = 0.001;
  a.forecast->probability_high = 0.071;
  return a;
}

TEST(Summary, SaysNeitherTitleNorVerdictAgain) {
  EXPECT_EQ(summary(off_track(), Language::en),
            "Very unlikely (2.1 %, range under 1 % to 7.1 %) to reach 1 billion US dollars by February 2027.");
}

TEST(Summary, OfAnUnknownVerdictIsItsReason) {
  Assessment a = off_track();
  a.verdict = Verdict::unknown;
  a.reasons = {{"brand_new", {}}};
  EXPECT_EQ(summary(a, Language::en), "brand_new.");
  a.reasons.clear();
  EXPECT_EQ(summary(a, Language::en), "");
}

TEST(Summary, OfADecidedTargetIsItsSum) {
  Assessment a = off_track();
  a.verdict = Verdict::missed;
  a.figures->window_to_date_usd = 231e6;
  EXPECT_EQ(
      summary(a, Language::en),
      "Published figures of March 2026 to February 2027 add up to 231.0 million US dollars; the target is 1 billion "
      "US dollars.");
}

TEST(Quotable, NamesTargetVerdictFiguresProbabilityAndWhatItWouldTake) {
  EXPECT_EQ(
      quotable(off_track(), Language::en),
      "“Pakistan-Kazakhstan trade” is off track: with figures to October 2025, published by 9 December 2025, the "
      "probability that March 2026 to February 2027 add up to 1 billion US dollars is 2.1 %, and it would take 83.3 "
      "million US dollars a month where the best on record averaged 20.0 million.");
}

TEST(Quotable, WithoutAForecastIsTheHeadline) {
  Assessment a = off_track();
  a.forecast.reset();
  a.verdict = Verdict::unknown;
  EXPECT_EQ(quotable(a, Language::en), headline(a, Language::en));
}

TEST(TwoSides, AreThereOnlyTogether) {
  Assessment a = off_track();
  EXPECT_FALSE(two_sides(a, Language::en));
  a.mirror.emplace();
  a.mirror->span = trade::MonthSpan{Month(2024, 8), Month(2025, 7)};
  a.mirror->partner_trailing_12_usd = 107e6;
  EXPECT_FALSE(two_sides(a, Language::en));
  a.mirror->own_same_months_usd = 225.7e6;
  a.mirror->ratio = 0.474;
  const auto sides = two_sides(a, Language::en);
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->months, "August 2024 to July 2025");
  EXPECT_EQ(sides->partner, "107.0 million US dollars");
  EXPECT_EQ(sides->ratio, "0.47 times");
}

TEST(KnownSince, SaysTheDayTheFiguresAndTheProbability) {
  EXPECT_EQ(known_since_sentences({Verdict::off_track, 2025y / 7 / 31, Month(2025, 6), 0.002}, Language::en),
            "The verdict has been “off track” since 31 July 2025. Figures to June 2025 were out by that day, and the "
            "probability "
            "was under 1 %.");
  EXPECT_EQ(known_since_sentences({Verdict::unknown, 2025y / 7 / 31, {}, {}}, Language::en),
            "The verdict has been “cannot be judged” since 31 July 2025.");
}

}  // namespace
}  // namespace tradewatch::wording
