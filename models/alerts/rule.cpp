#include "models/alerts/rule.h"

#include <algorithm>
#include <cmath>

namespace tradewatch::alerts {
namespace {

using targets::Assessment;
using targets::Verdict;

Stand stand_of(double value, double below, double clear) {
  if (value < below) return Stand::holds;
  return value >= clear ? Stand::clear : Stand::between;
}

// What is decided by arithmetic has its probability: reached is 1, missed is 0.
std::optional<double> probability_of(const Assessment& a) {
  switch (a.verdict) {
    case Verdict::achieved:
      return 1.0;
    case Verdict::missed:
      return 0.0;
    case Verdict::on_track:
    case Verdict::at_risk:
    case Verdict::off_track:
      return a.forecast ? std::optional(a.forecast->probability) : std::nullopt;
    case Verdict::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

Finding off_track_finding(const Assessment& a, double probability) {
  const targets::AlertSettings& alert = a.target.alert;
  return {Rule::off_track,
          stand_of(probability, alert.probability_below, alert.probability_clear),
          probability,
          alert.probability_below,
          {"probability_below", {{"probability", probability}, {"threshold", alert.probability_below}}}};
}

Finding critical_finding(const Assessment& a, double probability) {
  Finding f{Rule::critical,
            stand_of(probability, kCriticalBelow, kCriticalClear),
            probability,
            kCriticalBelow,
            {"probability_below", {{"probability", probability}, {"threshold", kCriticalBelow}}}};
  const bool beyond_record = a.verdict != Verdict::achieved && a.required && a.required->remaining_months > 0 &&
                             a.required->multiple_of_best_12 && *a.required->multiple_of_best_12 > 1.0;
  if (f.stand != Stand::holds && beyond_record) {
    const targets::CombinedSum& best = *a.required->best_12;
    const double record = best.value_usd / best.span.months();
    f.stand = Stand::holds;
    f.value = a.required->monthly_usd;
    f.threshold = record;
    f.reason = {"required_beyond_record",
                {{"monthly_usd", a.required->monthly_usd},
                 {"best_monthly_usd", record},
                 {"best_months", trade::format_period(best.span)}}};
  }
  return f;
}

std::optional<Finding> behind_path_finding(const Assessment& a) {
  if (!a.path_standings) return std::nullopt;
  const targets::PathStanding& year = a.path_standings->year_to_date;
  const targets::PathStanding& recent = a.path_standings->last_three;
  const double best = std::max(year.ratio(), recent.ratio());
  const double by = a.target.alert.behind_path_by;
  return Finding{Rule::behind_path,
                 stand_of(best, 1.0 - by, 1.0 - by * kBehindClearShare),
                 best,
                 1.0 - by,
                 {"behind_path",
                  {{"year_months", trade::format_period(year.span)},
                   {"year_usd", year.usd},
                   {"year_expected_usd", year.expected_usd},
                   {"recent_months", trade::format_period(recent.span)},
                   {"recent_usd", recent.usd},
                   {"recent_expected_usd", recent.expected_usd},
                   {"share", by}}}};
}

// Over the readings that the newest release is of, each figure once: what an older release of another reading brought
// was told then.
template <typename T>
std::vector<T> of_the_release(const Assessment& a, auto&& items_of) {
  std::optional<trade::Date> newest = a.release;
  for (const Assessment& other : a.others) newest = std::max(newest, other.release);
  std::vector<T> out;
  const auto add = [&](const Assessment& reading) {
    if (reading.release != newest) return;
    for (T& item : items_of(reading)) {
      if (std::ranges::find(out, item.figure, &T::figure) == out.end()) out.push_back(std::move(item));
    }
  };
  add(a);
  for (const Assessment& other : a.others) add(other);
  return out;
}

Finding anomaly_finding(const Assessment& a) {
  const auto surprises = of_the_release<targets::Surprise>(a, [](const Assessment& of) { return of.surprises; });
  Finding f{Rule::anomaly, Stand::clear, std::nullopt, std::nullopt, {"no_surprise", {}}};
  if (surprises.empty()) return f;
  const auto distance = [](const targets::Surprise& s) {
    return std::abs(std::log((s.usd + 1.0) / (s.median_usd + 1.0)));
  };
  const targets::Surprise& most = *std::ranges::max_element(surprises, {}, distance);
  f.stand = Stand::holds;
  f.value = most.usd;
  f.threshold = most.usd > most.high_usd ? most.high_usd : most.low_usd;
  f.reason = {"outside_band",
              {{"figure", most.figure},
               {"usd", most.usd},
               {"low_usd", most.low_usd},
               {"median_usd", most.median_usd},
               {"high_usd", most.high_usd},
               {"figures", static_cast<double>(surprises.size())}}};
  return f;
}

// The trailing total that single corrections are held against, as it was.
double total_before(const Assessment& a) {
  if (a.corrections && a.corrections->trailing_before_usd) return *a.corrections->trailing_before_usd;
  return a.figures ? a.figures->trailing_12.usd : 0.0;
}

bool matters(const targets::Correction& c, double total) {
  const double change = std::abs(c.after_usd - c.before_usd);
  if (!c.contradicted_by.empty()) return change > kRevisionOfTrailing * c.before_usd;
  return change > kRevisionOfFigure * c.before_usd && change > kRevisionOfTotal * total;
}

Finding revision_finding(const Assessment& a) {
  Finding f{Rule::revision, Stand::clear, std::nullopt, kRevisionOfTrailing, {"no_revision", {}}};
  const bool of_headline =
      std::ranges::none_of(a.others, [&](const Assessment& other) { return other.release > a.release; });
  if (of_headline && a.corrections && a.corrections->trailing_before_usd && a.corrections->trailing_after_usd) {
    const double before = *a.corrections->trailing_before_usd;
    const double after = *a.corrections->trailing_after_usd;
    const double change = before > 0.0 ? after / before - 1.0 : 0.0;
    if (std::abs(change) > kRevisionOfTrailing) {
      f.stand = Stand::holds;
      f.value = change;
      f.reason = {"trailing_total_revised",
                  {{"months", trade::format_period(a.corrections->trailing)},
                   {"before_usd", before},
                   {"after_usd", after},
                   {"change", change}}};
      return f;
    }
  }
  const auto corrections = of_the_release<targets::Correction>(a, [](const Assessment& of) {
    return of.corrections ? of.corrections->figures : std::vector<targets::Correction>();
  });
  const double total = total_before(a);
  const targets::Correction* most = nullptr;
  for (const targets::Correction& c : corrections) {
    const auto size = [](const targets::Correction& of) { return std::abs(of.after_usd - of.before_usd); };
    if (matters(c, total) && (most == nullptr || size(c) > size(*most))) most = &c;
  }
  if (most == nullptr) return f;
  f.stand = Stand::holds;
  if (most->before_usd > 0.0) f.value = most->after_usd / most->before_usd - 1.0;
  f.threshold = most->contradicted_by.empty() ? kRevisionOfFigure : kRevisionOfTrailing;
  if (!most->contradicted_by.empty()) {
    f.reason = {"sum_contradicted",
                {{"figure", most->figure}, {"before_usd", most->before_usd}, {"against", most->contradicted_by}}};
  } else if (most->withdrawn) {
    f.reason = {"figure_taken_back", {{"figure", most->figure}, {"before_usd", most->before_usd}}};
  } else {
    f.reason = {"figure_revised",
                {{"figure", most->figure}, {"before_usd", most->before_usd}, {"after_usd", most->after_usd}}};
  }
  return f;
}

Finding decided_finding(const Assessment& a, Rule rule, Verdict verdict) {
  Finding f{rule, a.verdict == verdict ? Stand::holds : Stand::clear, std::nullopt, a.target.amount_usd, {}};
  if (a.figures) f.value = a.figures->window_to_date_usd;
  f.reason = {verdict == Verdict::achieved ? "amount_reached" : "window_complete_and_short",
              {{"window_to_date_usd", f.value.value_or(0.0)}, {"amount_usd", a.target.amount_usd}}};
  return f;
}

}  // namespace

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::off_track:
      return "off_track";
    case Rule::critical:
      return "critical";
    case Rule::behind_path:
      return "behind_path";
    case Rule::stale:
      return "stale";
    case Rule::anomaly:
      return "anomaly";
    case Rule::revision:
      return "revision";
    case Rule::mirror:
      return "mirror";
    case Rule::achieved:
      return "achieved";
    case Rule::missed:
      return "missed";
  }
  return {};
}

std::optional<Rule> parse_rule(std::string_view text) {
  const auto found = std::ranges::find(kRules, text, [](Rule rule) { return name_of(rule); });
  return found == kRules.end() ? std::nullopt : std::optional(*found);
}

std::string_view severity_of(Rule rule) {
  switch (rule) {
    case Rule::critical:
      return "critical";
    case Rule::off_track:
    case Rule::behind_path:
    case Rule::stale:
      return "warning";
    case Rule::anomaly:
    case Rule::revision:
    case Rule::mirror:
    case Rule::achieved:
    case Rule::missed:
      return "info";
  }
  return {};
}

bool acts_at_once(Rule rule) { return rule != Rule::off_track && rule != Rule::critical && rule != Rule::behind_path; }

bool tells_of_one_release(Rule rule) { return rule == Rule::anomaly || rule == Rule::revision; }

std::vector<Finding> findings_of(const Assessment& a) {
  const auto probability = probability_of(a);
  if (!probability) return {};
  std::vector<Finding> out = {off_track_finding(a, *probability), critical_finding(a, *probability)};
  if (auto behind = behind_path_finding(a)) out.push_back(std::move(*behind));
  out.push_back(anomaly_finding(a));
  out.push_back(revision_finding(a));
  if (auto mirror = mirror_finding(a)) out.push_back(std::move(*mirror));
  out.push_back(decided_finding(a, Rule::achieved, Verdict::achieved));
  out.push_back(decided_finding(a, Rule::missed, Verdict::missed));
  return out;
}

std::optional<Finding> mirror_finding(const Assessment& a) {
  if (!a.mirror || !a.mirror->ratio || !a.mirror->usual || a.mirror->own_estimated) return std::nullopt;
  const double ratio = *a.mirror->ratio;
  const targets::UsualMirror& usual = *a.mirror->usual;
  const bool outside = ratio < usual.low || ratio > usual.high;
  return Finding{Rule::mirror,
                 outside ? Stand::holds : Stand::clear,
                 ratio,
                 ratio < usual.ratio ? usual.low : usual.high,
                 {"unusual_mirror",
                  {{"ratio", ratio},
                   {"months", trade::format_period(*a.mirror->span)},
                   {"usual", usual.ratio},
                   {"low", usual.low},
                   {"high", usual.high},
                   {"years", static_cast<double>(usual.years)}}}};
}

Finding stale_finding(const std::optional<targets::FiguresDue>& due, trade::Date today) {
  Finding f{Rule::stale, Stand::clear, std::nullopt, std::nullopt, {"no_figure_yet", {}}};
  if (!due) return f;
  const auto days = [](trade::Date from, trade::Date to) { return static_cast<double>((to - from).count()); };
  f.value = days(due->published, today);
  f.threshold = days(due->published, due->due);
  f.stand = today > due->due ? Stand::holds : Stand::clear;
  f.reason = {"figures_overdue",
              {{"published", trade::format_date(due->published)},
               {"days", *f.value},
               {"allowed_days", *f.threshold},
               {"component", due->component},
               {"due", trade::format_date(due->due)},
               {"releases", static_cast<double>(due->releases)}}};
  return f;
}

}  // namespace tradewatch::alerts
