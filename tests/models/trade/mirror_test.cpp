// Both sides of a trade, compared and never spliced.

#include "models/trade/mirror.h"

#include <gtest/gtest.h>

namespace tradewatch::trade {
namespace {

Series series(const char* source, const char* reporter, const char* partner, Flow flow,
              const std::vector<std::pair<MonthSpan, double>>& values, Valuation valuation = Valuation::unstated,
              Basis basis = Basis::unstated) {
  FlowKey key{source, Country(reporter), Country(partner), flow, "TOTAL", valuation, basis};
  std::vector<KeptFigure> kept;
  for (const auto& [span, value] : values) {
    KeptFigure figure;
    figure.figure.key = key;
    figure.figure.period = span;
    figure.figure.value_usd = value;
    figure.figure.published = *parse_date("2025-01-01");
    kept.push_back(figure);
  }
  return make_series(key, kept);
}

MonthSpan year(int y) { return {Month(y, 1), Month(y, 12)}; }

TEST(Mirror, ComparesTheExportersYearsWithTheImportersMonths) {
  std::vector<std::pair<MonthSpan, double>> months;
  for (int month = 1; month <= 12; ++month) months.push_back({{Month(2024, month), Month(2024, month)}, 10.0});
  const std::vector<Series> both = {series("sbp", "PAK", "KAZ", Flow::export_, {{year(2024), 100.0}}, Valuation::fob),
                                    series("kaz-bns", "KAZ", "PAK", Flow::import_, months, Valuation::cif)};
  const auto pairs = mirror_pairs(both);
  ASSERT_EQ(pairs.size(), 1U);
  ASSERT_EQ(pairs[0].spans.size(), 1U);
  EXPECT_EQ(pairs[0].spans[0].span, year(2024));
  EXPECT_DOUBLE_EQ(*pairs[0].spans[0].ratio, 1.2);
  EXPECT_DOUBLE_EQ(*pairs[0].spans[0].difference, 20.0 / 110.0);
  EXPECT_EQ(pairs[0].margin, MirrorMargin::cif_over_fob);
  EXPECT_FALSE(pairs[0].usual_ratio.has_value()) << "one year is no usual ratio";
}

TEST(Mirror, KnowsTheUsualRatioAfterFiveSpansThatDoNotOverlap) {
  std::vector<std::pair<MonthSpan, double>> exports;
  std::vector<std::pair<MonthSpan, double>> imports;
  const std::vector<double> ratios = {1.1, 1.3, 1.2, 4.0, 1.0};
  for (int i = 0; i < 5; ++i) {
    exports.emplace_back(year(2019 + i), 100.0);
    imports.emplace_back(year(2019 + i), 100.0 * ratios[static_cast<std::size_t>(i)]);
  }
  const auto pairs = mirror_pairs(std::vector<Series>{series("a", "PAK", "KAZ", Flow::export_, exports),
                                                      series("b", "KAZ", "PAK", Flow::import_, imports)});
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_DOUBLE_EQ(pairs[0].usual_ratio.value_or(0.0), 1.2);
  EXPECT_EQ(pairs[0].margin, MirrorMargin::unstated);
}

TEST(Mirror, ExpectsNoRatioOfPaymentsBesideGoods) {
  const auto pairs = mirror_pairs(std::vector<Series>{
      series("sbp", "PAK", "KAZ", Flow::export_, {{year(2024), 100.0}}, Valuation::fob, Basis::payments),
      series("kaz-bns", "KAZ", "PAK", Flow::import_, {{year(2024), 53.0}}, Valuation::cif, Basis::customs)});
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].margin, MirrorMargin::other_measure);
}

TEST(Mirror, HasNoRatioWhereTheExporterCountsNothing) {
  const auto pairs = mirror_pairs(std::vector<Series>{series("a", "PAK", "KAZ", Flow::export_, {{year(2024), 0.0}}),
                                                      series("b", "KAZ", "PAK", Flow::import_, {{year(2024), 5.0}})});
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_FALSE(pairs[0].spans[0].ratio.has_value());
  EXPECT_DOUBLE_EQ(*pairs[0].spans[0].difference, 2.0);
}

TEST(Mirror, LeavesOutWhatOnlyOneSideCounts) {
  EXPECT_TRUE(mirror_pairs(std::vector<Series>{series("a", "PAK", "KAZ", Flow::export_, {{year(2023), 1.0}}),
                                               series("b", "KAZ", "PAK", Flow::import_, {{year(2024), 5.0}}),
                                               series("b", "KAZ", "PAK", Flow::export_, {{year(2023), 5.0}})})
                  .empty());
}

}  // namespace
}  // namespace tradewatch::trade
