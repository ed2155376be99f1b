#include "models/targets/target.h"

namespace tradewatch::targets {

bool Component::matches(const trade::FlowKey& key) const {
  return (!source || *source == key.source) && reporter == key.reporter && partner == key.partner && flow == key.flow &&
         commodity == key.commodity && (!valuation || *valuation == key.valuation) && (!basis || *basis == key.basis);
}

trade::FlowKey key_of(const Component& component) {
  return {component.source.value_or(""),
          component.reporter,
          component.partner,
          component.flow,
          component.commodity,
          component.valuation.value_or(trade::Valuation::unstated),
          component.basis.value_or(trade::Basis::unstated)};
}

std::string describe(const Component& component) {
  trade::FlowKey key = key_of(component);
  if (!component.source) key.source = "any source";
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

Target as_read(const Target& target, const Reading& reading) {
  Target out = target;
  out.readings.clear();
  out.reading = reading.id;
  if (reading.amount_usd) out.amount_usd = *reading.amount_usd;
  if (reading.window) out.window = *reading.window;
  if (reading.baseline) out.baseline = reading.baseline;
  if (!reading.components.empty()) out.components = reading.components;
  if (!reading.mirror.empty()) out.mirror = reading.mirror;
  return out;
}

std::uint64_t seed_of(const Target& target) {
  std::uint64_t hash = 14695981039346656037ULL;
  const std::string name = target.reading.empty() ? target.id : target.id + "/" + target.reading;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

trade::MonthSpan baseline_months(const Target& target) {
  if (target.baseline) {
    if (const auto* span = std::get_if<trade::MonthSpan>(&*target.baseline)) return *span;
  }
  const trade::Month announced = trade::month_of(target.announced);
  return {announced - 12, announced - 1};
}

}  // namespace tradewatch::targets
