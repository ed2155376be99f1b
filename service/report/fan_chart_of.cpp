#include "service/report/fan_chart_of.h"

#include <algorithm>

#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;

charts::ChartLabels labels_of(const Assessment& a) {
  charts::ChartLabels labels;
  labels.unit = "million US dollars, twelve months";
  labels.month = "twelve months to";
  labels.amount = "target: " + wording::money_short(a.target.amount_usd);
  labels.window = "window";
  labels.trailing = "so far";
  labels.estimated = "so far, partly estimated";
  labels.median = "forecast, median";
  labels.band_80 = "80 % band";
  labels.band_95 = "95 % band";
  labels.path = "path to the target";
  labels.known = "published, average a month";
  labels.revised = "revised since";
  labels.no_figure = "no figure";
  labels.p10 = "10 %";
  labels.p90 = "90 %";
  labels.p2_5 = "2.5 %";
  labels.p97_5 = "97.5 %";
  return labels;
}

// Published figures from the first month that the lines show; without lines, the last four years of them.
void add_known(charts::FanChart& chart, const Assessment& a, std::span<const trade::MonthSpan> revised) {
  if (a.combined.empty()) return;
  trade::Month first = a.combined.back().span.last - 47;
  if (!chart.trailing.empty()) first = chart.trailing.front().month - 11;
  for (const targets::CombinedSum& sum : a.combined) {
    if (sum.span.first < first) continue;
    const bool changed = std::ranges::any_of(revised, [&](const trade::MonthSpan& r) { return r == sum.span; });
    chart.known.push_back({sum.span, sum.value_usd / sum.span.months(), changed});
  }
}

}  // namespace

charts::FanChart fan_chart(const Assessment& a, std::span<const trade::MonthSpan> revised) {
  charts::FanChart chart;
  chart.id = "fan-" + a.target.id;
  chart.title = a.target.title.empty() ? a.target.id : a.target.title;
  chart.description = wording::headline(a);
  for (const std::string& sentence : {wording::standing_sentence(a), wording::required_sentence(a)}) {
    if (!sentence.empty()) chart.description += " " + sentence;
  }
  for (const targets::TrailingMonth& t : a.history) chart.trailing.push_back({t.month, t.usd, t.estimated});
  if (a.forecast) {
    for (const targets::MonthBandOf& m : a.forecast->trailing) {
      chart.forecast.push_back({m.month, m.band.median_usd, m.band.p10, m.band.p90, m.band.p2_5, m.band.p97_5});
    }
  }
  if (a.path) {
    for (trade::Month m = a.path->start; m <= a.path->end; m = m + 1) {
      chart.path.push_back({m, a.path->expected_usd(m)});
    }
  }
  chart.amount_usd = a.target.amount_usd;
  chart.window = a.target.window;
  chart.labels = labels_of(a);
  add_known(chart, a, revised);
  return chart;
}

}  // namespace tradewatch::report
