// Forecasts do not depend on how many threads make them, nor on which row a thread took before.

#include "service/watch/threads.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/growth/panel_forecast.h"
#include "service/watch/embedded.h"

namespace tradewatch::watch {
namespace {

const trade::Month kFirst(2006, 1);

trade::KeptFigure figure(const trade::MonthSpan& span, double usd) {
  trade::KeptFigure kept;
  kept.figure.period = span;
  kept.figure.value_usd = usd;
  kept.figure.published = trade::last_day(trade::Month(2019, 1));
  return kept;
}

// Months with and without gaps, years, and flows of few figures, so that neighbours have nothing in common.
std::vector<trade::Series> panel() {
  std::vector<trade::Series> series;
  for (int k = 0; k < 12; ++k) {
    std::vector<trade::KeptFigure> figures;
    const int length = k % 4 == 3 ? 12 : 1;
    for (int t = 0; t < 144 / (1 + k % 3); t += length)
      if (t % (5 + k) != 3)
        figures.push_back(figure({kFirst + t, kFirst + (t + length - 1)}, 1e6 * (k + 1) * std::exp(std::sin(t * t))));
    trade::FlowKey key;
    key.source = "test" + std::to_string(k);
    series.push_back(trade::make_series(key, figures));
  }
  return series;
}

std::vector<growth::ForecastRow> rows_with(unsigned threads) {
  const std::vector<trade::Series> series = panel();
  std::vector<growth::ForecastRow> rows(series.size());
  side_by_side(threads)(rows.size(), [&](std::size_t k) {
    rows[k] = growth::forecast_row(series[k], *series[k].last_month(), 12, shipped_prior()).value();
  });
  return rows;
}

TEST(SideBySide, GivesTheSameBitsForAnyNumberOfThreads) {
  const auto alone = rows_with(1);
  for (const unsigned threads : {2U, 5U}) {
    const auto rows = rows_with(threads);
    for (std::size_t k = 0; k < rows.size(); ++k) {
      EXPECT_EQ(rows[k].quantile_usd, alone[k].quantile_usd) << "series " << k;
      EXPECT_EQ(rows[k].mean_usd, alone[k].mean_usd) << "series " << k;
      ASSERT_EQ(rows[k].months.size(), alone[k].months.size());
      for (std::size_t h = 0; h < rows[k].months.size(); ++h) {
        EXPECT_EQ(rows[k].months[h].low_usd, alone[k].months[h].low_usd);
        EXPECT_EQ(rows[k].months[h].median_usd, alone[k].months[h].median_usd);
        EXPECT_EQ(rows[k].months[h].high_usd, alone[k].months[h].high_usd);
      }
    }
  }
}

}  // namespace
}  // namespace tradewatch::watch
