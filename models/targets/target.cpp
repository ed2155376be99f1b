#include "models/targets/target.h"

namespace tradewatch::targets {

bool Component::matches(const trade::FlowKey& key) const {
  return (!source || *source == key.source) && reporter == key.reporter && partner == key.partner && flow == key.flow &&
         commodity == key.commodity && (!valuation || *valuation == key.valuation) && (!basis || *basis == key.basis);
}

std::string describe(const Component& component) {
  trade::FlowKey key{component.source.value_or("any source"),
                     component.reporter,
                     component.partner,
                     component.flow,
                     component.commodity,
                     component.valuation.value_or(trade::Valuation::unstated),
                     component.basis.value_or(trade::Basis::unstated)};
  return trade::describe(key);
}

std::string_view name_of(PathKind kind) {
  switch (kind) {
    case PathKind::geometric:
      return "geometric";
    case PathKind::linear:
      return "linear";
  }
  return {};
}

trade::MonthSpan baseline_months(const Target& target) {
  if (target.baseline) {
    if (const auto* span = std::get_if<trade::MonthSpan>(&*target.baseline)) return *span;
  }
  const trade::Month announced = trade::month_of(target.announced);
  return {announced - 12, announced - 1};
}

}  // namespace tradewatch::targets
