#include "models/alerts/rule.h"

namespace tradewatch::alerts {
namespace {

using targets::Verdict;

Stand stand_of(double value, double below, double clear) {
  if (value < below) return Stand::holds;
  return value >= clear ? Stand::clear : Stand::between;
}

// What is decided by arithmetic has its probability: reached is 1, missed is 0.
std::optional<double> probability_of(const targets::Assessment& a) {
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

Finding critical_finding(const targets::Assessment& a, double probability) {
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

}  // namespace

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::off_track:
      return "off_track";
    case Rule::critical:
      return "critical";
    case Rule::stale:
      return "stale";
  }
  return {};
}

std::string_view severity_of(Rule rule) {
  switch (rule) {
    case Rule::off_track:
      return "warning";
    case Rule::critical:
      return "critical";
    case Rule::stale:
      return "warning";
  }
  return {};
}

std::vector<Finding> findings_of(const targets::Assessment& a) {
  const auto probability = probability_of(a);
  if (!probability) return {};
  const targets::AlertSettings& alert = a.target.alert;
  const Finding off_track{
      Rule::off_track,
      stand_of(*probability, alert.probability_below, alert.probability_clear),
      probability,
      alert.probability_below,
      {"probability_below", {{"probability", *probability}, {"threshold", alert.probability_below}}}};
  return {off_track, critical_finding(a, *probability)};
}

Finding stale_finding(const targets::Target& target, std::optional<trade::Date> newest_published, trade::Date today) {
  Finding f{Rule::stale, Stand::clear, std::nullopt, static_cast<double>(target.alert.stale_after_days), {}};
  if (!newest_published) {
    f.reason = {"no_figure_yet", {}};
    return f;
  }
  const auto days = static_cast<double>((today - *newest_published).count());
  f.value = days;
  f.stand = days > target.alert.stale_after_days ? Stand::holds : Stand::clear;
  f.reason = {"figures_overdue",
              {{"published", trade::format_date(*newest_published)},
               {"days", days},
               {"allowed_days", static_cast<double>(target.alert.stale_after_days)}}};
  return f;
}

}  // namespace tradewatch::alerts
