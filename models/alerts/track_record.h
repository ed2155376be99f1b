// How past probabilities turned out: of the assessments that said 10 to 33 %, how many targets were met.
//
// Only targets that ended count, achieved or missed; each release gives one probability. Brier score: the mean of
// (probability - outcome)^2, 0 is perfect, 0.25 is what always saying one half gets (Brier 1950). The assessments of
// one target share its outcome, so that what counts as evidence is the number of targets: beside each class stands how
// many it has.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/targets/verdict.h"

namespace tradewatch::alerts {

// One target that ended, with what was said of it at each release before that.
struct EndedTarget {
  std::string id;
  bool met = false;
  std::vector<double> probabilities;  // 0 to 1, oldest first
};

struct TrackClass {
  targets::Likelihood likelihood{};
  int assessments = 0;
  int targets = 0;  // with an assessment in this class
  double mean_probability = 0.0;
  double met_share = 0.0;  // of the assessments
};

struct TrackRecord {
  int targets = 0;  // that ended with at least one probability before
  int met = 0;
  int assessments = 0;
  std::optional<double> brier;      // absent without an assessment
  std::vector<TrackClass> classes;  // the most likely first, those without an assessment left out
};

[[nodiscard]] TrackRecord track_record(std::span<const EndedTarget> ended);

}  // namespace tradewatch::alerts
