// Where a value or a month lies on the drawing, and which of them are labelled.

#pragma once

#include <vector>

#include "models/trade/month.h"

namespace tradewatch::charts {

// From zero up to `top`, a labelled value every `step`: steps are 1, 2, 2.5 or 5 times a power of ten.
struct Ticks {
  double step = 1.0;
  double top = 1.0;  // a multiple of `step`, >= the value asked for
  [[nodiscard]] std::vector<double> values() const;
};

// The roundest ticks that cover `highest` with about `wanted` steps. `highest` that is not above zero counts as 1.
[[nodiscard]] Ticks nice_ticks(double highest, int wanted);

// The same for an amount of US dollars, with steps that are round in millions.
[[nodiscard]] Ticks millions_ticks(double highest_usd, int wanted);

// Months to label: every 1, 2, 3, 6, 12, 24, ... months, counted from a January, no more than `most` of them.
[[nodiscard]] std::vector<trade::Month> month_ticks(const trade::MonthSpan& span, int most);

// A rectangle in pixels with its two scales. Months are evenly spaced, each in the middle of its own slot.
struct Plot {
  double left = 0, top = 0, width = 0, height = 0;
  trade::MonthSpan months;
  double highest = 1.0;  // value at the top edge; zero is at the bottom edge

  [[nodiscard]] double slot() const { return width / months.months(); }
  [[nodiscard]] double x(trade::Month m) const { return left + (m - months.first + 0.5) * slot(); }
  [[nodiscard]] double y(double value) const { return top + height * (1.0 - value / highest); }
  [[nodiscard]] double bottom() const { return top + height; }
  [[nodiscard]] double right() const { return left + width; }
};

}  // namespace tradewatch::charts
