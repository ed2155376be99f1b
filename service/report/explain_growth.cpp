#include <fmt/format.h>

#include "service/report/explain_parts.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

std::string trend_text(const growth::Trend& t) {
  const bool months = t.values == growth::TrendValues::months;
  std::string out =
      fmt::format("Log-linear trend{} of {} {}, {}: {} a year, 95 % {} to {}\n", months ? " and season" : "",
                  t.values_used, months ? "months" : "twelve-month totals", trade::format_period(t.span),
                  wording::share(t.annual_growth), wording::share(t.low), wording::share(t.high));
  const double reach = std::log1p(t.high) - t.log_slope;
  return out + fmt::format("  exp({:.6f}) - 1; standard error {:.6f} (Newey and West, {} lags), times {:.3f}\n",
                           t.log_slope, t.log_slope_sd, t.lags, t.log_slope_sd > 0.0 ? reach / t.log_slope_sd : 0.0);
}

std::string noise_text(const trade::RevisionNoise& noise) {
  if (!noise.learned()) {
    return fmt::format("sd {} at every age, the stated default: {} seen, {} are needed\n", noise.default_sd,
                       wording::count(noise.revisions, "revision", "revisions"), trade::kMinRevisions);
  }
  std::string out = fmt::format("learned from {} revisions of {}, published up to {}\n", noise.revisions, noise.source,
                                trade::format_date(noise.newest));
  using enum TextTable::Align;
  TextTable table({{"  months old", left}, {"figures", right}, {"revised", right}, {"sd still to come", right}});
  for (std::size_t c = 0; c < noise.ages.size(); ++c) {
    const trade::AgeClass& age = noise.ages[c];
    const std::string months = c + 1 < noise.ages.size()
                                   ? fmt::format("  {} to {}", age.from_months, noise.ages[c + 1].from_months - 1)
                                   : fmt::format("  {} and more", age.from_months);
    table.add(
        {months, fmt::format("{}", age.figures), fmt::format("{}", age.revised), fmt::format("{:.5f}", age.sd_left)});
  }
  return out + table.text();
}

}  // namespace

std::string growth_text(const targets::Assessment& a) {
  std::string out;
  if (a.quoted_growth) {
    out += section("Growth people quote");
    out += a.quoted_growth->trend ? trend_text(*a.quoted_growth->trend)
                                  : wording::sentence(*a.quoted_growth->reason, wording::Language::en) + "\n";
  }
  if (!a.figures) return out;
  out += section("Revisions still to come");
  for (std::size_t c = 0; c < a.revision_noise.size(); ++c) {
    out += trade::describe(a.series[c].key) + ": " + noise_text(a.revision_noise[c]);
  }
  if (a.figures->window_months_known > 0) {
    out += fmt::format("Window so far: {} of {} (95 %)\n",
                       exact(targets::kRevisionReach * a.figures->window_revision_sd_usd),
                       exact(a.figures->window_to_date_usd));
  }
  return out;
}

}  // namespace tradewatch::report
