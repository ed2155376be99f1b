// Series and priors for the tests of models/growth.

#pragma once

#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "models/growth/panel_prior.h"
#include "models/trade/series.h"

namespace tradewatch::growth {

inline trade::KeptFigure figure(const trade::MonthSpan& span, double usd) {
  trade::KeptFigure kept;
  kept.figure.period = span;
  kept.figure.value_usd = usd;
  kept.figure.published = trade::last_day(trade::Month(2030, 1));
  return kept;
}

inline trade::Series from_figures(const std::vector<trade::KeptFigure>& figures, const char* source = "test") {
  trade::FlowKey key;
  key.source = source;
  return trade::make_series(key, figures);
}

// One figure a month from `first`; a negative value is a month without a figure.
inline trade::Series monthly(trade::Month first, const std::vector<double>& usd, const char* source = "test") {
  std::vector<trade::KeptFigure> figures;
  for (std::size_t i = 0; i < usd.size(); ++i) {
    const trade::Month m = first + static_cast<int>(i);
    if (usd[i] >= 0.0) figures.push_back(figure({m, m}, usd[i]));
  }
  return from_figures(figures, source);
}

// A growing seasonal flow of `months` months with a fixed pseudo-random irregular part.
inline std::vector<double> wavy(int months, double level = 5e6) {
  std::vector<double> usd;
  for (int t = 0; t < months; ++t)
    usd.push_back(level * std::exp(0.004 * t + 0.25 * std::sin(t * 0.5236) + 0.2 * std::sin(7.3 * t * t + 1.0)));
  return usd;
}

inline PanelPrior shipped_prior() {
  std::ifstream in(TRADEWATCH_SOURCE_DIR "/config/panel_prior.csv");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_prior(text).value();
}

// A prior of one point, for checks against closed forms.
inline PanelPrior one_point(const GridPoint& point) {
  return {{point}, {}, {{"only", {1.0}, {{0.1, 0.9}, {-0.2, 0.2}}, {}, {}}}, trade::Month(2014, 12), 1};
}

}  // namespace tradewatch::growth
