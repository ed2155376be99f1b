#include "service/report/chart_provenance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

namespace tradewatch::report {

charts::Provenance provenance_of(const targets::Assessment& a, DrawnSides sides) {
  std::set<std::string> sources;
  const auto add = [&](const std::vector<std::vector<trade::KeptFigure>>& side) {
    for (const auto& figures : side) {
      for (const trade::KeptFigure& kept : figures) sources.insert(kept.figure.key.source);
    }
  };
  add(a.used);
  if (sides == DrawnSides::both) add(a.mirror_used);
  charts::Provenance out;
  out.source = fmt::format("{}", fmt::join(sources, ", "));
  if (a.figures && a.figures->published) out.vintage = "published by " + trade::format_date(*a.figures->published);
  if (a.as_of) {
    out.known = *a.as_of;
    out.vintage += fmt::format("{}sequence {}, taken by {}", out.vintage.empty() ? "" : ", ", a.sequence,
                               trade::format_instant(*a.as_of));
  }
  return out;
}

}  // namespace tradewatch::report
