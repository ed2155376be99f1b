#include "models/targets/figures_due.h"

#include <algorithm>

namespace tradewatch::targets {

std::optional<FiguresDue> figures_due(std::span<const ComponentFigures> components, const AlertSettings& alert) {
  std::optional<FiguresDue> first;
  for (const ComponentFigures& c : components) {
    if (c.in_force.empty()) return std::nullopt;
    FiguresDue due{describe(c.component), trade::Date::min(), {}, c.rhythm.has_value(), 0};
    for (const trade::KeptFigure& f : c.in_force) due.published = std::max(due.published, f.figure.published);
    if (c.rhythm) {
      due.due = c.rhythm->due;
      due.releases = c.rhythm->releases;
    } else {
      due.due = due.published + std::chrono::days(alert.stale_after_days);
    }
    if (!first || due.due < first->due) first = due;
  }
  return first;
}

}  // namespace tradewatch::targets
