#include "service/watch/seen_figures.h"

#include <algorithm>

namespace tradewatch::watch {
namespace {

using Figures = std::vector<targets::ComponentFigures>;

std::expected<Figures, storage::StoreFault> figures_of(storage::Store& store,
                                                       const std::vector<targets::Component>& components,
                                                       const storage::AsOf& as_of) {
  Figures out;
  for (const targets::Component& c : components) {
    auto in_force = store.figures_in_force(filter_of(c), as_of);
    if (!in_force) return std::unexpected(in_force.error());
    out.push_back({c, std::move(*in_force)});
  }
  return out;
}

}  // namespace

storage::FigureFilter filter_of(const targets::Component& c) {
  return {.source = c.source,
          .reporter = c.reporter,
          .partner = c.partner,
          .flow = c.flow,
          .commodity = c.commodity,
          .valuation = c.valuation,
          .basis = c.basis};
}

std::expected<targets::AssessmentInput, storage::StoreFault> see_figures(storage::Store& store,
                                                                         const targets::Target& target,
                                                                         const storage::AsOf& as_of) {
  targets::AssessmentInput input;
  input.target = target;
  auto components = figures_of(store, target.components, as_of);
  if (!components) return std::unexpected(components.error());
  input.components = std::move(*components);
  auto mirror = figures_of(store, target.mirror, as_of);
  if (!mirror) return std::unexpected(mirror.error());
  input.mirror = std::move(*mirror);
  for (const targets::ComponentFigures& c : input.components) {
    for (const trade::KeptFigure& f : c.in_force) {
      input.sequence = std::max(input.sequence, f.sequence);
      input.as_of = std::max(input.as_of.value_or(f.taken), f.taken);
    }
  }
  return input;
}

std::optional<trade::Date> newest_published(const targets::AssessmentInput& input) {
  std::optional<trade::Date> oldest;
  for (const targets::ComponentFigures& c : input.components) {
    if (c.in_force.empty()) return std::nullopt;
    trade::Date newest = trade::Date::min();
    for (const trade::KeptFigure& f : c.in_force) newest = std::max(newest, f.figure.published);
    oldest = std::min(oldest.value_or(newest), newest);
  }
  return oldest;
}

}  // namespace tradewatch::watch
