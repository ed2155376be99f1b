// What was known by an origin, and what came later: the two halves of a backtest, kept apart.
//
// A subject is one flow, or the components of a target, with every vintage of every figure. At an origin, the end of a
// month, it is cut in two:
//   known    `by_publication`: the vintages in force on the month's last day, as the world had them then;
//            `by_period`: every figure whose months end by then, as it stands now, for panels without vintages.
//            Never a figure whose months end later.
//   outcome  the total of the months after the origin. It has vintages of its own: the first is what the figures in
//            force said on the first day on which they determined the total, and each later day on which they say
//            another total is the next. A total is read off figures by addition and subtraction alone; months that no
//            figure tells are missing, and the outcome with them.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::growth {

// One flow, or a target whose components are added up. Vintages in any order; those of one component share one key.
struct Subject {
  std::string name;
  std::uint64_t seed = 1;
  std::vector<std::vector<trade::KeptFigure>> components;
};

enum class KnownBy { period, publication };

// Of each identity the newest vintage published on or before `day`, by (published, sequence); withdrawn ones left out.
[[nodiscard]] std::vector<trade::KeptFigure> in_force_on(std::span<const trade::KeptFigure> vintages, trade::Date day);

// One series a component, from what was known at the end of `origin`; some may be empty.
[[nodiscard]] std::vector<trade::Series> known_at(const Subject& subject, trade::Month origin, KnownBy known_by);

struct OutcomeVintage {
  trade::Date published{};
  double usd = 0.0;
};

// The totals of `span` over all components, as they were published; empty when figures never determined it. Days up to
// `after` are not looked at: with dated vintages nothing of the future was published by the origin.
[[nodiscard]] std::vector<OutcomeVintage> outcome_vintages(const Subject& subject, const trade::MonthSpan& span,
                                                           trade::Date after = trade::Date::min());

// Which vintage counts as the truth: 1 is the first, k the k-th; nothing is the latest.
struct Truth {
  std::optional<int> vintage;  // >= 1
};
[[nodiscard]] std::optional<double> outcome_of(std::span<const OutcomeVintage> vintages, const Truth& truth);

// The total of `span` over all series, where figures determine each.
[[nodiscard]] std::optional<double> total_of_all(std::span<const trade::Series> series, const trade::MonthSpan& span);

}  // namespace tradewatch::growth
