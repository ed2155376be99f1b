#include "models/targets/quoted_growth.h"

namespace tradewatch::targets {

QuotedGrowth quoted_growth(std::span<const CombinedSum> total) {
  trade::Series series;
  for (const CombinedSum& sum : total) {
    trade::Piece piece;
    piece.span = sum.span;
    piece.value_usd = sum.value_usd;
    series.pieces.push_back(std::move(piece));
  }
  const auto trend = growth::fit_trend(series);
  if (trend) return {*trend, std::nullopt};
  switch (trend.error()) {
    case growth::TrendError::too_few_months:
      return {std::nullopt, Reason{"too_few_months_for_a_trend",
                                   {{"months_needed", static_cast<double>(growth::kMinTrendMonths)},
                                    {"years_needed", static_cast<double>(growth::kMinTrendYears)}}}};
    case growth::TrendError::value_not_positive:
      return {std::nullopt, Reason{"zero_in_the_trend", {}}};
  }
  return {};
}

}  // namespace tradewatch::targets
