// Whether probabilities meant what they said: for each class of calls, how likely they said it was and how often it
// came. Calls that mean what they say lie on the diagonal; below it they promised too much.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/charts/drawing.h"
#include "service/charts/fan_chart.h"

namespace tradewatch::charts {

// One class of calls. A larger dot has more calls.
struct ReliabilityPoint {
  std::string name;             // of the class: "unlikely", "10 to 20 %"
  int calls = 0;                // >= 1
  double said = 0.0;            // mean probability of the calls, 0 to 1
  double came = 0.0;            // share of them that came, 0 to 1
  std::optional<double> reach;  // how far above and below `came` may well lie, 0 to 1; a line through the dot
  std::string said_words;       // of `said` and `came`, for the table
  std::string came_words;
};

struct ReliabilityLabels {
  std::string name;   // heads of the table
  std::string calls;  //
  std::string said;   // also of the lower axis
  std::string came;   // also of the left axis
  std::string equal;  // along the diagonal: "as often as said"
  std::string empty;  // what is said where there is no call
};

struct ReliabilityChart {
  std::string id;  // as of a FanChart
  std::string title;
  std::string description;
  std::vector<ReliabilityPoint> points;
  ReliabilityLabels labels;
  Provenance provenance = {};
};

inline constexpr Size kReliabilitySize{.width = 480, .height = 400};
[[nodiscard]] std::string svg(const ReliabilityChart& chart, const Size& size = kReliabilitySize);

// A row a class.
[[nodiscard]] ChartTable table(const ReliabilityChart& chart);

}  // namespace tradewatch::charts
