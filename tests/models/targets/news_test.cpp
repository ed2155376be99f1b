// What moved the forecast: made-up figures of two flows through the prior that ships.

#include "models/targets/news.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/targets/assessment.h"
#include "tests/models/targets/made_targets.h"

namespace tradewatch::targets {
namespace {

using trade::Month;

trade::KeptFigure figure(trade::Flow flow, Month m, double million, const std::string& published) {
  trade::KeptFigure k;
  k.figure.key = {"test", trade::Country("PAK"), trade::Country("KAZ"), flow, "TOTAL", {}, {}};
  k.figure.period = {m, m};
  k.figure.value_text = std::to_string(million);
  k.figure.value_usd = million * 1e6;
  k.figure.unit = "USD million";
  k.figure.published = *trade::parse_date(published);
  k.sequence = 1;
  return k;
}

// Exports of about 10 and imports of about 20 million a month, 2021-01 to 2024-12, all published before 2025-03-01.
AssessmentInput base(double amount_usd) {
  AssessmentInput in;
  in.target.id = "news";
  in.target.amount_usd = amount_usd;
  in.target.announced = *trade::parse_date("2025-01-10");
  in.target.window = *trade::parse_period("2025");
  in.target.components = {component(trade::Flow::export_), component(trade::Flow::import_)};
  for (const Component& c : in.target.components) {
    in.components.push_back({c, {}});
    const double level = c.flow == trade::Flow::export_ ? 10.0 : 20.0;
    for (Month m(2021, 1); m <= Month(2024, 12); m = m + 1) {
      const double million = level * (1.0 + 0.2 * std::sin(m.index() * 0.5236) + 0.1 * std::sin(7.3 * m.index()));
      in.components.back().in_force.push_back(
          figure(c.flow, m, std::round(million * 1000.0) / 1000.0, trade::format_date(trade::last_day(m + 1))));
    }
  }
  return in;
}

// `in` with its figures as those before a release of 2025-03-01, ready for what comes with it.
AssessmentInput with_release(AssessmentInput in) {
  in.before = BeforeRelease{*trade::parse_date("2025-03-01"), in.components, {}};
  return in;
}

std::vector<trade::KeptFigure>& exports(AssessmentInput& in) { return in.components[0].in_force; }
std::vector<trade::KeptFigure>& imports(AssessmentInput& in) { return in.components[1].in_force; }

trade::KeptFigure& of_month(std::vector<trade::KeptFigure>& figures, Month m) {
  return *std::ranges::find(figures, m, [](const trade::KeptFigure& f) { return f.figure.period.first; });
}

void revise(trade::KeptFigure& f, double million, const std::string& published = "2025-03-01") {
  f = figure(f.figure.key.flow, f.figure.period.first, million, published);
}

News news_of(const AssessmentInput& in) {
  const Assessment a = assess(in, shipped_prior(), serial);
  EXPECT_TRUE(a.news);
  return a.news.value_or(News{});
}

// In whole dollars and millionths, against headlines that assess() made of each moment by itself.
void expect_it_adds_up(const AssessmentInput& in) {
  AssessmentInput then = in;
  then.components = in.before->components;
  then.before.reset();
  const Assessment before = assess(then, shipped_prior(), serial);
  const Assessment after = assess(in, shipped_prior(), serial);
  ASSERT_TRUE(after.news);
  std::int64_t usd = 0, millionths = 0;
  for (const NewsLine& line : after.news->lines) {
    usd += line.effect_on_median_usd;
    millionths += std::llround(1e6 * line.effect_on_probability);
    EXPECT_DOUBLE_EQ(1e6 * line.effect_on_probability, std::round(1e6 * line.effect_on_probability));
  }
  EXPECT_EQ(usd, std::llround(after.forecast->total.median_usd) - std::llround(before.forecast->total.median_usd));
  EXPECT_EQ(millionths,
            std::llround(1e6 * after.forecast->probability) - std::llround(1e6 * before.forecast->probability));
  EXPECT_EQ(after.news->lines.back().kind, NewsKind::re_estimation);
}

TEST(News, LinesAddUpToTheWholeChangeInDollarsAndMillionths) {
  AssessmentInput in = with_release(base(3.8e8));
  revise(of_month(exports(in), Month(2024, 11)), 14.0);
  exports(in).push_back(figure(trade::Flow::export_, Month(2025, 1), 15.5, "2025-03-01"));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 26.25, "2025-03-02"));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 2), 24.0, "2025-04-01"));
  expect_it_adds_up(in);
}

TEST(News, LinesAddUpWhenAFigureIsWithdrawn) {
  AssessmentInput in = with_release(base(3.8e8));
  std::erase_if(imports(in), [](const auto& f) { return f.figure.period.first == Month(2024, 10); });
  trade::KeptFigure gone = figure(trade::Flow::import_, Month(2024, 10), 0.0, "2025-03-05");
  gone.figure.value_usd.reset();
  gone.figure.status = trade::Status::withdrawn;
  in.before->withdrawn = {gone};
  expect_it_adds_up(in);
  const News news = news_of(in);
  ASSERT_EQ(news.lines.size(), 2u);
  EXPECT_EQ(news.lines[0].kind, NewsKind::revision);
  EXPECT_TRUE(news.lines[0].withdrawn);
  EXPECT_TRUE(news.lines[0].figures.empty());
  EXPECT_EQ(news.lines[0].published, trade::parse_date("2025-03-05"));
}

TEST(News, RevisionsComeFirstThenReleasesEachByPublication) {
  AssessmentInput in = with_release(base(3.8e8));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 21.0, "2025-03-02"));
  exports(in).push_back(figure(trade::Flow::export_, Month(2025, 1), 11.0, "2025-03-01"));
  revise(of_month(imports(in), Month(2024, 12)), 22.0, "2025-03-03");
  revise(of_month(exports(in), Month(2024, 12)), 12.0, "2025-03-01");
  const News news = news_of(in);
  std::vector<std::string> names;
  for (const NewsLine& line : news.lines) names.push_back(std::string(name_of(line.kind)) + " " + line.figure);
  EXPECT_EQ(names,
            (std::vector<std::string>{"revision test PAK export KAZ 2024-12", "revision test PAK import KAZ 2024-12",
                                      "release test PAK export KAZ 2025-01", "release test PAK import KAZ 2025-01",
                                      "re-estimation "}));
  EXPECT_EQ(news.lines[0].figures.front().component, 0u);
  EXPECT_EQ(in.components[0].in_force[static_cast<std::size_t>(news.lines[0].figures.front().figure)].figure.period,
            *trade::parse_period("2024-12"));
}

// The sign is that of the surprise: levels are steady, so twice the usual month raises what is expected of the others.
TEST(News, AMonthAboveWhatWasExpectedRaisesMedianAndProbability) {
  for (const auto& [million, sign] : {std::pair{40.0, 1}, std::pair{8.0, -1}}) {
    AssessmentInput in = with_release(base(3.8e8));
    imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), million, "2025-03-01"));
    const News news = news_of(in);
    ASSERT_EQ(news.lines.size(), 2u);
    EXPECT_GT(sign * news.lines[0].effect_on_median_usd, 1e6) << million;
    EXPECT_GT(sign * news.lines[0].effect_on_probability, 0.0) << million;
  }
}

// Mutually: what only rounds otherwise has no line, and hides nothing: it is in re-estimation, so the sum still holds.
TEST(News, ARevisionThatOnlyRoundsHasNoLine) {
  AssessmentInput in = with_release(base(3.8e8));
  trade::KeptFigure& f = of_month(exports(in), Month(2024, 10));
  const double coarse = std::round(*f.figure.value_usd / 1e5) / 10.0;
  revise(f, coarse);
  f.figure.value_text = std::to_string(coarse).substr(0, std::to_string(coarse).find('.') + 2);
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 21.0, "2025-03-01"));
  const News news = news_of(in);
  ASSERT_EQ(news.lines.size(), 2u);
  EXPECT_EQ(news.lines[0].kind, NewsKind::release);
  expect_it_adds_up(in);
}

TEST(News, ALongReleaseIsToldInBoundedLinesThatHoldEveryFigure) {
  AssessmentInput in = base(3.8e8);
  for (auto& c : in.components)
    std::erase_if(c.in_force, [](const auto& f) { return f.figure.period.first >= Month(2023, 1); });
  in.target.announced = *trade::parse_date("2022-06-10");
  in.target.window = *trade::parse_period("2025");
  const AssessmentInput whole = base(3.8e8);
  in = with_release(std::move(in));
  for (std::size_t c = 0; c < 2; ++c) {
    for (const trade::KeptFigure& f : whole.components[c].in_force) {
      if (f.figure.period.first >= Month(2023, 1)) {
        in.components[c].in_force.push_back(
            figure(f.figure.key.flow, f.figure.period.first, *f.figure.value_usd / 1e6, "2025-03-01"));
      }
    }
  }
  for (int k = 0; k < 12; ++k) revise(exports(in)[static_cast<std::size_t>(k)], 11.0 + k);
  const News news = news_of(in);
  std::size_t revised = 0, released = 0;
  for (const NewsLine& line : news.lines) {
    (line.kind == NewsKind::revision ? revised : released) += line.figures.size();
  }
  EXPECT_EQ(news.lines.size(), kNewsLines + 1);
  EXPECT_EQ(revised, 12u);
  EXPECT_EQ(released, 48u);
  EXPECT_EQ(news.lines[0].figure, "test PAK export KAZ, 5 figures, 2021-01/2021-05");
  EXPECT_EQ(news.lines[kNewsLines - 1].figures.size(), 1u) << "the newest stand alone";
  expect_it_adds_up(in);
}

// What a source was seen to revise is held as it was known before the release; what is known since is re-estimation.
TEST(News, NoiseOfRevisionsThatBecameKnownIsReEstimation) {
  AssessmentInput in = with_release(base(3.8e8));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 26.25, "2025-03-01"));
  const News calm = news_of(in);
  for (ComponentFigures& c : in.components) c.revision_noise.default_sd = 0.3;
  const News noisy = news_of(in);
  ASSERT_EQ(noisy.lines.size(), 2u);
  EXPECT_EQ(noisy.lines[0].effect_on_median_usd, calm.lines[0].effect_on_median_usd);
  EXPECT_NE(noisy.lines[1].effect_on_probability, calm.lines[1].effect_on_probability);
  expect_it_adds_up(in);
}

TEST(News, IsTheSameBitsWhateverTheOrderOfWork) {
  AssessmentInput in = with_release(base(3.8e8));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 26.25, "2025-03-02"));
  exports(in).push_back(figure(trade::Flow::export_, Month(2025, 1), 15.5, "2025-03-01"));
  const News a = *assess(in, shipped_prior(), serial).news;
  const News b = *assess(in, shipped_prior(), backwards).news;
  ASSERT_EQ(a.lines.size(), b.lines.size());
  for (std::size_t k = 0; k < a.lines.size(); ++k) {
    EXPECT_EQ(a.lines[k].effect_on_median_usd, b.lines[k].effect_on_median_usd);
    EXPECT_EQ(a.lines[k].effect_on_probability, b.lines[k].effect_on_probability);
  }
}

TEST(News, IsAbsentWhereNothingCouldBeForecastBefore) {
  AssessmentInput in = base(3.8e8);
  in.before = BeforeRelease{*trade::parse_date("2025-03-01"), in.components, {}};
  in.before->components[1].in_force.resize(3);
  const Assessment a = assess(in, shipped_prior(), serial);
  EXPECT_TRUE(a.forecast);
  EXPECT_FALSE(a.news);
}

TEST(News, DoesNotMoveTheHeadline) {
  AssessmentInput in = with_release(base(3.8e8));
  imports(in).push_back(figure(trade::Flow::import_, Month(2025, 1), 26.25, "2025-03-02"));
  const Assessment with = assess(in, shipped_prior(), serial);
  in.before.reset();
  const Assessment without = assess(in, shipped_prior(), serial);
  EXPECT_EQ(with.forecast->probability, without.forecast->probability);
  EXPECT_EQ(with.forecast->total.median_usd, without.forecast->total.median_usd);
  EXPECT_FALSE(without.news);
}

}  // namespace
}  // namespace tradewatch::targets
