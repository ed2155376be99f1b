// A backtest in one table: for each model its scores over all subjects and origins, and what could not be scored.
//
// Scores are averaged over the origins of a subject first and then over subjects, so one with more origins weighs no
// more. Forecast errors share the year: PIT and reliability are told by origin year, and the interval of ts5 is a
// bootstrap over subjects and years at once (2.5 and 97.5 % of 1,000 means, both drawn with replacement, seed fixed).

#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/growth/backtest.h"

namespace tradewatch::growth {

// Where outcomes fell in the forecasts made in one year. A calibrated forecast fills the bins alike over many years.
struct PitYear {
  int year = 0;
  int outcomes = 0;
  double below_median = 0.0;           // share of outcomes with a PIT under 1/2
  std::array<int, kPitBins> counts{};  // of PIT in [0, 0.1), [0.1, 0.2), ..., 1 in the last
};

struct ScoreInterval {
  double low = 0.0;
  double high = 0.0;
};

struct ModelSummary {
  std::string model;
  int subjects = 0;
  int origins = 0;                            // subject-origins scored
  std::optional<double> ts_crps;              // over subjects with a scale, as the next two
  std::optional<double> ts5;                  //
  std::optional<ScoreInterval> ts5_interval;  // with two origin years at least
  double crps_usd = 0.0;
  std::array<double, kBandCoverages.size()> coverage{};
  std::array<std::optional<double>, kBandCoverages.size()> interval_score;  // over the scale of tsCRPS
  std::optional<double> brier;                                              // mean over kAmountMultiples
  std::array<std::optional<double>, kAmountMultiples.size()> brier_of;
  std::vector<ReliabilityBin> reliability;
  std::optional<double> reliability_gap;
  std::vector<PitYear> pit;  // ascending
};

struct BacktestSummary {
  int subjects = 0;          // with a scored origin
  int origins = 0;           // subject-origins asked for
  int scored = 0;            // of these
  int without_scale = 0;     // of the scored: no tsCRPS, ts5 and interval score
  int without_trailing = 0;  // of the scored: no Brier score
  std::map<NotScored, int> not_scored;
  std::vector<ModelSummary> models;  // kScoredModels, or none when nothing was scored
};

[[nodiscard]] BacktestSummary summarise(std::span<const OriginScores> scores);

}  // namespace tradewatch::growth
