// The rules: when an alert on a target holds, and why.
//
//   off_track    the probability to arrive is under the target's threshold; clear at its better one
//   critical     the probability is under 10 %, or the monthly amount now required is above the best twelve months on
//                record; clear at 12 % and a requirement that was met before
//   behind_path  the year to date and the last three months are both under the path by more than the target's share;
//                clear when one of them is within half of it: a long and a short window, as burn-rate alerts have
//   stale        the next figure is overdue (models/targets/figures_due.h); time alone decides, and it changes no other
//   anomaly      a figure of the newest release lies outside its 99 % predictive band (models/targets/surprise.h)
//   revision     the newest release changed the trailing total by more than 5 %, or a figure inside it by more than
//                20 % and 1 % of the total, or a newer sum contradicts an older one by more than 5 % of that
//   mirror       the two sides differ by more than they usually do (models/targets/usual_mirror.h)
//   achieved, missed   published figures alone decide
//
// Of a target with several readings the headline's counts: the least favourable; figures of every reading may surprise.
// A verdict that is `unknown` says nothing: all but stale keep their state. What a rule needs and figures do not
// give (a path's months, a usual ratio) leaves its alert as it is, too.

#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "models/alerts/lifecycle.h"
#include "models/targets/assessment.h"
#include "models/targets/reason.h"

namespace tradewatch::alerts {

enum class Rule { off_track, critical, behind_path, stale, anomaly, revision, mirror, achieved, missed };
inline constexpr std::array kRules = {Rule::off_track, Rule::critical, Rule::behind_path, Rule::stale, Rule::anomaly,
                                      Rule::revision,  Rule::mirror,   Rule::achieved,    Rule::missed};

inline constexpr double kCriticalBelow = 0.10;
inline constexpr double kCriticalClear = 0.12;
inline constexpr double kBehindClearShare = 0.5;     // of the share by which a target may be behind
inline constexpr double kRevisionOfTrailing = 0.05;  // of the trailing total, or of a contradicted sum
inline constexpr double kRevisionOfFigure = 0.20;    // of one figure, when it is
inline constexpr double kRevisionOfTotal = 0.01;     // this much of the trailing total as well

[[nodiscard]] std::string_view name_of(Rule rule);
[[nodiscard]] std::optional<Rule> parse_rule(std::string_view text);
[[nodiscard]] std::string_view severity_of(Rule rule);  // "critical", "warning", "info"
// Fires and resolves with the release that says so; the others wait for as many releases as the target asks.
[[nodiscard]] bool acts_at_once(Rule rule);
// Tells of one release: over with the next, and where that one has something to tell too, it is another alert.
[[nodiscard]] bool tells_of_one_release(Rule rule);

struct Finding {
  Rule rule = Rule::off_track;
  Stand stand = Stand::clear;
  std::optional<double> value;
  std::optional<double> threshold;
  targets::Reason reason;
};

// Every rule but stale, from the assessment of a release; empty when its verdict is unknown.
[[nodiscard]] std::vector<Finding> findings_of(const targets::Assessment& assessment);

// The mirror alone: the partner's figures are no release, and may fire it. Nothing where no ratio is usual.
[[nodiscard]] std::optional<Finding> mirror_finding(const targets::Assessment& assessment);

[[nodiscard]] Finding stale_finding(const std::optional<targets::FiguresDue>& due, trade::Date today);

}  // namespace tradewatch::alerts
