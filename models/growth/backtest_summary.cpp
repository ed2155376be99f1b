#include "models/growth/backtest_summary.h"

#include <algorithm>
#include <set>

#include "models/growth/normal_draws.h"

namespace tradewatch::growth {
namespace {

constexpr int kResamples = 1000;
constexpr std::uint64_t kResampleSeed = 20141231;

// A score of each subject, averaged over its origins; the mean over subjects.
class SubjectMeans {
 public:
  void add(const std::string& subject, double value) {
    auto& [sum, count] = by_subject_[subject];
    sum += value;
    ++count;
  }
  [[nodiscard]] std::optional<double> mean() const {
    if (by_subject_.empty()) return std::nullopt;
    double sum = 0.0;
    for (const auto& [subject, held] : by_subject_) sum += held.first / held.second;
    return sum / static_cast<double>(by_subject_.size());
  }

 private:
  std::map<std::string, std::pair<double, int>> by_subject_;
};

// Scores of subjects by year, to be drawn again with replacement in both directions.
class ByYear {
 public:
  void add(const std::string& subject, int year, double value) {
    auto& [sum, count] = cells_[subject][year];
    sum += value;
    ++count;
    years_.insert(year);
  }

  [[nodiscard]] std::optional<ScoreInterval> interval() const {
    if (years_.size() < 2) return std::nullopt;
    NormalDraws draws(kResampleSeed);
    Eigen::ArrayXd means(kResamples);
    for (double& mean : means) mean = resampled_mean(draws);
    return ScoreInterval{quantile(means, 0.025), quantile(means, 0.975)};
  }

 private:
  // How often each of `count` things is drawn in `count` draws.
  static std::vector<int> drawn(std::size_t count, NormalDraws& draws) {
    std::vector<int> times(count, 0);
    for (std::size_t i = 0; i < count; ++i) ++times[static_cast<std::size_t>(draws.uniform() * double(count))];
    return times;
  }

  // Subjects without a score in any year that was drawn take no part; when that is all of them, draw again.
  [[nodiscard]] double resampled_mean(NormalDraws& draws) const {
    for (;;) {
      const std::vector<int> years = drawn(years_.size(), draws);
      const std::vector<int> subjects = drawn(cells_.size(), draws);
      double total = 0.0, weight = 0.0;
      std::size_t s = 0;
      for (const auto& [subject, cells] : cells_) {
        const int times = subjects[s++];
        if (times == 0) continue;
        double sum = 0.0, count = 0.0;
        std::size_t y = 0;
        for (const int year : years_) {
          const auto cell = cells.find(year);
          const int again = years[y++];
          if (cell == cells.end()) continue;
          sum += again * cell->second.first;
          count += again * cell->second.second;
        }
        if (count == 0.0) continue;
        total += times * sum / count;
        weight += times;
      }
      if (weight > 0.0) return total / weight;
    }
  }

  std::map<std::string, std::map<int, std::pair<double, int>>> cells_;
  std::set<int> years_;
};

std::vector<PitYear> pit_by_year(std::span<const OriginScores* const> scored, std::size_t model) {
  std::map<int, PitYear> by_year;
  for (const OriginScores* o : scored) {
    PitYear& year = by_year[o->origin.year()];
    const double pit = o->models[model].pit;
    year.year = o->origin.year();
    ++year.outcomes;
    year.below_median += pit < 0.5 ? 1.0 : 0.0;
    ++year.counts[static_cast<std::size_t>(std::min(static_cast<int>(pit * kPitBins), kPitBins - 1))];
  }
  std::vector<PitYear> out;
  for (auto& [number, year] : by_year) {
    year.below_median /= year.outcomes;
    out.push_back(year);
  }
  return out;
}

void add_amounts(ModelSummary& summary, std::span<const OriginScores* const> scored, std::size_t model) {
  SubjectMeans brier;
  std::array<SubjectMeans, kAmountMultiples.size()> brier_of;
  std::vector<Call> calls;
  for (const OriginScores* o : scored) {
    if (!o->trailing_usd) continue;
    double sum = 0.0;
    for (std::size_t i = 0; i < kAmountMultiples.size(); ++i) {
      const bool happened = o->outcome_usd >= kAmountMultiples[i] * *o->trailing_usd;
      const double probability = o->models[model].probability[i];
      const double score = brier_score(probability, happened);
      calls.push_back({probability, happened, o->origin.year()});
      brier_of[i].add(o->subject, score);
      sum += score;
    }
    brier.add(o->subject, sum / static_cast<double>(kAmountMultiples.size()));
  }
  summary.brier = brier.mean();
  for (std::size_t i = 0; i < kAmountMultiples.size(); ++i) summary.brier_of[i] = brier_of[i].mean();
  summary.reliability = reliability_of(calls);
  summary.reliability_gap = reliability_gap(summary.reliability);
}

void add_scores(ModelSummary& summary, std::span<const OriginScores* const> scored, std::size_t model) {
  SubjectMeans ts_crps, ts5, crps_usd;
  std::array<SubjectMeans, kBandCoverages.size()> inside, width;
  ByYear capped;
  for (const OriginScores* o : scored) {
    const ModelScores& s = o->models[model];
    crps_usd.add(o->subject, s.crps_usd);
    for (std::size_t i = 0; i < kBandCoverages.size(); ++i) inside[i].add(o->subject, s.inside[i] ? 1.0 : 0.0);
    if (!o->scale_usd) continue;
    const double scaled = s.quantile_score_usd / *o->scale_usd;
    ts_crps.add(o->subject, scaled);
    ts5.add(o->subject, std::min(scaled, kScaledScoreCap));
    capped.add(o->subject, o->origin.year(), std::min(scaled, kScaledScoreCap));
    for (std::size_t i = 0; i < kBandCoverages.size(); ++i)
      width[i].add(o->subject, s.interval_score_usd[i] / *o->scale_usd);
  }
  summary.crps_usd = crps_usd.mean().value_or(0.0);
  summary.ts_crps = ts_crps.mean();
  summary.ts5 = ts5.mean();
  summary.ts5_interval = capped.interval();
  for (std::size_t i = 0; i < kBandCoverages.size(); ++i) {
    summary.coverage[i] = inside[i].mean().value_or(0.0);
    summary.interval_score[i] = width[i].mean();
  }
}

}  // namespace

BacktestSummary summarise(std::span<const OriginScores> scores) {
  BacktestSummary out;
  out.origins = static_cast<int>(scores.size());
  std::vector<const OriginScores*> scored;
  std::set<std::string> subjects;
  for (const OriginScores& o : scores) {
    if (o.not_scored) {
      ++out.not_scored[*o.not_scored];
      continue;
    }
    scored.push_back(&o);
    subjects.insert(o.subject);
    out.without_scale += o.scale_usd ? 0 : 1;
    out.without_trailing += o.trailing_usd ? 0 : 1;
  }
  out.scored = static_cast<int>(scored.size());
  out.subjects = static_cast<int>(subjects.size());
  for (std::size_t m = 0; m < kScoredModels && !scored.empty(); ++m) {
    ModelSummary summary;
    summary.model = scored_model_name(m);
    summary.subjects = out.subjects;
    summary.origins = out.scored;
    add_scores(summary, scored, m);
    add_amounts(summary, scored, m);
    summary.pit = pit_by_year(scored, m);
    out.models.push_back(std::move(summary));
  }
  return out;
}

}  // namespace tradewatch::growth
