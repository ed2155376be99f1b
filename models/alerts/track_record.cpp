#include "models/alerts/track_record.h"

#include <map>

namespace tradewatch::alerts {

TrackRecord track_record(std::span<const EndedTarget> ended) {
  struct Sum {
    int assessments = 0;
    int targets = 0;
    int met = 0;
    double probability = 0.0;
    std::string last_target;
  };
  std::map<targets::Likelihood, Sum> sums;
  TrackRecord record;
  double squares = 0.0;
  for (const EndedTarget& target : ended) {
    if (target.probabilities.empty()) continue;
    ++record.targets;
    record.met += target.met ? 1 : 0;
    for (const double p : target.probabilities) {
      const double miss = p - (target.met ? 1.0 : 0.0);
      squares += miss * miss;
      ++record.assessments;
      Sum& sum = sums[targets::likelihood_of(p)];
      if (sum.last_target != target.id) ++sum.targets;
      sum.last_target = target.id;
      ++sum.assessments;
      sum.met += target.met ? 1 : 0;
      sum.probability += p;
    }
  }
  if (record.assessments > 0) record.brier = squares / record.assessments;
  for (const auto& [likelihood, sum] : sums) {
    record.classes.push_back({likelihood, sum.assessments, sum.targets, sum.probability / sum.assessments,
                              static_cast<double>(sum.met) / sum.assessments});
  }
  return record;
}

}  // namespace tradewatch::alerts
