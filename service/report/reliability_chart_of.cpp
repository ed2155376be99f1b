#include "service/report/reliability_chart_of.h"

#include <fmt/format.h>

#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using wording::Language;
using wording::message;

constexpr double kTwoSided95 = 1.96;  // standard errors

charts::ReliabilityChart framed(const std::string& id, Language l) {
  const auto line = [l](const wording::Message& text) { return wording::own_line(l, wording::say(l, text)); };
  charts::ReliabilityChart chart;
  chart.id = id;
  chart.title = wording::say(l, message("reliability chart", "What was said and how often it came"));
  chart.labels = {.name = line(message("reliability chart", "said")),
                  .calls = line(message("reliability chart", "times")),
                  .said = line(message("reliability chart", "probability that was given")),
                  .came = line(message("reliability chart", "share that was met")),
                  .equal = line(message("reliability chart", "as often as said")),
                  .empty = line(message("reliability chart", "No target has ended yet."))};
  return chart;
}

}  // namespace

charts::ReliabilityChart reliability_chart(const alerts::TrackRecord& record, Language l) {
  charts::ReliabilityChart chart = framed("record", l);
  for (const alerts::TrackClass& c : record.classes) {
    chart.points.push_back({.name = wording::likelihood_words(c.likelihood, l),
                            .calls = c.assessments,
                            .said = c.mean_probability,
                            .came = c.met_share,
                            .reach = {},
                            .said_words = wording::percent(c.mean_probability, l),
                            .came_words = wording::share(c.met_share, l)});
  }
  chart.provenance = {.source = "assessments of this store",
                      .vintage = fmt::format("{} targets that ended", record.targets),
                      .known = {}};
  chart.description = chart.points.empty()
                          ? chart.labels.empty
                          : wording::say(l,
                                         message("reliability chart",
                                                 "Targets that ended: {targets}; of them met: {met}; probabilities "
                                                 "given before: {assessments}."),
                                         {{"targets", std::to_string(record.targets)},
                                          {"met", std::to_string(record.met)},
                                          {"assessments", std::to_string(record.assessments)}});
  return chart;
}

charts::ReliabilityChart reliability_chart(std::span<const growth::ReliabilityBin> bins, const std::string& subject) {
  charts::ReliabilityChart chart = framed("reliability", Language::en);
  chart.title += ": " + subject;
  int calls = 0;
  for (const growth::ReliabilityBin& bin : bins) {
    if (bin.calls == 0) continue;
    calls += bin.calls;
    chart.points.push_back({.name = fmt::format("{:.0f} to {:.0f} %", 100 * bin.from, 100 * bin.to),
                            .calls = bin.calls,
                            .said = bin.mean_probability,
                            .came = bin.happened_share,
                            .reach = bin.gap_error ? std::optional(kTwoSided95 * *bin.gap_error) : std::nullopt,
                            .said_words = fmt::format("{:.1f} %", 100 * bin.mean_probability),
                            .came_words = fmt::format("{:.1f} %", 100 * bin.happened_share)});
  }
  chart.labels.empty = "Nothing could be scored.";
  chart.description = chart.points.empty() ? chart.labels.empty
                                           : fmt::format(
                                                 "{} probabilities in {} classes; lines are 95 % of what the "
                                                 "years' luck allows.",
                                                 calls, chart.points.size());
  return chart;
}

}  // namespace tradewatch::report
