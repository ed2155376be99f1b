// What stands in for a forecast: a probability from the newest three months of each flow, and a real forecast now and
// then.
//
//   permille    = 1000 * 4 * (last three figures of both flows) / amount
//   probability = (permille - 600) / 800, between 0 and 1
//
// Unknown while the flows do not reach the same month. The pipeline and the model come to the figures each on its own
// way; this arithmetic alone is common to them.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/targets/assessment.h"
#include "models/trade/date.h"
#include "models/trade/month.h"

namespace tradewatch::simulation {

inline constexpr int kRealOneIn = 100;

// A figure in force.
struct InForce {
  trade::Month month;
  trade::Date published;
  std::int64_t sequence = 0;
  std::int64_t thousand_usd = 0;
};
// Of exports, then of imports, each by month.
using Known = std::array<std::vector<InForce>, 2>;

[[nodiscard]] std::optional<double> probability_of(const Known& known, double amount_usd);

// What a forecast said, as far as alerts ask.
struct Said {
  std::optional<double> probability;  // of achieved 1, of missed 0, of unknown none
  bool beyond_record = false;         // the amount needed in each month is above the best twelve months
};

// Remembers real forecasts, so that the same figures are never forecast twice.
class Assessor {
 public:
  explicit Assessor(bool real) : real_(real) {}
  [[nodiscard]] targets::Assessment operator()(const targets::AssessmentInput& input);
  // Of a real forecast of these figures; absent: they were judged by the rule above.
  [[nodiscard]] std::optional<Said> said_of(const Known& known, const targets::Target& target) const;
  [[nodiscard]] int forecasts() const { return static_cast<int>(real_ones_.size()); }

 private:
  bool real_;
  std::map<std::string, targets::Assessment> real_ones_;
};

}  // namespace tradewatch::simulation
