// How a probability went from publication to publication: a line of steps between 0 and 1.
//
// A value holds from its date until the next one; a date without a value ends the line, which begins again with the
// next value. Nothing is drawn between that was not said. As in the fan chart, every text is handed in, and the
// drawing is one well-formed SVG element that needs nothing else.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/trade/date.h"
#include "service/charts/fan_chart.h"

namespace tradewatch::charts {

struct Step {
  trade::Date date{};
  std::optional<double> value;  // 0 to 1; absent: nothing could be said
  std::string words;            // of the value, for the table and for who points at it
};

// A value worth seeing across the drawing.
struct Threshold {
  double value = 0.0;
  std::string words;
};

struct StepChart {
  std::string id;  // as of a FanChart
  std::string title;
  std::string description;
  std::vector<Step> steps;           // by date
  std::optional<trade::Date> until;  // to where the last value holds; absent: its own date
  std::vector<Threshold> thresholds;
  std::string note;   // a sentence above the drawing; may be empty
  std::string unit;   // of the axis
  std::string date;   // head of the table's first column
  std::string empty;  // what is said where there is no value at all
  Provenance provenance = {};
};

[[nodiscard]] std::string svg(const StepChart& chart, const Size& size = {.width = 760, .height = 260});

// A row a step: its date and its words.
[[nodiscard]] ChartTable table(const StepChart& chart);

}  // namespace tradewatch::charts
