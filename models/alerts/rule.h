// The rules: when an alert on a target holds, and why.
//
//   off_track  the probability to arrive is under the target's threshold; clear at its better one
//   critical   the probability is under 10 %, or the monthly amount now required is above the best twelve months on
//              record; clear at 12 % and a requirement that was met before
//   stale      the newest figure is older than the target allows; time alone decides, and it changes no other rule
//
// Of a target with several readings the headline's counts: the least favourable.
// A verdict that is `unknown` says nothing about off_track and critical: they keep their state.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/alerts/lifecycle.h"
#include "models/targets/assessment.h"
#include "models/targets/reason.h"

namespace tradewatch::alerts {

enum class Rule { off_track, critical, stale };

inline constexpr double kCriticalBelow = 0.10;
inline constexpr double kCriticalClear = 0.12;

[[nodiscard]] std::string_view name_of(Rule rule);
[[nodiscard]] std::string_view severity_of(Rule rule);  // "critical", "warning", "info"

struct Finding {
  Rule rule = Rule::off_track;
  Stand stand = Stand::clear;
  std::optional<double> value;
  std::optional<double> threshold;
  targets::Reason reason;
};

// off_track and critical, from one assessment; empty when its verdict is unknown.
[[nodiscard]] std::vector<Finding> findings_of(const targets::Assessment& assessment);

// `newest_published` is the release date of the newest figure, of that component whose newest is oldest.
[[nodiscard]] Finding stale_finding(const targets::Target& target, std::optional<trade::Date> newest_published,
                                    trade::Date today);

}  // namespace tradewatch::alerts
