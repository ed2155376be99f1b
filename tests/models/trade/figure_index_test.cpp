// Figures of one identity share one place, whatever else they hold.

#include "models/trade/figure_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>
#include <vector>

namespace tradewatch::trade {
namespace {

constexpr std::uint64_t kSeed = 20261127;

std::vector<Figure> some_figures() {
  std::mt19937_64 random(kSeed);
  std::vector<Figure> figures(5000);
  for (Figure& f : figures) {
    f.key.source = random() % 2 == 0 ? "sbp" : "imf-imts";
    f.key.reporter = Country(random() % 2 == 0 ? "PAK" : "KAZ");
    f.key.partner = Country("UZB");
    f.key.flow = random() % 2 == 0 ? Flow::export_ : Flow::import_;
    f.period.first = f.period.last = Month(2000, 1) + static_cast<int>(random() % 100);
    f.published = Date(std::chrono::days(random() % 3));
    f.value_usd = static_cast<double>(random() % 10);
  }
  return figures;
}

TEST(FigureIndex, AgreesWithATreeOfKeys) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const std::vector<Figure> figures = some_figures();
  for (const auto by : {FigureIndex::By::identity, FigureIndex::By::identity_and_published}) {
    FigureIndex index(figures, by);
    std::map<std::tuple<FlowKey, MonthSpan, Date>, int> tree;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      const Figure& f = figures[i];
      const Date published = by == FigureIndex::By::identity ? Date{} : f.published;
      int& place = index.place_of(i);
      const auto [known, is_new] = tree.try_emplace({f.key, f.period, published}, -1);
      EXPECT_EQ(place, known->second);
      place = known->second = static_cast<int>(i);
    }
  }
}

// Three series by turns, each month by month: no two figures are the same.
std::vector<Figure> figures_in_order() {
  std::vector<Figure> figures;
  for (int month = 0; month < 50; ++month) {
    for (const char* partner : {"KAZ", "UZB", "TJK"}) {
      Figure& f = figures.emplace_back();
      f.key.reporter = Country("PAK");
      f.key.partner = Country(partner);
      f.period.first = f.period.last = Month(2020, 1) + month;
    }
  }
  return figures;
}

TEST(FigureIndex, FindsNoneAlikeWhereEachSeriesComesInTheOrderOfItsPeriods) {
  const std::vector<Figure> figures = figures_in_order();
  FigureIndex index(figures, FigureIndex::By::identity);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    EXPECT_EQ(index.place_of(i), -1);
    index.place_of(i) = static_cast<int>(i);
  }
}

TEST(FigureIndex, FindsTheOneThatIsOutOfOrder) {
  for (const std::size_t repeated : {std::size_t{0}, std::size_t{70}, std::size_t{149}}) {
    std::vector<Figure> figures = figures_in_order();
    figures.push_back(figures[repeated]);
    FigureIndex index(figures, FigureIndex::By::identity);
    for (std::size_t i = 0; i + 1 < figures.size(); ++i) index.place_of(i) = static_cast<int>(i);
    EXPECT_EQ(index.place_of(figures.size() - 1), static_cast<int>(repeated));
  }
}

TEST(FigureIndex, TellsVintagesApartByTheirDayOfPublication) {
  std::vector<Figure> figures = figures_in_order();
  const Figure newest = figures.back();
  figures.push_back(newest);
  figures.back().published += std::chrono::days(1);
  FigureIndex of_days(figures, FigureIndex::By::identity_and_published);
  FigureIndex of_identities(figures, FigureIndex::By::identity);
  for (std::size_t i = 0; i + 1 < figures.size(); ++i) {
    of_days.place_of(i) = of_identities.place_of(i) = static_cast<int>(i);
  }
  EXPECT_EQ(of_days.place_of(figures.size() - 1), -1);
  EXPECT_EQ(of_identities.place_of(figures.size() - 1), static_cast<int>(figures.size() - 2));
}

}  // namespace
}  // namespace tradewatch::trade
