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

}  // namespace
}  // namespace tradewatch::trade
