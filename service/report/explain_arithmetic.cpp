#include <fmt/format.h>

#include <algorithm>

#include "service/report/explain_parts.h"
#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;

// The sum of `span` over all components in figure numbers, or empty where figures do not determine it.
std::string determined(const Assessment& a, const FigureNumbers& numbers, const trade::MonthSpan& span) {
  std::string out;
  for (std::size_t c = 0; c < a.series.size(); ++c) {
    const auto total = trade::total_of(a.series[c], span);
    if (!total) return {};
    out += fmt::format("{}({})", out.empty() ? "" : " + ", numbers.sum(Side::own, c, total->terms));
  }
  return out;
}

std::string total_line(const Assessment& a, const FigureNumbers& numbers, const std::string& what,
                       const trade::MonthSpan& span, double usd, bool estimated) {
  const std::string sum = estimated ? std::string() : determined(a, numbers, span);
  return fmt::format("{}, {} = {} = {}\n", what, trade::format_period(span),
                     sum.empty() ? "median of the sample paths, estimated" : sum, exact(usd));
}

std::string baseline_text(const Assessment& a, const FigureNumbers& numbers) {
  const targets::BaselineTotal& b = *a.baseline;
  if (b.origin == "settings") {
    return fmt::format("Baseline, {} = {}, stated in the settings\n", trade::format_period(b.span), exact(b.usd));
  }
  return total_line(a, numbers, "Baseline", b.span, b.usd, b.origin == "estimated");
}

std::string path_text(const Assessment& a) {
  const targets::Path& p = *a.path;
  const int all = p.end - p.start;
  std::string out =
      fmt::format("Path ({}): from {} at {} to {} at {}, {} months\n", targets::name_of(p.kind), exact(p.from_usd),
                  trade::format_month(p.start), exact(p.to_usd), trade::format_month(p.end), all);
  if (!a.figures) return out;
  if (!a.path_expected_usd) {
    return out + fmt::format("  {} lies outside it, so there is nothing to compare yet\n",
                             trade::format_month(a.figures->latest_month));
  }
  const int passed = a.figures->latest_month - p.start;
  const std::string from = exact(p.from_usd);
  const std::string to = exact(p.to_usd);
  const bool geometric = p.kind == targets::PathKind::geometric;
  out += geometric ? fmt::format("  at {}: {} x ({} / {})^({} / {})", trade::format_month(a.figures->latest_month),
                                 from, to, from, passed, all)
                   : fmt::format("  at {}: {} + ({} - {}) x {} / {}", trade::format_month(a.figures->latest_month),
                                 from, to, from, passed, all);
  out += fmt::format(" = {}\n", exact(*a.path_expected_usd));
  if (const auto gap = wording::path_gap(a)) {
    out += fmt::format("  twelve months less the path: {} - {} = {}{}\n", exact(*wording::trailing_usd(a)),
                       exact(*a.path_expected_usd), exact(gap->usd),
                       gap->share ? ", " + wording::share(*gap->share) + " of the path" : "");
  }
  return out;
}

std::string required_text(const Assessment& a) {
  const targets::Required& r = *a.required;
  if (r.remaining_months <= 0) return "Required: no month of the window is left\n";
  const double to_date = a.figures->window_to_date_usd;
  std::string out = fmt::format("Required a month: ({} - {}) / {} = {}{}\n", exact(a.target.amount_usd), exact(to_date),
                                r.remaining_months, exact(r.monthly_usd),
                                to_date > a.target.amount_usd ? " (nothing is missing)" : "");
  if (r.multiple_of_recent_12) {
    out += fmt::format("  of the average month of the twelve to {}: {} / ({} / 12) = {}\n",
                       trade::format_month(a.figures->trailing_12.month), exact(r.monthly_usd),
                       exact(a.figures->trailing_12.usd), wording::times(*r.multiple_of_recent_12));
  }
  if (r.multiple_of_same_months && *r.multiple_of_same_months > 0.0) {
    const double missing = std::max(a.target.amount_usd - to_date, 0.0);
    out += fmt::format("  of the same months a year before: {} / {} = {}\n", exact(missing),
                       exact(missing / *r.multiple_of_same_months), wording::times(*r.multiple_of_same_months));
  }
  if (r.best_12 && r.multiple_of_best_12) {
    out += fmt::format("  of the best on record, {}: {} / ({} / {}) = {}\n", trade::format_period(r.best_12->span),
                       exact(r.monthly_usd), exact(r.best_12->value_usd), r.best_12->span.months(),
                       wording::times(*r.multiple_of_best_12));
  }
  if (r.annual_growth && a.baseline) {
    out += fmt::format("  growth a year: ({} / {})^(12 / {}) - 1 = {}\n", exact(a.target.amount_usd),
                       exact(a.baseline->usd), a.target.window.last - a.baseline->span.last,
                       wording::share(*r.annual_growth));
  }
  return out;
}

std::string probability_text(const Assessment& a) {
  const targets::TargetForecast& f = *a.forecast;
  const targets::Band& t = f.total;
  std::string out = section("Probability");
  out += fmt::format("Total of {} over {} sample paths: mean {}, median {}, 80 % {} to {}, 95 % {} to {}\n",
                     trade::format_period(a.target.window), f.paths, exact(f.mean_usd), exact(t.median_usd),
                     exact(t.p10), exact(t.p90), exact(t.p2_5), exact(t.p97_5));
  out += fmt::format("Paths that reach {}: {:.0f} of {} = {:.5f}; Monte-Carlo error sqrt(p (1 - p) / {}) = {:.5f}\n",
                     exact(a.target.amount_usd), f.probability * f.paths, f.paths, f.probability, f.paths,
                     f.probability_error);
  out += fmt::format("Verdict: on track from {}, at risk from {}, off track below: {}\n", targets::kOnTrackFrom,
                     targets::kAtRiskFrom, wording::verdict_words(a.verdict, wording::Language::en));
  out += fmt::format("Range over {} other choices, each with {} paths: {:.5f} to {:.5f}\n", f.variations.size(),
                     targets::kRangePaths, f.probability_low, f.probability_high);
  for (const targets::Variation& v : f.variations) {
    out += fmt::format("  {:.5f}, median {}: {} {}\n", v.probability, exact(v.median_usd), v.kind, v.what);
  }
  return out;
}

std::string progress_text(const targets::Progress& p, const Assessment& a) {
  std::string out = fmt::format("{}: {}", p.method == "un" ? "United Nations" : "Eurostat", p.category);
  if (p.ratio && p.method == "eurostat" && p.actual_annual && p.required_annual) {
    out += fmt::format("; R = {:.6f} / {:.6f} = {:.4f} (growth a year, actual by required)", *p.actual_annual,
                       *p.required_annual, *p.ratio);
  } else if (p.ratio && a.forecast && a.baseline) {
    const std::string baseline = exact(a.baseline->usd);
    out += fmt::format("; q = ({} - {}) / ({} - {}) = {:.4f}", exact(a.forecast->total.median_usd), baseline,
                       exact(a.target.amount_usd), baseline, *p.ratio);
  }
  if (p.reason) out += ". " + wording::sentence(*p.reason, wording::Language::en);
  return out + "\n";
}

std::string mirror_text(const Assessment& a, const FigureNumbers& numbers) {
  const targets::Mirror& m = *a.mirror;
  std::string out = section("The partner's side");
  if (m.partner_trailing_12_usd && m.span) {
    std::string sum;
    for (std::size_t c = 0; c < a.mirror_series.size(); ++c) {
      const auto total = trade::total_of(a.mirror_series[c], *m.span);
      if (total) sum += fmt::format("{}({})", sum.empty() ? "" : " + ", numbers.sum(Side::partner, c, total->terms));
    }
    out += fmt::format("Twelve months, {} = {} = {}\n", trade::format_period(*m.span), sum,
                       exact(*m.partner_trailing_12_usd));
  }
  if (m.ratio) {
    out += fmt::format("Theirs by ours: {} / {} = {:.4f}\n", exact(*m.partner_trailing_12_usd),
                       exact(*m.own_same_months_usd), *m.ratio);
  }
  if (m.note) out += wording::sentence(*m.note, wording::Language::en) + "\n";
  return out;
}

}  // namespace

std::string arithmetic_text(const Assessment& a, const FigureNumbers& numbers) {
  std::string out = section("Where it stands and what it takes");
  if (!a.figures) return out + "Nothing can be added up before every component has figures.\n";
  const targets::Figures& f = *a.figures;
  if (const auto trailing = wording::trailing_usd(a)) {
    const trade::Month last = f.trailing_12.month;
    out += total_line(a, numbers, "Twelve months", {last - 11, last}, *trailing, f.trailing_12.estimated);
    if (f.trailing_12.estimated) {
      out += fmt::format("  share that figures do not determine: {}\n", wording::share(f.estimated_share));
    }
  }
  if (f.window_months_known > 0) {
    for (const trade::MonthSpan& span : f.window_known) {
      const auto usd = targets::total_of(a.combined, span);
      out += total_line(a, numbers, "Window so far", span, usd.value_or(f.window_to_date_usd), false);
    }
    if (f.window_known.size() > 1) out += fmt::format("  together {}\n", exact(f.window_to_date_usd));
  }
  if (a.baseline) out += baseline_text(a, numbers);
  if (a.path) out += path_text(a);
  if (a.required) out += required_text(a);
  if (a.forecast) out += probability_text(a);
  if (!a.progress.empty()) out += section("Progress");
  for (const targets::Progress& p : a.progress) out += progress_text(p, a);
  if (a.mirror) out += mirror_text(a, numbers);
  return out;
}

}  // namespace tradewatch::report
