// Made-up targets of one pair and their figures, assessed with the prior that ships.

#pragma once

#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::targets {

inline const growth::PanelPrior& shipped_prior() {
  static const growth::PanelPrior kPrior = [] {
    std::ifstream in(TRADEWATCH_SOURCE_DIR "/config/panel_prior.csv");
    return growth::parse_prior(std::string(std::istreambuf_iterator<char>(in), {})).value();
  }();
  return kPrior;
}

// Runners: in order, and against it.
inline void serial(std::size_t n, const std::function<void(std::size_t)>& work) {
  for (std::size_t k = 0; k < n; ++k) work(k);
}

inline void backwards(std::size_t n, const std::function<void(std::size_t)>& work) {
  for (std::size_t k = n; k-- > 0;) work(k);
}

inline Component component(trade::Flow flow) {
  Component c;
  c.source = "test";
  c.reporter = trade::Country("PAK");
  c.partner = trade::Country("KAZ");
  c.flow = flow;
  return c;
}

// Published a month after the period unless a date is given; `millions` are US dollars.
inline trade::KeptFigure made_figure(trade::Flow flow, const char* period, double millions,
                                     const char* published = nullptr) {
  trade::KeptFigure kept;
  kept.figure.key = {"test", trade::Country("PAK"), trade::Country("KAZ"), flow, "TOTAL", {}, {}};
  kept.figure.period = trade::parse_period(period).value();
  kept.figure.value_usd = millions * 1e6;
  kept.figure.published =
      published != nullptr ? trade::parse_date(published).value() : trade::last_day(kept.figure.period.last + 1);
  kept.sequence = kept.figure.period.last.index();
  return kept;
}

// A target on components of these flows, none of which has a figure yet.
inline AssessmentInput made_target(double amount_usd, const char* announced, const char* window,
                                   const std::vector<trade::Flow>& flows) {
  AssessmentInput in;
  in.target.id = "made";
  in.target.amount_usd = amount_usd;
  in.target.announced = trade::parse_date(announced).value();
  in.target.window = trade::parse_period(window).value();
  for (const trade::Flow flow : flows) {
    in.target.components.push_back(component(flow));
    in.components.push_back({in.target.components.back(), {}, {}});
  }
  return in;
}

// Months of `millions` with a mild season, from `first` to `last`.
inline void add_months(AssessmentInput& in, std::size_t c, const char* first, const char* last, double millions) {
  const trade::Month until = trade::parse_month(last).value();
  for (trade::Month m = trade::parse_month(first).value(); m <= until; m = m + 1) {
    const double usd = millions * (1.0 + 0.1 * std::sin(0.5236 * m.month()) + 0.05 * std::sin(7.3 * m.index()));
    in.components[c].in_force.push_back(
        made_figure(in.components[c].component.flow, trade::format_month(m).c_str(), usd));
  }
}

inline Assessment assessed(const AssessmentInput& in) { return assess(in, shipped_prior(), serial); }

inline bool has_reason(const Assessment& a, std::string_view code) {
  for (const Reason& reason : a.reasons)
    if (reason.code == code) return true;
  return false;
}

}  // namespace tradewatch::targets
