#include "models/targets/assessment.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "models/targets/bands.h"
#include "models/targets/readings.h"
#include "models/targets/sensitivity.h"
#include "models/trade/sum_noise.h"

namespace tradewatch::targets {
namespace {

using trade::Month;
using trade::MonthSpan;

Figures known_of(const Assessment& a) {
  Figures f;
  f.latest_month = latest_month(a.series);
  for (const trade::Series& s : a.series) {
    for (const trade::ObservedSum& o : s.observations)
      if (!f.published || *f.published < o.published) f.published = o.published;
  }
  WindowKnown window = window_known(a.combined, a.series, a.target.window);
  f.window_months_known = window.months;
  f.window_to_date_usd = window.usd;
  f.window_revision_sd_usd = window.revision_sd_usd;
  f.window_known = std::move(window.known);
  f.window_unknown = std::move(window.unknown);
  f.trailing_12.month = f.latest_month;
  return f;
}

double median_of_total(const growth::Paths& paths, const MonthSpan& span) {
  Eigen::ArrayXd values = growth::totals(paths, span);
  return growth::quantile(values, 0.5);
}

// A total from figures where they determine it, else the median of the paths.
TrailingMonth total_or_estimate(const Assessment& a, const growth::Paths& paths, const MonthSpan& span) {
  if (const auto sum = total_of(a.combined, span)) return {span.last, *sum, false};
  return {span.last, median_of_total(paths, span), true};
}

// The total of `spans` moved by `months`; nothing where the paths do not reach.
std::optional<double> total_shifted(const Assessment& a, const growth::Paths& paths, std::span<const MonthSpan> spans,
                                    int months) {
  double usd = 0.0;
  for (const MonthSpan& s : spans) {
    const MonthSpan moved{s.first + months, s.last + months};
    if (!paths.covers(moved)) return std::nullopt;
    usd += total_or_estimate(a, paths, moved).usd;
  }
  return usd;
}

// The share of `span`'s total in months that no piece inside it determines.
double estimated_share(const Assessment& a, const MonthSpan& span, double total) {
  if (!(total > 0.0)) return 0.0;
  double known = 0.0;
  for (const trade::Series& s : a.series) {
    for (const trade::Piece& p : s.pieces) {
      if (span.contains(p.span)) known += p.value_usd;
    }
  }
  return std::clamp(1.0 - known / total, 0.0, 1.0);
}

BaselineTotal baseline_of(const Assessment& a, const growth::Paths& paths) {
  const MonthSpan span = baseline_months(a.target);
  if (a.target.baseline) {
    if (const auto* usd = std::get_if<double>(&*a.target.baseline)) return {span, *usd, "settings"};
  }
  const TrailingMonth total = total_or_estimate(a, paths, span);
  return {span, total.usd, total.estimated ? "estimated" : "figures"};
}

Required required_of(const Assessment& a, const growth::Paths& paths) {
  const Figures& f = *a.figures;
  Required r;
  r.remaining_months = a.target.window.months() - f.window_months_known;
  const double missing = std::max(a.target.amount_usd - f.window_to_date_usd, 0.0);
  if (r.remaining_months > 0) r.monthly_usd = missing / r.remaining_months;
  if (f.trailing_12.usd > 0.0) r.multiple_of_recent_12 = r.monthly_usd / (f.trailing_12.usd / 12.0);
  if (r.remaining_months > 0) {
    const auto same = total_shifted(a, paths, f.window_unknown, -12);
    if (same && *same > 0.0) r.multiple_of_same_months = missing / *same;
  }
  r.best_12 = best_twelve_months(a.combined);
  if (!r.best_12) r.best_12 = best_monthly_average(a.combined);
  if (r.best_12 && r.best_12->value_usd > 0.0) {
    r.multiple_of_best_12 = r.monthly_usd / (r.best_12->value_usd / r.best_12->span.months());
  }
  r.annual_growth = annual_growth(a.baseline->usd, a.target.amount_usd, a.target.window.last - a.baseline->span.last);
  return r;
}

std::vector<Progress> progress_for(const Assessment& a, const growth::Paths& paths) {
  ProgressInput in;
  in.known_months = a.figures->window_months_known;
  in.window_to_date_usd = a.figures->window_to_date_usd;
  in.months_between = a.target.window.first - a.baseline->span.first;
  in.baseline_usd = a.baseline->usd;
  in.amount_usd = a.target.amount_usd;
  if (in.known_months > 0) {
    const int back = a.baseline->span.first - a.target.window.first;
    in.same_months_baseline_usd = total_shifted(a, paths, a.figures->window_known, back);
  }
  if (a.forecast) in.expected_usd = a.forecast->total.median_usd;
  return progress_of(in);
}

Mirror mirror_of(const Assessment& a, const growth::Paths& paths, const std::vector<Reason>& obstacles) {
  Mirror m;
  if (!obstacles.empty()) {
    m.note = obstacles.front();
    return m;
  }
  const std::vector<CombinedSum> theirs = combine(a.mirror_series);
  for (auto it = theirs.rbegin(); it != theirs.rend(); ++it) {
    const MonthSpan span{it->span.last - 11, it->span.last};
    const auto total = total_of(theirs, span);
    if (!total) continue;
    m.partner_trailing_12_usd = total;
    m.span = span;
    m.usual = usual_mirror(a.combined, theirs, span.first);
    if (span.last <= a.figures->latest_month && paths.covers(span)) {
      const TrailingMonth own = total_or_estimate(a, paths, span);
      m.own_same_months_usd = own.usd;
      m.own_estimated = own.estimated;
      if (*m.own_same_months_usd > 0.0) m.ratio = *total / *m.own_same_months_usd;
    }
    return m;
  }
  m.note = Reason{"mirror_without_twelve_months", {}};
  return m;
}

std::vector<TrailingMonth> history_of(const Assessment& a, const growth::Paths& paths) {
  std::vector<TrailingMonth> out;
  const Month latest = a.figures->latest_month;
  for (Month m = latest - 47; m <= latest; m = m + 1) {
    const MonthSpan span{m - 11, m};
    if (const auto sum = total_of(a.combined, span)) {
      out.push_back({m, *sum, false});
    } else if (paths.covers(span) && span.first >= earliest_common_month(a.series)) {
      out.push_back({m, median_of_total(paths, span), true});
    }
  }
  return out;
}

// How near the amount the published total is, beside what revisions may still bring, and how that is known.
Reason within_noise(const Assessment& a) {
  const auto& least = *std::ranges::min_element(a.revision_noise, {}, [](const trade::RevisionNoise& n) {
    return n.learned() ? n.revisions : -1;  // a default among them rules the words
  });
  return {"within_revision_noise",
          {{"difference_usd", std::abs(a.figures->window_to_date_usd - a.target.amount_usd)},
           {"noise_usd", kRevisionReach * a.figures->window_revision_sd_usd},
           {"origin", std::string(least.learned() ? "learned" : "default")},
           {"source", least.source},
           {"revisions", static_cast<double>(least.revisions)}}};
}

// Published figures alone decide, or the probability does.
void judge(Assessment& a, std::vector<Reason> obstacles) {
  const double amount = a.target.amount_usd;
  if (a.figures) {
    const Figures& f = *a.figures;
    const double noise = kRevisionReach * f.window_revision_sd_usd;
    a.provisional = f.window_months_known > 0 && std::abs(f.window_to_date_usd - amount) <= noise;
    const std::vector<std::pair<std::string, ReasonValue>> values = {{"window_to_date_usd", f.window_to_date_usd},
                                                                     {"amount_usd", amount}};
    if (f.window_months_known > 0 && f.window_to_date_usd >= amount) {
      a.verdict = Verdict::achieved;
      a.reasons.insert(a.reasons.begin(), {"amount_reached", values});
      if (a.provisional) a.reasons.insert(a.reasons.begin() + 1, within_noise(a));
      return;
    }
    if (f.window_months_known == a.target.window.months()) {
      a.verdict = Verdict::missed;
      a.reasons.insert(a.reasons.begin(), {"window_complete_and_short", values});
      if (a.provisional) a.reasons.insert(a.reasons.begin() + 1, within_noise(a));
      return;
    }
    a.provisional = false;
  }
  if (!obstacles.empty() || !a.forecast) {
    a.verdict = Verdict::unknown;
    a.reasons.insert(a.reasons.begin(), obstacles.begin(), obstacles.end());
    return;
  }
  a.verdict = verdict_of(a.forecast->probability);
  a.likelihood = likelihood_of(a.forecast->probability);
}

// Months of the window that are over and that figures do not determine, where some of the window is known.
void add_window_gap(Assessment& a) {
  std::string gaps;
  int months = 0;
  for (const MonthSpan& span : a.figures->window_unknown) {
    if (span.first > a.figures->latest_month) continue;
    const MonthSpan gap{span.first, std::min(span.last, a.figures->latest_month)};
    gaps += (gaps.empty() ? "" : ", ") + trade::format_month(gap.first) +
            (gap.months() > 1 ? "/" + trade::format_month(gap.last) : "");
    months += gap.months();
  }
  if (months == 0) return;
  a.reasons.push_back({"window_gap", {{"months", static_cast<double>(months)}, {"gaps", gaps}}});
}

Reason probability_reason(const Assessment& a) {
  return {"probability",
          {{"probability", a.forecast->probability},
           {"low", a.forecast->probability_low},
           {"high", a.forecast->probability_high},
           {"median_usd", a.forecast->total.median_usd},
           {"amount_usd", a.target.amount_usd}}};
}

// Everything that a reader must know beside the number.
void explain_briefly(Assessment& a) {
  if (a.forecast) a.reasons.push_back(probability_reason(a));
  if (a.required && a.required->remaining_months > 0 && a.required->best_12) {
    const CombinedSum& best = *a.required->best_12;
    a.reasons.push_back({"required_against_best",
                         {{"monthly_usd", a.required->monthly_usd},
                          {"best_monthly_usd", best.value_usd / best.span.months()},
                          {"best_months", trade::format_period(best.span)},
                          {"multiple", a.required->multiple_of_best_12.value_or(0.0)}}});
  }
  if (a.figures && a.figures->latest_month < a.target.window.first) {
    a.reasons.push_back(
        {"no_window_month_known",
         {{"latest_month", trade::format_month(a.figures->latest_month)},
          {"window", trade::format_month(a.target.window.first) + "/" + trade::format_month(a.target.window.last)}}});
  }
  if (a.figures) add_window_gap(a);
  for (const trade::Series& s : a.series) {
    const bool zero = std::ranges::all_of(s.observations, [](const auto& o) { return o.value_usd == 0.0; });
    if (!s.empty() && zero) a.reasons.push_back({"all_figures_zero", {{"series", trade::describe(s.key)}}});
  }
  if (a.baseline && a.baseline->origin == "estimated") {
    a.reasons.push_back({"baseline_estimated",
                         {{"from", trade::format_month(a.baseline->span.first)},
                          {"to", trade::format_month(a.baseline->span.last)},
                          {"usd", a.baseline->usd}}});
  }
  if (a.mirror && a.mirror->ratio) {
    a.reasons.push_back({"partner_side",
                         {{"ratio", *a.mirror->ratio},
                          {"from", trade::format_month(a.mirror->span->first)},
                          {"to", trade::format_month(a.mirror->span->last)},
                          {"partner_usd", *a.mirror->partner_trailing_12_usd},
                          {"own_usd", *a.mirror->own_same_months_usd}}});
  }
  for (std::size_t i = 0; i < a.series.size(); ++i) {
    for (const trade::SetAside& s : a.series[i].set_aside) {
      if (s.why != trade::SetAside::Why::negative_difference) continue;
      const auto name = [&](int f) {
        return f < 0 ? std::string() : trade::format_period(a.used[i][static_cast<std::size_t>(f)].figure.period);
      };
      a.reasons.push_back({"spans_disagree",
                           {{"series", trade::describe(a.series[i].key)},
                            {"set_aside", name(s.figure)},
                            {"kept", name(s.against)},
                            {"difference_usd", s.difference_usd}}});
    }
  }
}

TargetForecast headline(const Assessment& a, const growth::Forecast& near, const growth::Forecast& far) {
  TargetForecast f;
  Eigen::ArrayXd totals = growth::totals(near.total, a.target.window);
  f.paths = static_cast<int>(totals.size());
  f.mean_usd = totals.mean();
  f.probability = share_reaching(totals, a.target.amount_usd);
  f.probability_error = std::sqrt(f.probability * (1.0 - f.probability) / f.paths);
  f.total = band_of(totals);
  f.members = near.members;
  f.fits = near.fits;
  const Month latest = a.figures->latest_month;
  if (latest < a.target.window.last) {
    f.months = month_bands(far.total, {latest + 1, a.target.window.last});
    f.trailing = trailing_bands(far.total, {latest + 1, a.target.window.last});
  }
  const Reach reach = reach_of(far.total, latest, a.target.window.last, a.target.amount_usd);
  f.reach_month = reach.median;
  f.never_share = reach.never_share;
  f.reach_probability_by_month = reach.by_month;
  return f;
}

void fill(Assessment& a, RangeDraws& range, const AssessmentInput& input, const growth::PanelPrior& prior,
          const Runner& run, std::vector<Reason>& obstacles, const std::vector<Reason>& mirror_obstacles) {
  const Month latest = a.figures->latest_month;
  const ComponentSeries now{a.series, a.used, {}};
  TargetForecasts made = forecasts_of(a.target, now, input.before, input.asked, prior, run);
  a.surprises = std::move(made.surprises);
  const std::optional<growth::Forecast>&near = made.near, &far = made.far;
  if (!near || !far) {
    obstacles.push_back({"no_forecast", {}});
    return;
  }
  const MonthSpan last_twelve{latest - 11, latest};
  a.figures->trailing_12 = total_or_estimate(a, far->total, last_twelve);
  if (a.figures->trailing_12.estimated) {
    a.figures->estimated_share = estimated_share(a, last_twelve, a.figures->trailing_12.usd);
  }
  if (far->total.covers(baseline_months(a.target))) {
    a.baseline = baseline_of(a, far->total);
    a.path =
        make_path(a.target.path, a.baseline->span.last, a.baseline->usd, a.target.window.last, a.target.amount_usd);
    a.path_expected_usd = a.path->expected_usd(latest);
    a.path_standings = standings_on(*a.path, a.combined, latest);
    a.required = required_of(a, far->total);
  } else {
    obstacles.push_back(
        {"baseline_before_figures", {{"baseline_from", trade::format_month(baseline_months(a.target).first)}}});
  }
  a.history = history_of(a, far->total);
  if (!a.mirror_series.empty()) a.mirror = mirror_of(a, far->total, mirror_obstacles);
  if (!obstacles.empty()) return;
  a.forecast = headline(a, *near, *far);
  a.progress = progress_for(a, far->total);
  if (made.earlier) {
    const WindowOutcome outcome{a.forecast->total.median_usd, a.forecast->probability};
    a.news = news_of(a.target, *input.before, *made.earlier, now, outcome, prior, run);
  }
  range = std::move(made.range);
  vary_members(a, range, prior, run);
  if (const auto spread = members_apart(*a.forecast); spread > kMembersMayDiffer) {
    obstacles.push_back({"members_disagree", {{"difference", spread}, {"bound", kMembersMayDiffer}}});
  }
}

// `range` is filled where there is a forecast.
Assessment assess_reading(const AssessmentInput& input, RangeDraws& range, const growth::PanelPrior& prior,
                          const Runner& run) {
  Assessment a;
  a.target = input.target;
  a.as_of = input.as_of;
  a.sequence = input.sequence;
  if (input.before) a.release = input.before->release;
  ComponentSeries own = series_of(input.components);
  ComponentSeries partner = series_of(input.mirror);
  const bool all_there = own.complete();
  std::vector<Reason> obstacles = std::move(own.obstacles);
  a.series = std::move(own.series);
  a.used = std::move(own.used);
  a.mirror_series = std::move(partner.series);
  a.mirror_used = std::move(partner.used);
  for (const ComponentFigures& c : input.components) a.revision_noise.push_back(c.revision_noise);
  if (all_there) {
    a.combined = combine(a.series);
    a.figures = known_of(a);
    a.quoted_growth = quoted_growth(a.combined);
    std::ranges::move(too_little(a.target, a.series), std::back_inserter(obstacles));
    if (input.before) a.corrections = corrections_of(*input.before, {a.series, a.used, {}});
    fill(a, range, input, prior, run, obstacles, partner.obstacles);
  }
  explain_briefly(a);
  judge(a, std::move(obstacles));
  return a;
}

void tell_whole_range(Assessment& a, const RangeDraws& range, Asked asked, const growth::PanelPrior& prior,
                      const Runner& run) {
  if (!a.forecast || asked == Asked::verdict_alone) return;
  vary_the_rest(a, range, prior, run);
  const auto told = std::ranges::find(a.reasons, std::string("probability"), &Reason::code);
  if (told != a.reasons.end()) *told = probability_reason(a);
}

}  // namespace

Assessment assess(const AssessmentInput& input, const growth::PanelPrior& prior, const Runner& run) {
  std::vector<const AssessmentInput*> inputs = {&input};
  for (const AssessmentInput& other : input.readings) inputs.push_back(&other);
  std::vector<Assessment> readings;
  std::vector<RangeDraws> ranges(inputs.size());
  for (std::size_t k = 0; k < inputs.size(); ++k) readings.push_back(assess_reading(*inputs[k], ranges[k], prior, run));
  const std::size_t ruling = ruling_of(readings);
  for (std::size_t k = 0; k < inputs.size(); ++k)
    if (k == ruling || inputs[k]->in_full) tell_whole_range(readings[k], ranges[k], inputs[k]->asked, prior, run);
  Assessment headline = headline_of(std::move(readings));
  headline.due = figures_due(input.components, input.target.alert);
  return headline;
}

}  // namespace tradewatch::targets
