// Rolling-origin backtest: forecasts from what was known at an origin, scored against what came later.
//
// At every origin each member model alone and the pool forecast the total of the next months from the figures known
// then (outcome.h), with the seed and the pool of a real forecast. Nothing after the origin is read but the outcome.
// Scores are those of scores.h:
//   tsCRPS   the quantile score over the mean absolute change of the twelve-month total from one year to the next, up
//            to the origin; `ts5` caps it at 5, since a few wild series are a third of a plain mean
//   Brier    of P(total >= k x trailing twelve months), k in kAmountMultiples. The trailing twelve are the newest that
//            figures known at the origin determine.
// What cannot be scored is counted with its reason and never guessed: months of the outcome that nobody published are
// missing, not zero.
//
// Models enter through kMemberModels and forecast_target alone, so another member is scored without a change here.
// Everything is a pure function of its arguments; origins may be scored in any order and on any thread.

#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/growth/forecast.h"
#include "models/growth/outcome.h"
#include "models/growth/reliability.h"
#include "models/growth/scores.h"

namespace tradewatch::growth {

inline constexpr std::array kAmountMultiples = {0.8, 1.0, 1.25, 1.5};
inline constexpr std::array kBandCoverages = {0.5, 0.8, 0.95};
inline constexpr double kScaledScoreCap = 5.0;
inline constexpr int kPitBins = 10;

// The pool first, then the members in the order of kMemberModels.
inline constexpr std::size_t kScoredModels = kMemberModels.size() + 1;
[[nodiscard]] std::string scored_model_name(std::size_t model);  // "pool", "span_growth", ...

struct BacktestChoices {
  int horizon = 12;  // months after the origin, >= 1
  int paths = 4000;  // as forecast files
  KnownBy known_by = KnownBy::period;
  Truth truth;
  int least_observations = 1;  // of each component at the origin, and months that they cover: under it nothing is
  int least_months = 1;        // forecast, as an assessment would not
  Choices choices;
};

// Why an origin has no score.
enum class NotScored {
  nothing_known,    // a component without a figure by then
  too_few_figures,  // fewer than the least
  outcome_missing,  // figures do not determine the total of the months after the origin
  vintage_to_come,  // the total has fewer vintages than the truth asks for
  no_forecast,      // the models refused
};

struct ModelScores {
  double crps_usd = 0.0;
  double quantile_score_usd = 0.0;
  std::array<bool, kBandCoverages.size()> inside{};
  std::array<double, kBandCoverages.size()> interval_score_usd{};
  double pit = 0.0;
  double median_usd = 0.0;
  std::array<double, kAmountMultiples.size()> probability{};  // only where the trailing total is known
};

struct OriginScores {
  std::string subject;
  trade::Month origin;
  std::optional<NotScored> not_scored;  // else everything below is filled
  double outcome_usd = 0.0;
  std::optional<double> scale_usd;  // mean absolute yearly change; absent where no two years are known, or none moved
  std::optional<double> trailing_usd;  // of the newest twelve months known at the origin
  std::vector<ModelScores> models;     // kScoredModels of them
};

[[nodiscard]] OriginScores score_origin(const Subject& subject, trade::Month origin, const PanelPrior& prior,
                                        const BacktestChoices& choices = {});

// The mean absolute change of the twelve-month total from one year to the next, up to `origin`, over every month where
// figures determine both; absent without one, or when it is zero.
[[nodiscard]] std::optional<double> mean_absolute_change(std::span<const trade::Series> known, trade::Month origin);

// The newest twelve months up to `origin` that figures determine.
[[nodiscard]] std::optional<double> trailing_twelve(std::span<const trade::Series> known, trade::Month origin);

}  // namespace tradewatch::growth
