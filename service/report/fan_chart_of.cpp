#include "service/report/fan_chart_of.h"

#include <algorithm>

#include "service/report/chart_provenance.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;
using wording::Language;
using wording::message;
using wording::say;

charts::ChartLabels labels_of(const Assessment& a, Language l) {
  const auto line = [l](const wording::Message& text, wording::Values values = {}) {
    return wording::own_line(l, say(l, text, values));
  };
  charts::ChartLabels labels;
  labels.unit = line(message("chart", "million US dollars, twelve months"));
  labels.month = line(message("chart", "twelve months to"));
  labels.amount =
      line(message("chart", "target: {amount}"), {{"amount", wording::money_short(a.target.amount_usd, l)}});
  labels.window = line(message("chart", "window"));
  labels.trailing = line(message("chart", "so far"));
  labels.estimated = line(message("chart", "so far, partly estimated"));
  labels.median = line(message("chart", "forecast, median"));
  labels.band_80 = line(message("chart", "80 % band"));
  labels.band_95 = line(message("chart", "95 % band"));
  labels.path = line(message("chart", "path to the target"));
  labels.known = line(message("chart", "published, average a month"));
  labels.revised = line(message("chart", "revised since"));
  labels.no_figure = line(message("chart", "no figure"));
  labels.p10 = line(message("chart", "10 %"));
  labels.p90 = line(message("chart", "90 %"));
  labels.p2_5 = line(message("chart", "2.5 %"));
  labels.p97_5 = line(message("chart", "97.5 %"));
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

charts::FanChart fan_chart(const Assessment& a, Language language, std::span<const trade::MonthSpan> revised) {
  charts::FanChart chart;
  chart.id = "fan-" + a.target.id;
  chart.title = a.target.title.empty() ? a.target.id : a.target.title;
  chart.description = wording::headline(a, language);
  for (const std::string& sentence :
       {wording::standing_sentence(a, language), wording::required_sentence(a, language)}) {
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
  chart.labels = labels_of(a, language);
  chart.provenance = provenance_of(a, DrawnSides::own);
  add_known(chart, a, revised);
  return chart;
}

}  // namespace tradewatch::report
