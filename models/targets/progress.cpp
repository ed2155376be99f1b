#include "models/targets/progress.h"

#include "models/targets/path.h"

namespace tradewatch::targets {
namespace {

std::string eurostat_category(double ratio) {
  if (ratio >= 0.95) return "on track";
  if (ratio >= 0.60) return "moderate progress";
  return ratio >= 0.0 ? "insufficient progress" : "moving away";
}

std::string un_category(double q) {
  if (q >= 0.95) return "on track";
  return q >= 0.10 ? "some progress" : "no progress";
}

// Why neither method applies, or nothing.
std::optional<Reason> obstacle(const ProgressInput& in) {
  if (in.known_months < kMonthsToAssessProgress) {
    return Reason{
        "too_few_window_months",
        {{"known", static_cast<double>(in.known_months)}, {"needed", static_cast<double>(kMonthsToAssessProgress)}}};
  }
  if (!in.baseline_usd || !(*in.baseline_usd > 0.0)) return Reason{"baseline_not_positive", {}};
  if (!(in.amount_usd > *in.baseline_usd)) return Reason{"amount_not_above_baseline", {}};
  return std::nullopt;
}

}  // namespace

std::vector<Progress> progress_of(const ProgressInput& in) {
  Progress eurostat{"eurostat", {}, {}, {}, "unable to assess", {}};
  Progress un{"un", {}, {}, {}, "unable to assess", {}};
  if (in.baseline_usd) {
    eurostat.required_annual = annual_growth(*in.baseline_usd, in.amount_usd, in.months_between);
    un.required_annual = eurostat.required_annual;
  }
  if (const auto why = obstacle(in)) {
    eurostat.reason = why;
    un.reason = why;
    return {eurostat, un};
  }
  if (in.same_months_baseline_usd) {
    eurostat.actual_annual = annual_growth(*in.same_months_baseline_usd, in.window_to_date_usd, in.months_between);
  }
  if (eurostat.actual_annual && eurostat.required_annual && *eurostat.required_annual > 0.0) {
    eurostat.ratio = *eurostat.actual_annual / *eurostat.required_annual;
    eurostat.category = eurostat_category(*eurostat.ratio);
    un.actual_annual = eurostat.actual_annual;
  } else {
    eurostat.reason = Reason{"same_months_unknown", {}};
  }
  if (in.expected_usd) {
    un.ratio = (*in.expected_usd - *in.baseline_usd) / (in.amount_usd - *in.baseline_usd);
    un.category = un_category(*un.ratio);
  } else {
    un.reason = Reason{"no_forecast", {}};
  }
  return {eurostat, un};
}

}  // namespace tradewatch::targets
