// What is known of one target at one moment: progress, requirement, forecast, probability and verdict, with reasons.
//
// A pure function of the figures in force, the target and the panel prior; seeds come from the target's id. The
// headline probability is the share of joint sample paths whose window total reaches the amount. Beside it stands
// its range over choices that figures cannot settle: the offset of the logarithm, the members, and single figures
// left out. Verdict rules are in verdict.h; what cannot be judged is `unknown` with its reason.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/growth/forecast.h"
#include "models/targets/combined_sums.h"
#include "models/targets/component_series.h"
#include "models/targets/corrections.h"
#include "models/targets/figures_due.h"
#include "models/targets/news.h"
#include "models/targets/path.h"
#include "models/targets/path_standing.h"
#include "models/targets/progress.h"
#include "models/targets/quoted_growth.h"
#include "models/targets/reason.h"
#include "models/targets/runner.h"
#include "models/targets/surprise.h"
#include "models/targets/target.h"
#include "models/targets/target_forecasts.h"
#include "models/targets/usual_mirror.h"
#include "models/targets/verdict.h"
#include "models/targets/window_known.h"
#include "models/trade/revision_noise.h"

namespace tradewatch::targets {

inline constexpr double kMembersMayDiffer = 0.5;  // in probability; beyond it the verdict is unknown
inline constexpr double kRevisionReach = 1.96;    // sd within which 95 % of revisions stay

struct AssessmentInput {
  Target target;
  std::vector<ComponentFigures> components;  // in the target's order
  std::vector<ComponentFigures> mirror;      // in the target's order
  std::optional<trade::Instant> as_of;       // when the newest of these figures was taken
  std::int64_t sequence = 0;                 // of the document that brought it
  std::optional<BeforeRelease> before;       // for news and surprises; absent where there was no release
  Asked asked = Asked::everything;
  bool in_full = false;                   // its whole range is told even where another reading rules
  std::vector<AssessmentInput> readings;  // of the target's other readings, in their order, each as_read()
};

// Quantiles of an amount, US dollars.
struct Band {
  double median_usd = 0.0;
  double p2_5 = 0.0;
  double p10 = 0.0;
  double p90 = 0.0;
  double p97_5 = 0.0;
};

struct MonthBandOf {
  trade::Month month;
  Band band;
};

struct TrailingMonth {
  trade::Month month;  // the last of the twelve
  double usd = 0.0;
  bool estimated = false;  // figures alone do not determine it
};

struct Figures {
  trade::Month latest_month;  // the newest month that every component covers
  std::optional<trade::Date> published;
  int window_months_known = 0;  // window_known.h says what counts
  double window_to_date_usd = 0.0;
  double window_revision_sd_usd = 0.0;  // of what revisions may still do to it
  std::vector<trade::MonthSpan> window_known;
  std::vector<trade::MonthSpan> window_unknown;
  TrailingMonth trailing_12;
  double estimated_share = 0.0;  // of the trailing total: what figures alone do not determine
};

struct BaselineTotal {
  trade::MonthSpan span;
  double usd = 0.0;
  std::string origin;  // "figures", "settings" or "estimated"
};

struct Required {
  int remaining_months = 0;
  double monthly_usd = 0.0;                       // in each remaining month
  std::optional<double> multiple_of_recent_12;    // of the average month of the trailing twelve
  std::optional<double> multiple_of_same_months;  // of the same calendar months a year before
  std::optional<double> multiple_of_best_12;      // of the average month of the best twelve on record
  std::optional<CombinedSum> best_12;             // or of fewer months where no twelve are known together
  std::optional<double> annual_growth;            // from the baseline to the amount
};

// The probability again under one other choice.
struct Variation {
  std::string kind;  // "offset", "member", "without_figure"
  std::string what;  // the offset share, the member, or the figure
  double probability = 0.0;
  double median_usd = 0.0;
};

struct TargetForecast {
  double mean_usd = 0.0;
  Band total;  // of the window
  double probability = 0.0;
  double probability_error = 0.0;  // Monte-Carlo standard error
  double probability_low = 0.0;    // least and greatest over the variations and the headline
  double probability_high = 0.0;
  std::vector<Variation> variations;
  std::vector<growth::Member> members;
  std::vector<growth::ComponentFit> fits;
  std::vector<MonthBandOf> months;          // of the total, after the newest month, to the window's end
  std::vector<MonthBandOf> trailing;        // of the twelve months that end there
  std::optional<trade::Month> reach_month;  // median first month whose trailing total reaches the amount
  double never_share = 0.0;                 // of paths that do not reach it within ten years
  std::vector<std::pair<trade::Month, double>> reach_probability_by_month;
  int paths = 0;
};

struct Mirror {
  std::optional<double> partner_trailing_12_usd;
  std::optional<double> own_same_months_usd;
  std::optional<trade::MonthSpan> span;
  std::optional<double> ratio;  // partner's side over ours
  bool own_estimated = false;   // figures alone do not determine ours
  std::optional<UsualMirror> usual;
  std::optional<Reason> note;
};

// One reading beside the others.
struct ReadingSummary {
  std::string id;      // kMainReading, or the reading's own
  bool rules = false;  // its assessment is the headline
  double amount_usd = 0.0;
  trade::MonthSpan window;
  Verdict verdict = Verdict::unknown;
  bool provisional = false;
  std::optional<trade::Month> latest_month;
  std::optional<double> probability;
  std::optional<double> median_usd;
  std::optional<Reason> reason;  // the first: why it cannot be judged, or what decides
};

struct Assessment {
  Target target;
  std::optional<trade::Instant> as_of;
  std::int64_t sequence = 0;
  std::optional<Figures> figures;
  std::optional<BaselineTotal> baseline;
  std::optional<Path> path;
  std::optional<double> path_expected_usd;  // at the newest month
  std::optional<Required> required;
  std::vector<Progress> progress;
  std::optional<QuotedGrowth> quoted_growth;
  std::optional<TargetForecast> forecast;
  std::optional<Mirror> mirror;
  std::optional<PathStandings> path_standings;
  std::optional<News> news;
  std::optional<trade::Date> release;      // when the newest figures of a component of this reading were published
  std::vector<Surprise> surprises;         // of the newest release
  std::optional<Corrections> corrections;  // of the newest release
  std::optional<FiguresDue> due;           // of the main reading: the others show their newest month
  Verdict verdict = Verdict::unknown;
  bool provisional = false;  // achieved or missed by less than revisions may still bring: kRevisionReach sd
  std::optional<Likelihood> likelihood;
  std::vector<Reason> reasons;
  // What the numbers were made of, for `explain` and the chart.
  std::vector<trade::Series> series;  // of the components, in the target's order
  std::vector<trade::Series> mirror_series;
  std::vector<std::vector<trade::KeptFigure>> used;  // the figures that terms of `series` index
  std::vector<std::vector<trade::KeptFigure>> mirror_used;
  std::vector<trade::RevisionNoise> revision_noise;  // of the components, in the target's order
  std::vector<CombinedSum> combined;
  std::vector<TrailingMonth> history;  // the last three years, as far as known
  // Where the target has several readings: all in short, and, of the headline, the assessments of those that do not
  // rule.
  std::vector<ReadingSummary> readings;
  std::vector<Assessment> others;
};

// Every reading is assessed; the one that rules (readings.h) is returned, with the others beside it.
[[nodiscard]] Assessment assess(const AssessmentInput& input, const growth::PanelPrior& prior, const Runner& run);

}  // namespace tradewatch::targets
